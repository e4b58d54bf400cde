package io.kafkacache.cli;

import io.kafkacache.codec.CodecException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** A record as one line of NDJSON, its members as the bytes that stand there, so that what is loaded is what was dumped. */
final class JsonRecord {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final byte[] key;
    private final byte @Nullable [] value;

    private JsonRecord(byte[] key, byte @Nullable [] value) {
        this.key = key;
        this.value = value;
    }

    /** The JSON of the key. */
    byte[] key() {
        return key;
    }

    /** The JSON of the value, or null for a tombstone. */
    byte @Nullable [] value() {
        return value;
    }

    /**
     * Reads a line. Members other than key and value are passed over, as those of {@code dump}; but a line that {@code dump} wrote for a rejected
     * entry has no value and yet is no tombstone.
     *
     * @throws CodecException where it is not such a line
     */
    static JsonRecord parse(byte[] line) {
        requireUtf8(line);
        byte[] key = null;
        byte[] value = null;
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new CodecException("not a JSON object {\"key\":…,\"value\":…}");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                byte[] member = member(parser, line);
                switch (name) {
                    case "key" -> key = token == JsonToken.VALUE_NULL ? null : member;
                    case "value" -> value = token == JsonToken.VALUE_NULL ? null : member;
                    case "rejected" ->
                        throw new CodecException("it stands for a rejected entry, which has no value to load");
                    default -> {
                        // passed over
                    }
                }
            }
            if (parser.nextToken() != null) {
                throw new CodecException("more than one JSON value");
            }
        } catch (JacksonException e) {
            // Jackson's message quotes the line.
            throw new CodecException("not JSON: " + where(e), e);
        }
        if (key == null) {
            throw new CodecException("no \"key\", or null");
        }
        return new JsonRecord(key, value);
    }

    /** Jackson takes UTF-16 and UTF-32 as well, and then knows of no byte where it stands. They show by a zero in front, or by their byte order mark. */
    private static void requireUtf8(byte[] line) {
        for (int i = 0; i < Math.min(4, line.length); i++) {
            if (line[i] == 0 || line[i] == (byte) 0xFE || line[i] == (byte) 0xFF) {
                throw new CodecException("not JSON in UTF-8: another encoding");
            }
        }
    }

    private static byte[] member(JsonParser parser, byte[] line) {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        return Arrays.copyOfRange(line, from, (int) parser.currentLocation().getByteOffset());
    }

    private static String where(JacksonException e) {
        return e.getLocation() == null
                ? e.getClass().getSimpleName()
                : "wrong at column " + e.getLocation().getColumnNr();
    }
}
