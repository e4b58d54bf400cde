package io.kafkacache.scripted;

import io.kafkacache.internal.log.LogException;
import org.jspecify.annotations.Nullable;

/** A failure that is to befall the next so many calls of one sort. Guarded by the topic's lock. */
final class Planned {
    private final String what;
    private int times;
    private Failure failure = Failure.OTHER;

    Planned(String what) {
        this.what = what;
    }

    void plan(int times, Failure failure) {
        this.times = times;
        this.failure = failure;
    }

    /** The failure of this call; null where it is to succeed. */
    @Nullable
    LogException take() {
        if (times == 0) {
            return null;
        }
        times--;
        return failure.in(what);
    }
}
