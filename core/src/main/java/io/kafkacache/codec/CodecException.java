package io.kafkacache.codec;

import org.jspecify.annotations.Nullable;

/** Bytes that a codec does not understand, or an object that it cannot write. The message never contains the value. */
public class CodecException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception without a cause.
     *
     * @param message what is wrong, without the value
     */
    public CodecException(String message) {
        this(message, null);
    }

    /**
     * An exception with its cause.
     *
     * @param message what is wrong, without the value
     * @param cause what led here, or null
     */
    public CodecException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
