package io.kafkacache.internal.driver;

import io.kafkacache.Store;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Runs everything on the caller's thread, one by one, with a clock of its own that stands still until it is moved. It may serve several
 * caches and logs, each cache through a handle of its own ({@link #forCache()}).
 *
 * <p>What can run (activities that are due or woken, timers that are due, callbacks) runs in the order in which it became runnable, or in
 * one that a seed decides. The same test gives the same order each time.
 *
 * <p>A step may wait for a future (a listener that calls {@code sync().join()}): waiting then runs other steps inside that step, never the
 * one that waits. Two of those that wait for each other never end, as on threads; here that ends in an exception.
 * What a step of an activity throws ends the activity; what a callback or a timer throws comes out of the call that drives.
 *
 * <p>Threads: waking, scheduling and handing over callbacks is safe for any thread; driving is for one thread at a time, and a second one
 * is refused, for with it no order would be the same twice.
 */
public final class ScriptedDriver implements Driver {
    /** More steps than this without rest, or without the clock moving, are a loop. */
    private static final int MOST_STEPS = 1_000_000;

    /** Where the clock's time of day begins: 2026-01-01T00:00:00Z. */
    private static final long EPOCH_MILLIS = 1_767_225_600_000L;

    private static final long HOUR_NANOS = Duration.ofHours(1).toNanos();

    private final Agenda agenda = new Agenda();

    /** Whose steps run now, innermost first: one waits within the other. Driving thread only. */
    private final ArrayDeque<ScriptedActivity> running = new ArrayDeque<>();

    /** Written by the driving thread. */
    private volatile @Nullable Thread driving;

    private volatile Runnable observer = () -> {};

    /** From now on a seed decides what runs next of that which can run. */
    public ScriptedDriver ordering(long seed) {
        agenda.ordering(seed);
        return this;
    }

    /** Has {@code code} run after each step, those within another included. */
    public void afterEachStep(Runnable code) {
        observer = code;
    }

    /** A driver for one cache, on this clock and among these steps; its {@link Driver#close()} ends that cache's timers only. */
    public Driver forCache() {
        return new ScriptedHandle(this);
    }

    @Override
    public boolean runsWith(Driver other) {
        return other == this || (other instanceof ScriptedHandle handle && handle.isOf(this));
    }

    /** Runs one thing that can run now. Says false where there is none. */
    public boolean step() {
        boolean outermost = enter();
        try {
            Runnable work = agenda.take();
            if (work == null) {
                return false;
            }
            work.run();
            observer.run();
            return true;
        } finally {
            if (outermost) {
                driving = null;
            }
        }
    }

    /** Says whether this is the first of the steps that run within each other. */
    private synchronized boolean enter() {
        Thread here = Thread.currentThread();
        Thread other = driving;
        if (other != null && other != here) {
            throw new IllegalStateException("the scripted log is being stepped by thread " + other.getName()
                    + "; step it and wait for its futures on one thread, or use threaded()");
        }
        driving = here;
        return other == null;
    }

    void entered(ScriptedActivity activity) {
        running.push(activity);
    }

    void left(ScriptedActivity activity) {
        running.remove(activity);
    }

    /** Runs all that can run without the clock moving. */
    public void runUntilIdle() {
        for (int steps = 0; step(); steps++) {
            checkRest(steps);
        }
    }

    private static void checkRest(int steps) {
        if (steps >= MOST_STEPS) {
            throw new IllegalStateException(
                    MOST_STEPS + " steps and no rest: something runs again and again without waiting");
        }
    }

    /** Moves the clock on, from one due time to the next, and runs all that can run on the way and at the end. */
    public void advance(Duration duration) {
        long until = agenda.after(duration.toNanos());
        do {
            runUntilIdle();
        } while (agenda.jump(until));
        runUntilIdle();
    }

    /** Moves the clock on at once: what becomes due on the way waits, as when the machine was suspended. */
    public void leap(Duration duration) {
        agenda.leap(duration.toNanos());
    }

    /** The activity whose step runs now; the innermost where one waits within another. Null where none runs. */
    public @Nullable Activity current() {
        return driving == Thread.currentThread() ? running.peek() : null;
    }

    @Override
    public long nanoTime() {
        return agenda.nowNanos();
    }

    @Override
    public long wallMillis() {
        return EPOCH_MILLIS + agenda.nowNanos() / 1_000_000;
    }

    @Override
    public Activity start(String role, Step step) {
        return new ScriptedActivity(this, agenda, step);
    }

    @Override
    public Timer schedule(long delayNanos, Runnable action) {
        return schedule(delayNanos, action, null);
    }

    Timer schedule(long delayNanos, Runnable action, @Nullable ScriptedHandle owner) {
        return new ScriptedTimer(agenda, delayNanos, action, owner);
    }

    @Override
    public void callback(Runnable code) {
        agenda.soon(code);
    }

    @Override
    public <T> CompletableFuture<T> newFuture() {
        return new ScriptedFuture<>(this);
    }

    @Override
    public <T> void complete(CompletableFuture<T> future, @Nullable T value) {
        callback(() -> future.complete(value));
    }

    @Override
    public boolean await(CompletableFuture<?> future, long timeoutNanos) {
        long deadline = agenda.after(timeoutNanos);
        int steps = 0;
        while (!future.isDone() && !Thread.currentThread().isInterrupted()) {
            if (step()) {
                checkRest(steps++);
            } else if (agenda.jump(deadline)) {
                steps = 0;
            } else {
                break;
            }
        }
        return future.isDone();
    }

    /** Drives until the future is done, without a deadline of the caller's. */
    void awaitDone(CompletableFuture<?> future) {
        long deadline = agenda.after(HOUR_NANOS);
        int steps = 0;
        while (!future.isDone()) {
            if (step()) {
                checkRest(steps++);
            } else if (agenda.isEmpty()) {
                throw new IllegalStateException(
                        "this future can never complete: nothing can run, and no timer is left");
            } else if (agenda.jump(deadline)) {
                steps = 0;
            } else {
                throw new IllegalStateException("this future did not complete within an hour of the scripted clock");
            }
        }
    }

    @Override
    public boolean isCurrent(Activity activity) {
        return driving == Thread.currentThread() && running.contains(activity);
    }

    @Override
    public Store.Parallel parallel() {
        return (parts, part) -> {
            for (int next = 0; next < parts; next++) {
                part.accept(next);
            }
        };
    }

    /** Ends the timers of every cache. */
    @Override
    public void close() {
        agenda.dropAll(due -> due.work instanceof ScriptedTimer);
    }

    void dropTimers(ScriptedHandle owner) {
        agenda.dropAll(due -> due.owner == owner);
    }
}
