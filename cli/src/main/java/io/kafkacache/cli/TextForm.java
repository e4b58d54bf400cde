package io.kafkacache.cli;

import io.kafkacache.codec.CodecException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The text of the objects of text codecs, and back. */
enum TextForm {
    STRING {
        @Override
        Object parse(String text) {
            return text;
        }
    },
    UUIDS {
        @Override
        Object parse(String text) {
            try {
                UUID uuid = UUID.fromString(text);
                if (uuid.toString().equals(text)) {
                    return uuid;
                }
            } catch (IllegalArgumentException e) {
                throw notOne(e);
            }
            throw notOne(null);
        }

        private CodecException notOne(@org.jspecify.annotations.Nullable Exception cause) {
            return new CodecException("not a UUID of 36 lower-case characters", cause);
        }
    },
    LONGS {
        @Override
        Object parse(String text) {
            try {
                return Long.valueOf(text);
            } catch (NumberFormatException e) {
                throw new CodecException("not a whole number of at most 64 bits", e);
            }
        }
    };

    abstract Object parse(String text);

    /** The form of a codec's objects, or empty where they are not text. */
    static Optional<TextForm> of(String codecName) {
        return switch (codecName.toLowerCase(Locale.ROOT)) {
            case "utf8", "utf-8", "ascii", "utf16le", "ucs2", "hex", "base64" -> Optional.of(STRING);
            case "uuid" -> Optional.of(UUIDS);
            case "long" -> Optional.of(LONGS);
            default -> Optional.empty();
        };
    }
}
