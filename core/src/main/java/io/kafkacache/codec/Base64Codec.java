package io.kafkacache.codec;

import java.nio.ByteBuffer;
import java.util.Base64;

/** Any bytes as padded Base64 of RFC 4648 section 4, without line breaks. */
final class Base64Codec implements Codec<String> {
    static final Base64Codec INSTANCE = new Base64Codec();

    private Base64Codec() {}

    @Override
    public String decode(RecordContext context, ByteBuffer bytes) {
        return Base64.getEncoder().encodeToString(Text.copy(bytes));
    }

    @Override
    public byte[] encode(RecordContext context, String text) {
        byte[] bytes = parse(text);
        // the JDK takes missing padding and ignores left-over bits, so that several texts would stand for the same
        // bytes
        if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
            throw notBase64(text);
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

    // The JDK's exception is not kept as the cause, because it names the character, which is part of the value.
    @SuppressWarnings("UnusedException")
    private static byte[] parse(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw notBase64(text);
        }
    }

    private static CodecException notBase64(String text) {
        return new CodecException("text of %d characters is not padded Base64".formatted(text.length()));
    }
}
