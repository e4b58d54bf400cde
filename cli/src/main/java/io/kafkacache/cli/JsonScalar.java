package io.kafkacache.cli;

import io.kafkacache.codec.CodecException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON value that stands for a text or for bytes.
 *
 * @param text the string, or the digits of a number; null for anything else
 * @param isString whether it was a string
 * @param base64url what an object with this one member holds; null for anything else
 */
record JsonScalar(
        @Nullable String text, boolean isString, @Nullable String base64url) {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** Reads JSON that is known to be valid. */
    static JsonScalar of(byte[] json) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT) {
                return new JsonScalar(parser.getString(), token == JsonToken.VALUE_STRING, null);
            }
            boolean wrapped = token == JsonToken.START_OBJECT
                    && parser.nextToken() == JsonToken.PROPERTY_NAME
                    && parser.getString().equals("base64url")
                    && parser.nextToken() == JsonToken.VALUE_STRING;
            String encoded = wrapped ? parser.getString() : null;
            return new JsonScalar(null, false, wrapped && parser.nextToken() == JsonToken.END_OBJECT ? encoded : null);
        } catch (JacksonException e) {
            throw new CodecException("not JSON", e);
        }
    }
}
