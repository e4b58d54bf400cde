package io.kafkacache;

import org.jspecify.annotations.Nullable;

/** The cache or writer was closed by its owner. Trying again does not help. */
public class ClosedException extends KafkaCacheException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception of this kind.
     *
     * @param message one sentence with the values and the way out
     */
    public ClosedException(String message) {
        this(message, null);
    }

    /**
     * An exception of this kind with its cause.
     *
     * @param message one sentence with the values and the way out
     * @param cause what led here, or null
     */
    public ClosedException(String message, @Nullable Throwable cause) {
        super(message, cause, false);
    }
}
