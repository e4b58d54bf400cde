package io.kafkacache;

import org.jspecify.annotations.Nullable;

/** The cache was read before it was complete (NoFalseAbsence). Wait for {@link ReadableCache#ready()}. */
public class NotReadyException extends KafkaCacheException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception of this kind.
     *
     * @param message one sentence with the values and the way out
     */
    public NotReadyException(String message) {
        this(message, null);
    }

    /**
     * An exception of this kind with its cause.
     *
     * @param message one sentence with the values and the way out
     * @param cause what led here, or null
     */
    public NotReadyException(String message, @Nullable Throwable cause) {
        super(message, cause, true);
    }
}
