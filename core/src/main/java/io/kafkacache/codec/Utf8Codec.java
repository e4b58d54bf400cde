package io.kafkacache.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Strict UTF-8. {@code String}'s own conversions are several times as fast as a {@code CharsetDecoder}, but replace what they cannot
 * convert; so their result is taken unless it holds a replacement, and only then is the text looked at again.
 */
final class Utf8Codec implements Codec<String> {
    static final Utf8Codec INSTANCE = new Utf8Codec();

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private Utf8Codec() {}

    @Override
    public String decode(RecordContext context, ByteBuffer bytes) {
        String text = Text.decode(bytes, UTF_8);
        if (Text.mayBeMalformed(text)) {
            requireWellFormed(bytes);
        }
        refuseByteOrderMark(text);
        return text;
    }

    @Override
    public byte[] encode(RecordContext context, String text) {
        refuseByteOrderMark(text);
        byte[] bytes = text.getBytes(UTF_8);
        if (Text.mayBeReplaced(bytes)) {
            Text.requirePairedSurrogates(text);
        }
        return bytes;
    }

    @Override
    public boolean equalsIsByteEquality() {
        return true;
    }

    private static void requireWellFormed(ByteBuffer bytes) {
        try {
            UTF_8.newDecoder().decode(bytes.duplicate());
        } catch (CharacterCodingException e) {
            throw new CodecException("%d bytes are not UTF-8".formatted(bytes.remaining()), e);
        }
    }

    private static void refuseByteOrderMark(String text) {
        if (Text.startsWith(text, BYTE_ORDER_MARK)) {
            throw new CodecException("text begins with a byte order mark, which UTF-8 does without here");
        }
    }
}
