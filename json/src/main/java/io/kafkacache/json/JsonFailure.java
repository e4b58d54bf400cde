package io.kafkacache.json;

import io.kafkacache.codec.CodecException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;

/** Says what failed without Jackson's words, which quote the value. */
final class JsonFailure {
    private JsonFailure() {}

    static CodecException reading(String type, RuntimeException thrown) {
        String what = thrown instanceof StreamReadException ? "malformed JSON" : "JSON does not fit " + type;
        return withoutItsMessage(what, thrown);
    }

    static CodecException writing(String type, RuntimeException thrown) {
        return withoutItsMessage("cannot write %s as JSON".formatted(type), thrown);
    }

    private static CodecException withoutItsMessage(String what, RuntimeException thrown) {
        StringBuilder message = new StringBuilder(what);
        if (thrown instanceof JacksonException jackson) {
            appendPath(message, jackson.getPath());
            appendLocation(message, jackson.getLocation());
        }
        message.append(": ").append(thrown.getClass().getSimpleName());
        if (thrown instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            message.append(" for ").append(mismatch.getTargetType().getTypeName());
        }
        if (thrown.getCause() != null) {
            message.append(", caused by ").append(thrown.getCause().getClass().getSimpleName());
        }
        CodecException exception = new CodecException(message.toString());
        exception.setStackTrace(thrown.getStackTrace());
        return exception;
    }

    private static void appendPath(StringBuilder message, List<JacksonException.Reference> path) {
        message.append(" at $");
        for (JacksonException.Reference step : path) {
            if (step.getPropertyName() == null) {
                message.append('[').append(step.getIndex()).append(']');
            } else {
                message.append('.').append(isData(step.from()) ? "*" : step.getPropertyName());
            }
        }
    }

    /** Property names of a type are its author's; the keys of a map are as much part of the value as the rest. */
    private static boolean isData(@Nullable Object from) {
        if (from == null) {
            return true;
        }
        Class<?> type = from instanceof Class<?> declared ? declared : from.getClass();
        return Map.class.isAssignableFrom(type) || JsonNode.class.isAssignableFrom(type);
    }

    private static void appendLocation(StringBuilder message, TokenStreamLocation location) {
        if (location != null && location.getLineNr() > 0) {
            message.append(", line ")
                    .append(location.getLineNr())
                    .append(", column ")
                    .append(location.getColumnNr());
        }
    }
}
