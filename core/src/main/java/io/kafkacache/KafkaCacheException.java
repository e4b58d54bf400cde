package io.kafkacache;

import org.jspecify.annotations.Nullable;

/** The root of everything that a cache or a writer throws or fails a future with, other than misuse of a method's arguments. */
public class KafkaCacheException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whether the same call may succeed later. */
    private final boolean retryHelps;

    /**
     * An exception for which no subclass stands.
     *
     * @param message one sentence with the values and the way out
     * @param cause what led here, or null
     * @param retryHelps whether the same call may succeed later
     */
    public KafkaCacheException(String message, @Nullable Throwable cause, boolean retryHelps) {
        super(message, cause);
        this.retryHelps = retryHelps;
    }

    /**
     * Whether the same call may succeed later without anybody changing code or configuration.
     *
     * @return true where trying again makes sense
     */
    public boolean retryHelps() {
        return retryHelps;
    }
}
