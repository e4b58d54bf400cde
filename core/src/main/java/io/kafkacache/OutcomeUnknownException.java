package io.kafkacache;

import org.jspecify.annotations.Nullable;

/** A write was sent and not acknowledged in time: it may still appear in the topic. Writing the same again is safe. */
public class OutcomeUnknownException extends KafkaCacheException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception of this kind.
     *
     * @param message one sentence with the values and the way out
     */
    public OutcomeUnknownException(String message) {
        this(message, null);
    }

    /**
     * An exception of this kind with its cause.
     *
     * @param message one sentence with the values and the way out
     * @param cause what led here, or null
     */
    public OutcomeUnknownException(String message, @Nullable Throwable cause) {
        super(message, cause, true);
    }
}
