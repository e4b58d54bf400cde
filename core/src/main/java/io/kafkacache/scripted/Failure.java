package io.kafkacache.scripted;

import io.kafkacache.internal.log.LogException;

/** How a poll, a write or an admin call fails. */
public enum Failure {
    /** No broker answers: an outage. */
    UNREACHABLE(LogException.Kind.UNREACHABLE),
    /** The brokers say that there is no such topic. */
    TOPIC_MISSING(LogException.Kind.TOPIC_MISSING),
    /** Wrong credentials. */
    UNAUTHENTICATED(LogException.Kind.UNAUTHENTICATED),
    /** Not allowed. */
    DENIED(LogException.Kind.DENIED),
    /** A record exceeds a size limit. */
    TOO_LARGE(LogException.Kind.TOO_LARGE),
    /** The client's buffer is full. */
    BUFFER_FULL(LogException.Kind.BUFFER_FULL),
    /** A write was sent and not acknowledged in time. */
    OUTCOME_UNKNOWN(LogException.Kind.OUTCOME_UNKNOWN),
    /** A write was never sent, and its time is over. */
    NOT_SENT(LogException.Kind.NOT_SENT),
    /** Anything else. */
    OTHER(LogException.Kind.OTHER);

    private final LogException.Kind kind;

    Failure(LogException.Kind kind) {
        this.kind = kind;
    }

    LogException in(String what) {
        return new LogException(kind, what + " failed as the test told it to: " + this, null);
    }
}
