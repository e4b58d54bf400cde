package io.kafkacache.codec;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;

/** What the codecs between text and bytes share. Buffers are read without moving their position. */
final class Text {
    private Text() {}

    static byte[] copy(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(bytes.position(), copy);
        return copy;
    }

    /** Decodes as {@code String} does: what is malformed becomes U+FFFD. */
    static String decode(ByteBuffer bytes, Charset charset) {
        return bytes.hasArray()
                ? new String(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining(), charset)
                : new String(copy(bytes), charset);
    }

    /** Whether a character was replaced, or whether one was U+FFFD from the start. Costs nothing for Latin-1. */
    static boolean mayBeMalformed(String text) {
        return text.indexOf('\uFFFD') >= 0;
    }

    /** Whether {@code String.getBytes} may have replaced a character that the charset cannot write. */
    static boolean mayBeReplaced(byte[] encoded) {
        for (byte b : encoded) {
            if (b == '?') {
                return true;
            }
        }
        return false;
    }

    static boolean hasUnpairedSurrogate(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean pair = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
                if (!pair) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    static void requirePairedSurrogates(CharSequence text) {
        if (hasUnpairedSurrogate(text)) {
            throw new CodecException("text of %d characters has an unpaired surrogate".formatted(text.length()));
        }
    }

    static boolean startsWith(CharSequence text, char mark) {
        return !text.isEmpty() && text.charAt(0) == mark;
    }
}
