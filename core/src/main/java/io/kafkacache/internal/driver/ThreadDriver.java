package io.kafkacache.internal.driver;

import io.kafkacache.Store;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs each activity on a thread of its own, with the system's clock. Safe for any thread. */
public final class ThreadDriver implements Driver {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadDriver.class);
    private static final Timer OVER = () -> {};

    private final String cacheName;
    private final CacheThreads threads;
    private final WorkerPool workers;
    private final Callbacks callbacks;
    private final ScheduledThreadPoolExecutor timers;

    /** A driver whose threads have the context class loader of the thread that is here now. Starts none yet. */
    public ThreadDriver(String cacheName, @Nullable ThreadFactory threadFactory, @Nullable Executor callbackExecutor) {
        this.cacheName = cacheName;
        threads = new CacheThreads(cacheName, threadFactory);
        workers = new WorkerPool(threads);
        callbacks = new Callbacks(cacheName, workers, callbackExecutor);
        timers = new ScheduledThreadPoolExecutor(1, work -> threads.thread("timer", work));
        timers.setRemoveOnCancelPolicy(true);
        timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long wallMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public boolean runsWith(Driver other) {
        return other instanceof ThreadDriver;
    }

    @Override
    public Activity start(String role, Step step) {
        ThreadActivity activity = new ThreadActivity(step);
        threads.thread(role, activity).start();
        return activity;
    }

    @Override
    public Timer schedule(long delayNanos, Runnable action) {
        try {
            ScheduledFuture<?> waiting =
                    timers.schedule(() -> runLogged(action), Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
            return () -> waiting.cancel(false);
        } catch (RejectedExecutionException closed) {
            return OVER;
        }
    }

    private void runLogged(Runnable action) {
        try {
            action.run();
        } catch (Throwable thrown) {
            LOG.error("{}: a timer's action has thrown", cacheName, thrown);
        }
    }

    @Override
    public void callback(Runnable code) {
        callbacks.run(code);
    }

    @Override
    public <T> CompletableFuture<T> newFuture() {
        return new HandedOutFuture<>(callbacks);
    }

    @Override
    public <T> void complete(CompletableFuture<T> future, @Nullable T value) {
        if (future instanceof HandedOutFuture<T> handedOut) {
            handedOut.answer(value);
        } else {
            callback(() -> future.complete(value));
        }
    }

    @Override
    public boolean await(CompletableFuture<?> future, long timeoutNanos) {
        try {
            future.get(Math.max(0, timeoutNanos), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException | CancellationException failed) {
            return true;
        } catch (TimeoutException late) {
            return future.isDone();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return future.isDone();
        }
    }

    @Override
    public boolean isCurrent(Activity activity) {
        return activity instanceof ThreadActivity started && started.runsHere();
    }

    @Override
    public Store.Parallel parallel() {
        return (parts, part) -> PartsRun.run(parts, part, Runtime.getRuntime().availableProcessors(), workers);
    }

    @Override
    public void close() {
        timers.shutdown();
        workers.retire();
    }
}
