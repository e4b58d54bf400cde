package io.kafkacache.scripted;

import io.kafkacache.internal.driver.Driver;
import io.kafkacache.internal.driver.ScriptedDriver;
import io.kafkacache.internal.driver.ThreadDriver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** By what a scripted log moves: the steps of a test, or threads. Safe for any thread. */
interface Motion {
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

    /** Threads in real time. The log's own, which gives answers in order, leaves as soon as it has nothing to do. */
    final class Threaded implements Motion {
        private final ThreadPoolExecutor answers =
                new ThreadPoolExecutor(1, 1, 50, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(null, work, "scripted-log", 0, false);
                    thread.setDaemon(true);
                    return thread;
                });

        private final Driver waiting = new ThreadDriver("scripted-log", null, null);

        Threaded() {
            answers.allowCoreThreadTimeOut(true);
        }

        @Override
        public long wallMillis() {
            return System.currentTimeMillis();
        }

        @Override
        public void later(Runnable action) {
            answers.execute(action);
        }

        @Override
        public <T> CompletableFuture<T> newFuture() {
            return new CompletableFuture<>();
        }

        @Override
        public Driver driver(String cacheName, @Nullable ThreadFactory threads, @Nullable Executor callbacks) {
            return new ThreadDriver(cacheName, threads, callbacks);
        }

        @Override
        public boolean await(CompletableFuture<?> future, Duration atMost) {
            return waiting.await(future, atMost.toNanos());
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
