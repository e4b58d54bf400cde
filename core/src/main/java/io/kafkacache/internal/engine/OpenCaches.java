package io.kafkacache.internal.engine;

import io.kafkacache.Builder;
import io.kafkacache.CacheState;
import io.kafkacache.CacheStatus;
import io.kafkacache.CacheTimeoutException;
import io.kafkacache.CachesOptions;
import io.kafkacache.CachesStatus;
import io.kafkacache.ClosedException;
import io.kafkacache.KafkaCacheException;
import io.kafkacache.KafkaCaches;
import io.kafkacache.LogSource;
import io.kafkacache.ReadableCache;
import io.kafkacache.ResolvedCache;
import io.kafkacache.internal.driver.Driver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Several open caches. Knows which they are; everything else it asks of them. No code of a user is called under its lock. Any thread. */
final class OpenCaches implements KafkaCaches {
    private static final String CLOSED = "these caches are closed";

    private final CachesOptions options;
    private final LogSource kafka;
    private final ClosingTogether closing = new ClosingTogether();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final List<OpenCache<?, ?, ?, ?>> members = new ArrayList<>(); // guarded by this
    private boolean closed; // guarded by this

    OpenCaches(CachesOptions options, LogSource kafka) {
        this.options = options;
        this.kafka = kafka;
    }

    @Override
    public <RK, RV, K, V, C extends ResolvedCache<RK, RV, K, V>> C open(Builder<RK, RV, K, V, C> builder) {
        Objects.requireNonNull(builder, "cache");
        throwIfClosed();
        C cache;
        try {
            cache = options.open(builder, kafka);
        } catch (RuntimeException | Error e) {
            closeBecauseOf(e);
            throw e;
        }
        requireOneClock((OpenCache<?, ?, ?, ?>) cache);
        if (!joins((OpenCache<?, ?, ?, ?>) cache)) { // closed meanwhile, by whoever does not know of this one
            cache.close();
            throw new ClosedException(CLOSED);
        }
        Answers.take(cache.stopped(), (done, failure) -> {
            if (failure != null) {
                stopped.completeExceptionally(failure);
            }
        });
        return cache;
    }

    /** In a test: who waits for all of them drives the steps of one, and would wait in vain for others. */
    private void requireOneClock(OpenCache<?, ?, ?, ?> cache) {
        Driver driver = driver(cache);
        if (members().stream().allMatch(member -> driver(member).runsWith(driver))) {
            return;
        }
        IllegalArgumentException refusal = new IllegalArgumentException(
                cache.name()
                        + ": its scripted log moves apart from those of the other caches; make it by another(...) of one of theirs");
        cache.close();
        closeBecauseOf(refusal);
        throw refusal;
    }

    private static Driver driver(OpenCache<?, ?, ?, ?> cache) {
        return cache.engine().context().driver();
    }

    private void closeBecauseOf(Throwable failure) {
        try {
            close();
        } catch (RuntimeException | Error e) {
            failure.addSuppressed(e);
        }
    }

    private synchronized boolean joins(OpenCache<?, ?, ?, ?> cache) {
        if (!closed) {
            members.add(cache);
        }
        return !closed;
    }

