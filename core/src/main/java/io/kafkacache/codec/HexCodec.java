package io.kafkacache.codec;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Any bytes as text of lower-case hexadecimal digits. */
final class HexCodec implements Codec<String> {
    static final HexCodec INSTANCE = new HexCodec();

    private static final HexFormat FORMAT = HexFormat.of();

    private HexCodec() {}

    @Override
    public String decode(RecordContext context, ByteBuffer bytes) {
        return FORMAT.formatHex(Text.copy(bytes));
    }

    @Override
    public byte[] encode(RecordContext context, String text) {
        if (text.length() % 2 != 0) {
            throw new CodecException(
                    "text of %d characters is not hexadecimal: the number is odd".formatted(text.length()));
        }
        byte[] bytes = new byte[text.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (digit(text, 2 * i) << 4 | digit(text, 2 * i + 1));
        }
        return bytes;
    }

    @Override
    public void check(RecordContext context, ByteBuffer bytes) {
        // any bytes will do
    }

    @Override
    public boolean equalsIsByteEquality() {
        return true;
    }

    private static int digit(String text, int at) {
        char c = text.charAt(at);
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        if (c >= 'a' && c <= 'f') {
            return c - 'a' + 10;
        }
        throw new CodecException("character %d is not a lower-case hexadecimal digit".formatted(at));
    }
}
