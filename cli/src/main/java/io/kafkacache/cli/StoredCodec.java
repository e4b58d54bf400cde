package io.kafkacache.cli;

import io.kafkacache.codec.Codec;
import io.kafkacache.codec.CodecException;
import io.kafkacache.codec.RecordContext;
import io.kafkacache.codec.RecordContext.Role;
import java.nio.ByteBuffer;

/**
 * Gives the bytes as they stand in the topic, of records that another codec reads: what that one refuses is refused here too, so that the cache
 * rejects exactly the records it would reject in the services that use that codec.
 */
final class StoredCodec<T> implements Codec<Stored> {
    private final Codec<T> codec;

    StoredCodec(Codec<T> codec) {
        this.codec = codec;
    }

    @Override
    public Stored decode(RecordContext context, ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(bytes.position(), copy);
        check(context, bytes);
        return new Stored(copy);
    }

    @Override
    public byte[] encode(RecordContext context, Stored stored) {
        return stored.bytes();
    }

    @Override
    public void check(RecordContext context, ByteBuffer bytes) {
        if (context.role() == Role.VALUE) {
            codec.check(context, bytes.duplicate());
            return;
        }
        T key = codec.decode(context, bytes.duplicate());
        if (!ByteBuffer.wrap(codec.encode(context, key)).equals(bytes)) {
            throw new CodecException(
                    "the codec would write this key otherwise, in %d bytes".formatted(bytes.remaining()));
        }
    }

    @Override
    public boolean needsHeaders() {
        return codec.needsHeaders();
    }

    @Override
    public boolean equalsIsByteEquality() {
        return true;
    }

    @Override
    public boolean valuesOnly() {
        return codec.valuesOnly();
    }
}
