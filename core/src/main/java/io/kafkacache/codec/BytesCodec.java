package io.kafkacache.codec;

import java.nio.ByteBuffer;

/** Bytes as they are, copied in and out. */
final class BytesCodec implements Codec<byte[]> {
    static final BytesCodec INSTANCE = new BytesCodec();

    private BytesCodec() {}

    @Override
    public byte[] decode(RecordContext context, ByteBuffer bytes) {
        return Text.copy(bytes);
    }

    @Override
    public byte[] encode(RecordContext context, byte[] bytes) {
        return bytes.clone();
    }

    @Override
    public void check(RecordContext context, ByteBuffer bytes) {
        // any bytes will do
    }
}
