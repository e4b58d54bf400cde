package io.kafkacache.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/** Strict ASCII: seven bits. What {@code String} replaces is found as in {@link Utf8Codec}. */
final class AsciiCodec implements Codec<String> {
    static final AsciiCodec INSTANCE = new AsciiCodec();

    private AsciiCodec() {}

    @Override
    public String decode(RecordContext context, ByteBuffer bytes) {
        String text = Text.decode(bytes, US_ASCII);
        if (Text.mayBeMalformed(text)) {
            throw new CodecException("%d bytes are not ASCII".formatted(bytes.remaining()));
        }
        return text;
    }

    @Override
    public byte[] encode(RecordContext context, String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        if (Text.mayBeReplaced(bytes) && text.chars().anyMatch(c -> c > 0x7F)) {
            throw new CodecException("text of %d characters is not ASCII".formatted(text.length()));
        }
        return bytes;
    }

    @Override
    public boolean equalsIsByteEquality() {
        return true;
    }
}
