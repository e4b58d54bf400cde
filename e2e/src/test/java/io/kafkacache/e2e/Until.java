package io.kafkacache.e2e;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for a condition, with a deadline that says what was waited for and what there was instead. */
public final class Until {
    /** What a wait may take on a busy machine. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration PAUSE = Duration.ofMillis(20);

    private Until() {}

    /** Returns when the condition holds; fails with what was seen instead. */
    public static void until(String what, Supplier<?> seen, Callable<Boolean> condition) throws Exception {
        until(PATIENCE, what, seen, condition);
    }

    /** As {@link #until(String, Supplier, Callable)}, with another deadline. */
    public static void until(Duration patience, String what, Supplier<?> seen, Callable<Boolean> condition)
            throws Exception {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() - end > 0) {
                fail("not within %s: %s; seen: %s", patience, what, seen.get());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** As {@link #until}, where the condition says all. */
    public static void holds(String what, Callable<Boolean> condition) {
        try {
            until(what, () -> "otherwise", condition);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
