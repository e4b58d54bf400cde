package io.kafkacache.internal.log;

import org.jspecify.annotations.Nullable;

/** What went wrong with the log, in the kinds the engine decides by. The message is one sentence for people, with the way out. */
public final class LogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final int partition;

    /** A failure of one partition; {@code partition} is −1 where it concerns none. */
    public LogException(Kind kind, int partition, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.partition = partition;
    }

    public LogException(Kind kind, String message, @Nullable Throwable cause) {
        this(kind, -1, message, cause);
    }

    public Kind kind() {
        return kind;
    }

    public int partition() {
        return partition;
    }

    /** The kinds. */
    public enum Kind {
        /** No broker answered, or a host name has no address: an outage. */
        UNREACHABLE,
        /** The brokers say that the topic does not exist. */
        TOPIC_MISSING,
        /** Wrong credentials. */
        UNAUTHENTICATED,
        /** Not allowed. */
        DENIED,
        /** The position is not in the log any more (trimmed), or not yet. */
        OUT_OF_RANGE,
        /** The log was truncated below the position (KIP-320). */
        TRUNCATED,
        /** A record exceeds a size limit. */
        TOO_LARGE,
        /** The buffer of the client is full. */
        BUFFER_FULL,
        /** A write was sent and not acknowledged in time. */
        OUTCOME_UNKNOWN,
        /** A write was never sent, and its time is over. */
        NOT_SENT,
        /** Anything else; tried again. */
        OTHER
    }
}
