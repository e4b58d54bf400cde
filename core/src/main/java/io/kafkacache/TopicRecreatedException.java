package io.kafkacache;

import org.jspecify.annotations.Nullable;

/** The topic was deleted and made again, so an offset of the former topic means nothing any more. */
public class TopicRecreatedException extends KafkaCacheException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception of this kind.
     *
     * @param message one sentence with the values and the way out
     */
    public TopicRecreatedException(String message) {
        this(message, null);
    }

    /**
     * An exception of this kind with its cause.
     *
     * @param message one sentence with the values and the way out
     * @param cause what led here, or null
     */
    public TopicRecreatedException(String message, @Nullable Throwable cause) {
        super(message, cause, false);
    }
}
