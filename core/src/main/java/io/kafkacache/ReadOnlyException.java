package io.kafkacache;

import org.jspecify.annotations.Nullable;

/** A write to a cache that was opened read-only, which is the default; open it with {@code readOnly(false)}. */
public class ReadOnlyException extends KafkaCacheException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception of this kind.
     *
     * @param message one sentence with the values and the way out
     */
    public ReadOnlyException(String message) {
        this(message, null);
    }

    /**
     * An exception of this kind with its cause.
     *
     * @param message one sentence with the values and the way out
     * @param cause what led here, or null
     */
    public ReadOnlyException(String message, @Nullable Throwable cause) {
        super(message, cause, false);
    }
}
