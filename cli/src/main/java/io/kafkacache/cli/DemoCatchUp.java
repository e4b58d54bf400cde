package io.kafkacache.cli;

import io.kafkacache.CatchUp;
import io.kafkacache.ReadableCache;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for caches with a bar for all of them, and tells when each was ready. */
final class DemoCatchUp {
    private static final long DRAW_MILLIS = 40;

    private final DemoScreen screen;
    private final Duration patience;

    DemoCatchUp(DemoScreen screen, Duration patience) {
        this.screen = screen;
        this.patience = patience;
    }

    void await(List<? extends ReadableCache<?, ?>> caches) {
        long started = System.nanoTime();
        List<CompletableFuture<Long>> times = caches.stream()
                .map(cache -> cache.ready().thenApply(ready -> System.nanoTime() - started))
                .toList();
        CompletableFuture<Void> all = CompletableFuture.allOf(times.toArray(CompletableFuture[]::new));
        while (!isDone(all)) {
            if (System.nanoTime() - started > patience.toNanos()) {
                throw new CommandException(
                        ExitCode.NOT_READY, "the caches were not ready within " + Durations.text(patience));
            }
            draw(caches);
        }
        for (int i = 0; i < caches.size(); i++) {
            ReadableCache<?, ?> cache = caches.get(i);
            screen.took(
                    "%-14s %s entries".formatted(cache.name(), Bar.count(cache.size())),
                    times.get(i).join());
        }
    }

    private static boolean isDone(CompletableFuture<Void> all) {
        try {
            all.get(DRAW_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(Failures.root(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitCode.FAILED, "interrupted", e);
        }
    }

    private void draw(List<? extends ReadableCache<?, ?>> caches) {
        long done = 0;
        long total = 0;
        for (ReadableCache<?, ?> cache : caches) {
            CatchUp catchUp = cache.status().catchUp();
            done += catchUp.doneOffsets();
            total += catchUp.totalOffsets();
        }
        screen.progress(
                "   " + Bar.of(total == 0 ? 0 : (double) done / total) + "  " + Bar.count(done) + " records read");
    }
}
