package io.kafkacache.internal.engine;

import io.kafkacache.internal.driver.Driver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes several caches at once: each waits for its own flush and its own goodbyes, and one after the other they would take as many times as long.
 * Any thread.
 */
final class ClosingTogether {
    private static final Logger LOG = LoggerFactory.getLogger("io.kafkacache");

    /** More than a cache takes at most, each of whose waits ends by itself. */
    private static final long LONGEST_NANOS = Duration.ofSeconds(20).toNanos();

    /** Whoever closes now. Users' code on one of these threads, as a monitor's, must not wait for the others, which may wait for it. */
    private final Set<Thread> closers = ConcurrentHashMap.newKeySet();

    /** One of them; {@code here} says that it is to be closed on the caller's thread, for which it would else wait. */
    record Part(String name, Driver driver, boolean here, Runnable close) {}

    boolean isCloser() {
        return closers.contains(Thread.currentThread());
    }

    /** Returns when all are closed. Throws the first of what was thrown, with the rest in it. */
    void close(List<Part> parts) {
        List<Part> here = new ArrayList<>();
        List<Part> beside = new ArrayList<>();
        List<CompletableFuture<Void>> ended = new ArrayList<>();
        for (Part part : parts) {
            CompletableFuture<Void> end = part.here() ? null : started(part);
            if (end == null) {
                here.add(part);
            } else {
                beside.add(part);
                ended.add(end);
            }
        }
        List<Throwable> thrown = new ArrayList<>();
        here.forEach(part -> take(part, thrown));
        for (int i = 0; i < beside.size(); i++) {
            await(beside.get(i), ended.get(i), thrown);
        }
        throwAll(thrown);
    }

    /** Null where no thread can be made. */
    private @Nullable CompletableFuture<Void> started(Part part) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        try {
            part.driver().start("closer", () -> {
                try {
                    run(part);
                    end.complete(null);
                } catch (Throwable e) {
                    end.completeExceptionally(e);
                }
                return Driver.Step.END;
            });
            return end;
        } catch (RuntimeException | Error e) {
            LOG.debug("{}: no thread to close it on", part.name(), e);
            return null;
        }
    }

    private void run(Part part) {
        boolean entered = closers.add(Thread.currentThread());
        try {
            part.close().run();
        } finally {
            if (entered) {
                closers.remove(Thread.currentThread());
            }
        }
    }

    private void take(Part part, List<Throwable> thrown) {
        try {
            run(part);
        } catch (RuntimeException | Error e) {
            thrown.add(e);
        }
    }

    private static void await(Part part, CompletableFuture<Void> end, List<Throwable> thrown) {
        if (!part.driver().await(end, LONGEST_NANOS)) {
            LOG.warn("{}: still closing", part.name());
            return;
        }
        Throwable failure = end.handle((done, e) -> e).getNow(null);
        if (failure != null) {
            thrown.add(failure);
        }
    }

    private static void throwAll(List<Throwable> thrown) {
        if (thrown.isEmpty()) {
            return;
        }
        Throwable first = thrown.get(0);
        thrown.stream().skip(1).filter(other -> other != first).forEach(first::addSuppressed);
        if (first instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) first;
    }
}
