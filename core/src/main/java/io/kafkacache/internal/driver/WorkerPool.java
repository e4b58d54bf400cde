package io.kafkacache.internal.driver;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads made as needed, without a fixed number: a callback may wait for another one, and callbacks that wait for each other on a pool of
 * fixed size never end. Idle ones leave after 10 s, at once after {@link #retire()}. Never refuses work.
 */
final class WorkerPool implements Executor {
    private final ThreadPoolExecutor pool;

    WorkerPool(CacheThreads threads) {
        AtomicInteger made = new AtomicInteger();
        pool = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                10,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                work -> threads.thread("worker-" + made.incrementAndGet(), work));
    }

    @Override
    public void execute(Runnable work) {
        pool.execute(work);
    }

    /** Has every thread leave as soon as it is idle. Not a shutdown: what comes late still runs. */
    void retire() {
        pool.setKeepAliveTime(0, TimeUnit.NANOSECONDS);
    }
}
