package io.kafkacache.internal.engine;

import io.kafkacache.internal.driver.Driver;
import io.kafkacache.internal.replay.Lap;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One caller's wait until the cache has applied at least something. What it waits for is null while an end is being asked for. Any thread.
 */
final class Barrier {
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 4);

    private final String what;
    private final CompletableFuture<Void> future;
    private final long startedNanos;
    private final Asking asking;
    private final Thread caller = Thread.currentThread();
    private boolean handedOut; // caller's thread only
    private volatile @Nullable Goal goal;
    private volatile int attempt; // written under this
    private volatile Driver.@Nullable Timer deadline;
    private volatile @Nullable String trouble;

    /** {@code what} names the call for messages; {@code asking} puts its question again from the start. */
    Barrier(String what, CompletableFuture<Void> future, long startedNanos, Asking asking) {
        this.what = what;
        this.future = future;
        this.startedNanos = startedNanos;
        this.asking = asking;
    }

    /** A timeout in nanoseconds: one beyond all clocks is without end. */
    static long nanos(Duration timeout) {
        return timeout.compareTo(LONGEST) < 0 ? timeout.toNanos() : LONGEST.toNanos();
    }

    String what() {
        return what;
    }

    CompletableFuture<Void> future() {
        return future;
    }

    long startedNanos() {
        return startedNanos;
    }

    /** Its caller has the future now. */
    void handOut() {
        handedOut = true;
    }

    /** Whether this is the thread of its caller, who does not have the future yet. */
    boolean isStillAtItsCaller() {
        return Thread.currentThread() == caller && !handedOut;
    }

    Asking asking() {
        return asking;
    }

    /** What it waits for, or null. */
    @Nullable
    Goal goal() {
        return goal;
    }

    /** Sets what it waits for, as an answer to the question of {@code asked}; false where that is not the current one any more. */
    synchronized boolean waitFor(@Nullable Goal next, int asked) {
        if (asked != attempt) {
            return false;
        }
        goal = next;
        return true;
    }

    /** Which question is under way: an answer to an earlier one, about a log that was left, does not count. */
    int attempt() {
        return attempt;
    }

    /** Forgets what was waited for. */
    synchronized void restart() {
        attempt++;
        goal = null;
    }

    void deadline(Driver.Timer timer) {
        deadline = timer;
    }

    void cancelDeadline() {
        Driver.Timer timer = deadline;
        if (timer != null) {
            timer.cancel();
        }
    }

    @Nullable
    String trouble() {
        return trouble;
    }

    void trouble(@Nullable String why) {
        trouble = why;
    }

    /** A lap, and the generation whose positions it is about: those of another one say nothing of it. */
    record Goal(Lap lap, int generation) {}

    /** Puts a barrier's first question. */
    @FunctionalInterface
    interface Asking {
        void ask(Barrier barrier);
    }
}
