package io.kafkacache.internal.engine;

import io.kafkacache.Change;
import io.kafkacache.ClosedException;
import io.kafkacache.FailedException;
import io.kafkacache.NotReadyException;

/** A record cannot be judged now, since a cache that its validator reads does not answer. That is no verdict: the record is to be read again. */
final class UnjudgedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int DEEPEST_CAUSE = 10;

    private final int partition;
    private final long offset;

    UnjudgedException(Change<?, ?> record, RuntimeException thrown) {
        super(
                record.source() + "@" + record.offset()
                        + " waits, for validateMutations reads a cache that does not answer ("
                        + cause(thrown).getMessage() + ")",
                thrown);
        this.partition = record.source().partition();
        this.offset = record.offset();
    }

    /** Whether a cache does not answer; one that has rejected its own record of a key does. A validator may have wrapped it. */
    static boolean isOf(Throwable thrown) {
        return isMute(cause(thrown));
    }

    private static Throwable cause(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; depth < DEEPEST_CAUSE && !isMute(cause); depth++) {
            Throwable next = cause.getCause();
            if (next == null) {
                return cause;
            }
            cause = next;
        }
        return cause;
    }

    private static boolean isMute(Throwable thrown) {
        return thrown instanceof NotReadyException
                || thrown instanceof ClosedException
                || thrown instanceof FailedException;
    }

    int partition() {
        return partition;
    }

    long offset() {
        return offset;
    }
}
