package io.kafkacache;

import org.jspecify.annotations.Nullable;

/** The reader of the cache has ended for good (NoSilentDeath). Only opening a new cache helps. */
public class FailedException extends KafkaCacheException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception of this kind.
     *
     * @param message one sentence with the values and the way out
     */
    public FailedException(String message) {
        this(message, null);
    }

    /**
     * An exception of this kind with its cause.
     *
     * @param message one sentence with the values and the way out
     * @param cause what led here, or null
     */
    public FailedException(String message, @Nullable Throwable cause) {
        super(message, cause, false);
    }
}
