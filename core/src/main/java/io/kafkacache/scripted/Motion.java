package io.kafkacache.scripted;

import io.kafkacache.internal.driver.Driver;
import io.kafkacache.internal.driver.ScriptedDriver;
import io.kafkacache.internal.driver.ThreadDriver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** By what a scripted log moves: the steps of a test, or threads. Safe for any thread. */
interface Motion {
    /** Time that only goes forward. */
    long nanoTime();

    /** The time of day. */
    long wallMillis();

    /** Has a short action of the log run on its own, not now. */
    void later(Runnable action);

    <T> CompletableFuture<T> newFuture();

    Driver driver(String cacheName, @Nullable ThreadFactory threads, @Nullable Executor callbacks);

    /** Waits for a future; says whether it is done. */
    boolean await(CompletableFuture<?> future, Duration atMost);

    /** The activity whose step runs now, to be woken when there is something to read; null where a poll waits by itself. */
    Driver.@Nullable Activity current();

    /** Whether a poll waits on its thread. */
    boolean blocks();

    /** Steps on a clock of their own. What a user gave for threads and callbacks is not used: nothing moves by itself. */
    record Stepped(ScriptedDriver steps) implements Motion {
        @Override
        public long nanoTime() {
            return steps.nanoTime();
        }

        @Override
        public long wallMillis() {
            return steps.wallMillis();
        }

        @Override
        public void later(Runnable action) {
            steps.callback(action);
        }

        @Override
        public <T> CompletableFuture<T> newFuture() {
            return steps.newFuture();
        }

        @Override
        public Driver driver(String cacheName, @Nullable ThreadFactory threads, @Nullable Executor callbacks) {
            return steps.forCache();
        }

        @Override
        public boolean await(CompletableFuture<?> future, Duration atMost) {
            return steps.await(future, atMost.toNanos());
        }

        @Override
        public Driver.@Nullable Activity current() {
            return steps.current();
        }

        @Override
        public boolean blocks() {
            return false;
        }
    }

    /** Threads in real time. What the log does on its own is done in order, on a thread that leaves as soon as nothing is left to do. */
    final class Threaded implements Motion {
        private final Driver threads = new ThreadDriver("scripted-log", null, null);
        private final Queue<Runnable> actions = new ArrayDeque<>();
        private boolean running;

        Threaded() {
            threads.close(); // so that idle threads do not stay
        }

        @Override
        public long nanoTime() {
            return threads.nanoTime();
        }

        @Override
        public long wallMillis() {
            return threads.wallMillis();
        }

        @Override
        public void later(Runnable action) {
            synchronized (actions) {
                actions.add(action);
                if (running) {
                    return;
                }
                running = true;
            }
            threads.callback(this::runAll);
        }

        private void runAll() {
            for (Runnable action = next(); action != null; action = next()) {
                try {
                    action.run();
                } catch (Throwable thrown) {
                    threads.callback(this::runAll); // the driver logs what is thrown here, and the rest goes on
                    throw thrown;
                }
            }
        }

        private @Nullable Runnable next() {
            synchronized (actions) {
                running = !actions.isEmpty();
                return actions.poll();
            }
        }

        @Override
        public <T> CompletableFuture<T> newFuture() {
            return new CompletableFuture<>();
        }

        @Override
        public Driver driver(String cacheName, @Nullable ThreadFactory factory, @Nullable Executor callbacks) {
            return new ThreadDriver(cacheName, factory, callbacks);
        }

        @Override
        public boolean await(CompletableFuture<?> future, Duration atMost) {
            return threads.await(future, atMost.toNanos());
        }

        @Override
        public Driver.@Nullable Activity current() {
            return null;
        }

        @Override
        public boolean blocks() {
            return true;
        }
    }
}
