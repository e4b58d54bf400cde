package io.kafkacache;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A write was refused by {@link Builder#validateWrites}; nothing was sent. Trying again does not help. */
public class RejectedWriteException extends KafkaCacheException {
    private static final long serialVersionUID = 1L;

    /** What the validator found; an array, for a list need not be serializable. */
    private final String[] problems;

    /**
     * An exception for one refused write.
     *
     * @param message one sentence, without the value
     * @param problems everything that the validator found
     * @param cause what the validator threw, or null
     */
    public RejectedWriteException(String message, List<String> problems, @Nullable Throwable cause) {
        super(message, cause, false);
        this.problems = problems.toArray(String[]::new);
    }

    /**
     * Everything that is wrong with the value.
     *
     * @return what the validator found, in its order; never empty
     */
    public List<String> problems() {
        return List.of(problems);
    }
}
