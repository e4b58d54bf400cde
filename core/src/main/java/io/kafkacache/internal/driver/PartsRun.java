package io.kafkacache.internal.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** One piece of work in parts, which the caller and some helpers take one after another. */
final class PartsRun implements Runnable {
    private final int parts;
    private final IntConsumer part;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    private PartsRun(int parts, IntConsumer part) {
        this.parts = parts;
        this.part = part;
    }

    /** Returns when no part runs any more; throws what the first failing part threw, after which no further part begins. */
    static void run(int parts, IntConsumer part, int threads, Executor pool) {
        PartsRun run = new PartsRun(parts, part);
        List<FutureTask<?>> helpers = new ArrayList<>();
        try {
            while (helpers.size() + 1 < Math.min(parts, threads)) {
                FutureTask<?> helper = new FutureTask<>(run, null);
                pool.execute(helper);
                helpers.add(helper);
            }
        } catch (Throwable noThread) {
            run.failed(noThread);
        }
        run.run();
        awaitAll(helpers);
        Throwable failed = run.failure.get();
        if (failed instanceof Error error) {
            throw error;
        }
        if (failed != null) {
            throw (RuntimeException) failed; // a part can throw nothing else
        }
    }

    @Override
    public void run() {
        for (int next = taken.getAndIncrement();
                next < parts && failure.get() == null;
                next = taken.getAndIncrement()) {
            try {
                part.accept(next);
            } catch (Throwable thrown) {
                failed(thrown);
            }
        }
    }

    private void failed(Throwable thrown) {
        Throwable first = failure.compareAndExchange(null, thrown);
        if (first != null && first != thrown) {
            first.addSuppressed(thrown);
        }
    }

    /** Not interruptible: a part that still runs would write into what the caller takes for finished. */
    private static void awaitAll(List<FutureTask<?>> helpers) {
        boolean interrupted = false;
        for (FutureTask<?> helper : helpers) {
            while (!helper.isDone()) {
                try {
                    helper.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException("parts keep their failures", e);
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
