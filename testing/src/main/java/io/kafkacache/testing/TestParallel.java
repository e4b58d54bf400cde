package io.kafkacache.testing;

import io.kafkacache.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Ways to run the parts of {@link Store#replayed}. */
final class TestParallel {
    private TestParallel() {}

    /** One part after the other, the last one first, on the caller's thread. */
    static Store.Parallel inline() {
        return (parts, part) -> {
            for (int i = parts - 1; i >= 0; i--) {
                part.accept(i);
            }
        };
    }

    /** On several threads at once. */
    static Store.Parallel threads(int threads) {
        return (parts, part) -> {
            ExecutorService executor = Executors.newFixedThreadPool(threads);
            try {
                run(executor, parts, part);
            } finally {
                executor.shutdown();
            }
        };
    }

    private static void run(ExecutorService executor, int parts, IntConsumer part) {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            int each = i;
            running.add(executor.submit(() -> part.accept(each)));
        }
        try {
            for (Future<?> one : running) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while parts of the replay's end were running", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a part of the replay's end failed", e.getCause());
        }
    }
}
