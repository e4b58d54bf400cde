package io.kafkacache.internal.engine;

import io.kafkacache.RecordOffset;
import io.kafkacache.Rejection;
import io.kafkacache.RejectionReason;
import io.kafkacache.Source;
import io.kafkacache.codec.CodecException;
import java.time.Instant;

/** What may be told of a record that is rejected: where it stands and how large it is, never what it says. */
record RecordPlace(Source source, long offset, long timestampMillis, int keyBytes, int valueBytes) {
    Rejection rejected(RejectionReason reason, String what) {
        return rejection(reason, what, "");
    }

    Rejection rejected(RejectionReason reason, String what, RuntimeException thrown) {
        return rejection(reason, what, ": " + told(thrown));
    }

    /** A codec's own words never have the value; what others throw may quote it, so its type is all that is told. */
    static String told(RuntimeException thrown) {
        String message = thrown instanceof CodecException ? thrown.getMessage() : null;
        return message == null ? thrown.getClass().getSimpleName() : message;
    }

    Rejection rejected(RejectionReason reason, String what, Findings found) {
        return rejection(reason, what, ": " + found.told());
    }

    private Rejection rejection(RejectionReason reason, String what, String why) {
        String message = source + ": record at offset " + offset + " has " + what + " (key " + keyBytes
                + " bytes, value " + valueBytes + " bytes)" + why;
        return new Rejection(
                reason,
                message,
                new RecordOffset(source.topic(), source.topicId(), source.partition(), offset),
                Instant.ofEpochMilli(timestampMillis),
                keyBytes,
                valueBytes);
    }
}