    private synchronized void throwIfClosed() {
        if (closed) {
            throw new ClosedException(CLOSED);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Those which have not been closed by themselves; after the close all which were open until then. */
    private synchronized List<OpenCache<?, ?, ?, ?>> members() {
        if (!closed) {
            members.removeIf(cache -> cache.engine().hasClosed());
        }
        return List.copyOf(members);
    }

    @Override
    public CompletableFuture<Void> ready() {
        List<OpenCache<?, ?, ?, ?>> waited = members();
        return all(waited, OpenCache::ready, future(waited));
    }

    /** A future to hand out; in a test, waiting for it drives the caches' steps. */
    private static CompletableFuture<Void> future(List<OpenCache<?, ?, ?, ?>> caches) {
        return caches.isEmpty()
                ? new CompletableFuture<>()
                : driver(caches.get(0)).newFuture();
    }

    /** Completes {@code all} once each is ready or has left, or as soon as one fails. */
    private CompletableFuture<Void> all(
            List<OpenCache<?, ?, ?, ?>> caches,
            Function<OpenCache<?, ?, ?, ?>, CompletableFuture<Void>> readiness,
            CompletableFuture<Void> all) {
        if (isClosed()) {
            all.completeExceptionally(new ClosedException(CLOSED));
        } else if (caches.isEmpty()) {
            all.complete(null);
        }
        AtomicInteger missing = new AtomicInteger(caches.size());
        for (OpenCache<?, ?, ?, ?> cache : caches) {
            Answers.take(readiness.apply(cache), (done, failure) -> {
                if (failure != null && !(failure instanceof ClosedException && !isClosed())) {
                    all.completeExceptionally(failure);
                } else if (missing.decrementAndGet() == 0) {
                    all.complete(null);
                }
            });
        }
        return all;
    }

    /** Not by {@link #ready}, whose future completes on users' executors: one of those may be what waits here. */
    @Override
    public void awaitReady(Duration timeout) {
        List<OpenCache<?, ?, ?, ?>> waited = members();
        CompletableFuture<Void> ready =
                all(waited, cache -> cache.engine().serving().readiness(), new CompletableFuture<>());
        if (!waited.isEmpty() && !waited.get(0).engine().context().driver().await(ready, Barrier.nanos(timeout))) {
            throw new CacheTimeoutException(late(waited, timeout));
        }
        try {
            ready.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof KafkaCacheException known ? known : e;
        }
    }

    private static String late(List<OpenCache<?, ?, ?, ?>> waited, Duration timeout) {
        return waited.stream()
                .filter(cache -> !cache.engine().serving().isReady())
                .map(cache -> cache.name() + ": " + cache.engine().report().whyNotReady())
                .collect(Collectors.joining(
                        "; ",
                        (Thread.currentThread().isInterrupted()
                                        ? "not all ready when the wait was interrupted"
                                        : "not all ready after " + timeout)
                                + ", ",
                        ""));
    }

    @Override
    public CompletableFuture<Void> stopped() {
        CompletableFuture<Void> own = future(members());
        Answers.take(stopped, (done, failure) -> {
            if (failure == null) {
                own.complete(null);
            } else {
                own.completeExceptionally(failure);
            }
        });
        return own;
    }

    @Override
    public CachesStatus status() {
        boolean over = isClosed();
        List<CacheStatus> each = members().stream()
                .map(ReadableCache::status)
                .filter(status -> over || status.state() != CacheState.CLOSED)
                .toList();
        return over && each.isEmpty()
                ? new CachesStatus(CacheState.CLOSED, false, true, false, true, Map.of())
                : CachesStatus.of(each);
    }

    @Override
    public void close() {
        if (!closing.isCloser()) {
            Uninterrupted.run(this::closeAll);
        }
    }

    private void closeAll() {
        List<OpenCache<?, ?, ?, ?>> all;
        boolean first;
        synchronized (this) {
            all = members();
            first = !closed;
            closed = true;
        }
        if (!first) {
            all.forEach(OpenCache::close); // each waits for its end, unless that waits for the caller
            return;
        }
        try {
            closing.close(all.stream().map(OpenCaches::part).toList());
        } finally {
            Answers.take(
                    CompletableFuture.allOf(all.stream().map(OpenCache::stopped).toArray(CompletableFuture<?>[]::new)),
                    this::allStopped);
        }
    }

    private void allStopped(@Nullable Void done, @Nullable Throwable failure) {
        if (failure == null) { // else the one that failed has said so
            stopped.complete(null);
        }
    }

    private static ClosingTogether.Part part(OpenCache<?, ?, ?, ?> cache) {
        return new ClosingTogether.Part(
                cache.name(), driver(cache), cache.engine().awaitedByClose(), cache::close);
    }
}
