package io.kafkacache.internal.engine;

import org.jspecify.annotations.Nullable;

/** What code of the user threw, as it may be logged: its type, where that was, and what caused it, but none of its words, for they may quote a value. */
final class Wordless extends Throwable {
    private static final long serialVersionUID = 1L;
    private static final int DEEPEST_CAUSE = 10;

    private Wordless(Throwable thrown, @Nullable Throwable cause) {
        super(thrown.getClass().getName(), cause, false, true);
        setStackTrace(thrown.getStackTrace());
    }

    static Wordless of(Throwable thrown) {
        return of(thrown, DEEPEST_CAUSE);
    }

    private static Wordless of(Throwable thrown, int causes) {
        Throwable cause = causes == 0 ? null : thrown.getCause();
        return new Wordless(thrown, cause == null ? null : of(cause, causes - 1));
    }
}
