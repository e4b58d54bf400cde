package io.kafkacache.embedded;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The moment by which a wait must have ended. Immutable; callable from any thread. */
final class Deadline {
    private static final long PAUSE_MILLIS = 20;

    private final Duration length;
    private final long endNanos;

    private Deadline(Duration length) {
        this.length = length;
        this.endNanos = System.nanoTime() + length.toNanos();
    }

    static Deadline in(Duration length) {
        return new Deadline(length);
    }

    /** Zero once it has passed. */
    Duration remaining() {
        return Duration.ofNanos(Math.max(0, endNanos - System.nanoTime()));
    }

    /**
     * Asks {@code probe} until it answers something other than null. A probe that throws has not answered yet, and what it
     * threw last becomes the cause of the failure.
     *
     * @throws IllegalStateException with {@code problem} when the deadline passes first, or when the thread is interrupted
     */
    <T> T await(Callable<@Nullable T> probe, Supplier<String> problem) {
        Exception last = null;
        while (true) {
            try {
                T answer = probe.call();
                if (answer != null) {
                    return answer;
                }
            } catch (InterruptedException e) {
                throw interrupted(problem, e);
            } catch (Exception e) {
                last = e;
            }
            if (remaining().isZero()) {
                throw new IllegalStateException(problem.get() + " within " + length, last);
            }
            pause(problem);
        }
    }

    /** Like {@link #await}, for a condition. */
    void awaitTrue(Callable<Boolean> condition, Supplier<String> problem) {
        await(() -> condition.call() ? Boolean.TRUE : null, problem);
    }

    private static void pause(Supplier<String> problem) {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            throw interrupted(problem, e);
        }
    }

    private static IllegalStateException interrupted(Supplier<String> problem, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IllegalStateException(problem.get() + " before the waiting thread was interrupted", cause);
    }
}
