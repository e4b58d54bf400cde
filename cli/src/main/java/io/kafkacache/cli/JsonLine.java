package io.kafkacache.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** One JSON object on one line, in the making. Stored JSON goes in as it is, which no JSON library offers for bytes. */
final class JsonLine {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private char next = '{';

    /** Begins a member, whose value is to follow. */
    JsonLine name(String name) {
        bytes.write(next);
        next = ',';
        string(name);
        bytes.write(':');
        return this;
    }

    JsonLine member(String name, @Nullable String value) {
        return value == null ? name(name).raw("null") : name(name).string(value);
    }

    JsonLine member(String name, @Nullable Number value) {
        return name(name).raw(String.valueOf(value));
    }

    JsonLine member(String name, boolean value) {
        return name(name).raw(String.valueOf(value));
    }

    JsonLine end() {
        if (next == '{') {
            bytes.write('{');
        }
        bytes.write('}');
        return this;
    }

    JsonLine raw(String json) {
        return raw(json.getBytes(UTF_8));
    }

    /** Adds JSON as it is; line breaks, which can only stand between its tokens, become spaces. */
    JsonLine raw(byte[] json) {
        for (byte b : json) {
            bytes.write(b == '\n' || b == '\r' ? ' ' : b);
        }
        return this;
    }

    JsonLine string(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ') {
                        quoted.append("\\u%04x".formatted((int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        bytes.writeBytes(quoted.append('"').toString().getBytes(UTF_8));
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    String text() {
        return bytes.toString(UTF_8);
    }
}
