package io.kafkacache.internal.engine;

import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogException.Kind;

/** Something Kafka does not do for us now. */
record Problem(LogException failure, long sinceNanos) {
    boolean denied() {
        return failure.kind() == Kind.UNAUTHENTICATED || failure.kind() == Kind.DENIED;
    }

    static String told(Throwable thrown) {
        return String.valueOf(of(thrown).getMessage());
    }

    static LogException of(Throwable thrown) {
        Throwable t = thrown;
        while (!(t instanceof LogException) && t.getCause() != null) {
            t = t.getCause();
        }
        return t instanceof LogException known
                ? known
                : new LogException(Kind.OTHER, String.valueOf(thrown.getMessage()), thrown);
    }
}
