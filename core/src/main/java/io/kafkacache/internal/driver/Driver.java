package io.kafkacache.internal.driver;

import io.kafkacache.Store;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Runs the activities of one cache and owns its clock. In a process each activity has a thread; in a test all are stepped by the test's own.
 * Whatever a cache does, it does as a step of its driver, so that a test can order everything. Safe for any thread.
 */
public interface Driver {
    /** Time that only goes forward, for waiting and ages. */
    long nanoTime();

    /** Time of day in epoch milliseconds, for comparing with records' timestamps. */
    long wallMillis();

    /** Starts an activity, which is stepped until it says it has ended. */
    Activity start(String role, Step step);

    /** Runs a short action after a delay. It must not block. */
    Timer schedule(long delayNanos, Runnable action);

    /** Runs code of the user, or what may lead to it: never on the thread of an activity. */
    void callback(Runnable code);

    /**
     * Completes a future of {@link #newFuture} by a callback, for what depends on it is the user's. Whoever is blocked in it may go on at once.
     */
    <T> void complete(CompletableFuture<T> future, @Nullable T value);

    /** A future to hand out. In a test, waiting for it drives the steps on the waiting thread. */
    <T> CompletableFuture<T> newFuture();

    /**
     * Waits on the caller's thread until the future is done, or at most this long; in a test, by driving the steps and the clock. Says
     * whether it is done. An interrupt ends the wait and stays set.
     */
    boolean await(CompletableFuture<?> future, long timeoutNanos);

    /** Whether the caller waits in vain when it waits for {@code activity}, because it runs on that activity's own step. */
    boolean isCurrent(Activity activity);

    /** Whether who waits for a future of {@code other} has this one go on as well: not where each is stepped by itself. */
    boolean runsWith(Driver other);

    /** Runs the parts of one piece of work, on several threads where there are some. */
    Store.Parallel parallel();

    /** Ends the timers and, once they are idle, the callbacks' threads. Activities end by themselves. */
    void close();

    /** One piece of work of an activity. */
    @FunctionalInterface
    interface Step {
        /** Works, and says in how many nanoseconds to be run again unless woken earlier: 0 at once, {@link #ON_WAKE}, or {@link #END}. */
        long run();

        /** To be run again only when woken. */
        long ON_WAKE = Long.MAX_VALUE;
        /** Not to be run again. */
        long END = -1;
    }

    /** An activity that was started. */
    interface Activity {
        /** Has the step run soon, or again if it runs now. */
        void wake();

        /** Completes when the step has said it ended, or thrown. */
        CompletableFuture<Void> ended();
    }

    /** An action that waits for its time. */
    interface Timer {
        void cancel();
    }
}
