package io.kafkacache;

import io.kafkacache.codec.Codec;
import io.kafkacache.codec.RecordContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Decimal numbers as text. */
final class DecimalCodec implements Codec<Integer> {
    @Override
    public Integer decode(RecordContext context, ByteBuffer bytes) {
        return Integer.valueOf(StandardCharsets.UTF_8.decode(bytes).toString());
    }

    @Override
    public byte[] encode(RecordContext context, Integer value) {
        return value.toString().getBytes(StandardCharsets.UTF_8);
    }
}
