package io.kafkacache.internal.engine;

import io.kafkacache.CacheStatus;
import io.kafkacache.CacheTimeoutException;
import io.kafkacache.ClosedException;
import io.kafkacache.Entry;
import io.kafkacache.FailedException;
import io.kafkacache.Fingerprint;
import io.kafkacache.Index;
import io.kafkacache.KafkaCacheException;
import io.kafkacache.KeyRange;
import io.kafkacache.ListenOptions;
import io.kafkacache.ReadOnlyException;
import io.kafkacache.RecordOffset;
import io.kafkacache.RejectedRecordException;
import io.kafkacache.Rejection;
import io.kafkacache.ResolvedCache;
import io.kafkacache.Scan;
import io.kafkacache.Snapshot;
import io.kafkacache.Subscription;
import io.kafkacache.Update;
import io.kafkacache.UpdateListener;
import io.kafkacache.internal.driver.Driver;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** What the user holds: the API on top of an {@link Engine}. Checks arguments and conditions at the door, and does nothing else itself. */
class OpenCache<RK, RV, K, V> implements ResolvedCache<RK, RV, K, V>, WritingHalf<RK, RV> {
    private final Engine<RK, RV, K, V> engine;

    OpenCache(Engine<RK, RV, K, V> engine) {
        this.engine = engine;
    }

    Engine<RK, RV, K, V> engine() {
        return engine;
    }

    void tellOpened() {
        engine.context().guard().tell(m -> m.opened(this));
    }

    @Override
    public String name() {
        return engine.context().name();
    }

    @Override
    public String topic() {
        return engine.context().topic();
    }

    @Override
    public @Nullable V get(K key) {
        return engine.entries().get(Objects.requireNonNull(key, "key must not be null"));
    }

    @Override
    public Optional<V> find(K key) {
        return Optional.ofNullable(get(key));
    }

    @Override
    public V require(K key) {
        V value = get(key);
        if (value == null) {
            throw new NoSuchElementException(name() + ": the key is not there");
        }
        return value;
    }

    @Override
    public @Nullable Entry<K, V> entry(K key) {
        Entry<K, V> entry = engine.entries().entry(Objects.requireNonNull(key, "key must not be null"));
        Rejection rejection = entry == null ? null : entry.rejection();
        if (rejection != null) {
            throw new RejectedRecordException(rejection);
        }
        return entry;
    }

    @Override
    public boolean contains(K key) {
        return entry(key) != null;
    }

    @Override
    public long size() {
        return engine.entries().size();
    }

    @Override
    public Map<K, V> getAll(Collection<? extends K> keys) {
        Map<K, V> found = new LinkedHashMap<>();
        for (K key : keys) {
            V value = get(key);
            if (value != null) {
                found.put(key, value);
            }
        }
        return Collections.unmodifiableMap(found);
    }

    @Override
    public void forEach(Consumer<? super Entry<K, V>> visitor) {
        engine.entries().forEach(Objects.requireNonNull(visitor, "visitor"));
    }

    @Override
    public Scan<Entry<K, V>> scan(KeyRange<? super K> range) {
        return engine.entries().scan(engine.ranges().encoded(range));
    }

    @Override
    public Scan<K> scanKeys(KeyRange<? super K> range) {
        return engine.entries().scanKeys(engine.ranges().encoded(range));
    }

    @Override
    public CompletableFuture<Snapshot<K, V>> snapshot() {
        throwIfClosed();
        return engine.snapshots().take();
    }

    @Override
    public <I> Index<I, K, V> index(String name, Function<? super V, ? extends Collection<? extends I>> function) {
        throwIfEnded();
        return engine.indexes().add(name, function);
    }

    @Override
    public Subscription listen(ListenOptions<K> options, UpdateListener<? super K, ? super V> listener) {
        throwIfEnded();
        return engine.subscriptions().listen(options, Objects.requireNonNull(listener, "listener"));
    }

    @Override
    public Flow.Publisher<Update<K, V>> asPublisher(ListenOptions<K> options) {
        return engine.subscriptions().asPublisher(options);
    }

    @Override
    public CompletableFuture<Void> await(RecordOffset offset) {
        return await(offset, engine.context().options().barrierTimeout());
    }

    @Override
    public CompletableFuture<Void> await(RecordOffset offset, Duration timeout) {
        Objects.requireNonNull(offset, "offset");
        throwIfClosed();
        return engine.barriers().await(offset, timeout);
    }

    @Override
    public CompletableFuture<Void> sync() {
        return sync(engine.context().options().barrierTimeout());
    }

    @Override
    public CompletableFuture<Void> sync(Duration timeout) {
        throwIfClosed();
        CacheContext cache = engine.context();
        long started = cache.driver().nanoTime();
        CompletableFuture<Void> future = engine.barriers().sync(timeout);
        if (!cache.guard().isSilent()) { // else nothing is to depend on it, so who is blocked in it goes on the sooner
            Answers.take(future, (done, failure) -> cache.guard()
                    .tell(m -> m.synced(Duration.ofNanos(cache.driver().nanoTime() - started), failure)));
        }
        return future;
    }

    @Override
    public CompletableFuture<Void> ready() {
        return engine.following(engine.serving().readiness());
    }

    @Override
    public CompletableFuture<Void> stopped() {
        return engine.following(engine.serving().stopped());
    }

    @Override
    public void awaitReady(Duration timeout) {
        CompletableFuture<Void> ready = engine.serving().readiness();
        if (!engine.context().driver().await(ready, Barrier.nanos(timeout))) {
            boolean interrupted = Thread.currentThread().isInterrupted();
            throw new CacheTimeoutException(name() + ": not ready "
                    + (interrupted ? "when the wait was interrupted" : "after " + timeout) + ", "
                    + engine.report().whyNotReady());
        }
        try {
            ready.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof KafkaCacheException known ? known : e;
        }
    }

    @Override
    public void freeze() {
        throwIfEnded();
        engine.freeze();
    }

    @Override
    public void unfreeze() {
        throwIfEnded();
        engine.unfreeze();
    }

    @Override
    public Fingerprint fingerprint() {
        return engine.serving().fingerprint();
    }

    @Override
    public CacheStatus status() {
        return engine.report().status();
    }

    @Override
    public Driver driver() {
        return engine.context().driver();
    }

    @Override
    public CompletableFuture<RecordOffset> write(RK key, @Nullable RV value, @Nullable Headers headers) {
        throwIfClosed();
        if (engine.context().options().readOnly()) {
            throw new ReadOnlyException(name() + ": the cache is read-only; open it with readOnly(false) to write");
        }
        CompletableFuture<RecordOffset> refused = engine.writeRules().refused(key, value);
        return refused != null ? refused : engine.outbox().send(key, value, headers);
    }

    private void throwIfEnded() {
        throwIfClosed();
        FailedException failure = engine.context().health().failure();
        if (failure != null) {
            throw failure;
        }
    }

    private void throwIfClosed() {
        if (engine.isClosed()) {
            throw new ClosedException(name() + ": the cache is closed");
        }
    }

    @Override
    public void close() {
        engine.close(() -> engine.context().guard().tell(m -> m.closed(this)));
    }
}
