package io.kafkacache.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Eight bytes, big-endian, as Kafka's LongSerializer. */
final class LongCodec implements Codec<Long> {
    static final LongCodec INSTANCE = new LongCodec();

    private LongCodec() {}

    @Override
    public Long decode(RecordContext context, ByteBuffer bytes) {
        check(context, bytes);
        long number = bytes.getLong(bytes.position());
        return bytes.order() == ByteOrder.BIG_ENDIAN ? number : Long.reverseBytes(number);
    }

    @Override
    public byte[] encode(RecordContext context, Long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    @Override
    public void check(RecordContext context, ByteBuffer bytes) {
        if (bytes.remaining() != Long.BYTES) {
            throw new CodecException("a long has 8 bytes, not %d".formatted(bytes.remaining()));
        }
    }

    @Override
    public boolean equalsIsByteEquality() {
        return true;
    }
}
