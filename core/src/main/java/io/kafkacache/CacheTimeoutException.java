package io.kafkacache;

import org.jspecify.annotations.Nullable;

/** A deadline passed: {@code awaitReady}, {@code await}, {@code sync} or a write that Kafka never took. The message says what was waited for. */
public class CacheTimeoutException extends KafkaCacheException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception of this kind.
     *
     * @param message one sentence with the values and the way out
     */
    public CacheTimeoutException(String message) {
        this(message, null);
    }

    /**
     * An exception of this kind with its cause.
     *
     * @param message one sentence with the values and the way out
     * @param cause what led here, or null
     */
    public CacheTimeoutException(String message, @Nullable Throwable cause) {
        super(message, cause, true);
    }
}
