package io.kafkacache.codec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;

/** Gzip around another codec. For values only: the same object may be compressed in many ways. */
final class GzipCodec<T> implements Codec<T> {
    static final int DEFAULT_MAX_BYTES = 64 << 20;

    private final Codec<T> inner;
    private final int maxBytes;

    GzipCodec(Codec<T> inner, int maxBytes) {
        if (maxBytes < 1 || maxBytes > Gunzip.MAX_BYTES) {
            throw new IllegalArgumentException("maxBytes=%d must lie in 1..%d".formatted(maxBytes, Gunzip.MAX_BYTES));
        }
        this.inner = inner;
        this.maxBytes = maxBytes;
    }

    @Override
    public T decode(RecordContext context, ByteBuffer bytes) {
        return inner.decode(context, Gunzip.unpack(bytes, maxBytes));
    }

    @Override
    public byte[] encode(RecordContext context, T object) {
        byte[] bytes = inner.encode(context, object);
        if (bytes.length > maxBytes) {
            throw new CodecException(
                    "%d bytes before compression are more than the %d that are read back; use gzip(codec, maxBytes)"
                            .formatted(bytes.length, maxBytes));
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream(64 + bytes.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    @Override
    public void check(RecordContext context, ByteBuffer bytes) {
        inner.check(context, Gunzip.unpack(bytes, maxBytes));
    }

    @Override
    public boolean needsHeaders() {
        return inner.needsHeaders();
    }

    @Override
    public boolean valuesOnly() {
        return true;
    }
}
