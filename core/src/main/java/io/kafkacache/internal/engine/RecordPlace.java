package io.kafkacache.internal.engine;

import io.kafkacache.RecordOffset;
import io.kafkacache.Rejection;
import io.kafkacache.RejectionReason;
import io.kafkacache.Source;
import io.kafkacache.codec.CodecException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What may be told of a record that is rejected: where it stands and how large it is, never what it says. */
record RecordPlace(Source source, long offset, long timestampMillis, int keyBytes, int valueBytes) {
    Rejection rejected(RejectionReason reason, String what, @Nullable RuntimeException thrown) {
        return rejected(reason, what, thrown == null ? "" : ": " + told(thrown), "onRejected(...)");
    }

    /** A codec's own words never have the value; what others throw may quote it, so its type is all that is told. */
    static String told(RuntimeException thrown) {
        String message = thrown instanceof CodecException ? thrown.getMessage() : null;
        return message == null ? thrown.getClass().getSimpleName() : message;
    }

    Rejection rejected(RejectionReason reason, String what, String option, Findings found) {
        return rejected(reason, what, ": " + found.told(), option + "(validator, ...)");
    }

    private Rejection rejected(RejectionReason reason, String what, String why, String option) {
        String message = source + ": record at offset " + offset + " has " + what + " (key " + keyBytes
                + " bytes, value " + valueBytes + " bytes)" + why + "; choose " + option + " to decide what follows";
        return new Rejection(
                reason,
                message,
                new RecordOffset(source.topic(), source.topicId(), source.partition(), offset),
                Instant.ofEpochMilli(timestampMillis),
                keyBytes,
                valueBytes);
    }
}
