package io.kafkacache.testing;

import io.kafkacache.CacheState;
import io.kafkacache.CacheStatus;
import io.kafkacache.CatchUp;
import io.kafkacache.ClosedException;
import io.kafkacache.Entry;
import io.kafkacache.Fingerprint;
import io.kafkacache.Index;
import io.kafkacache.KeyRange;
import io.kafkacache.ListenOptions;
import io.kafkacache.PartitionStatus;
import io.kafkacache.Position;
import io.kafkacache.ReadableCache;
import io.kafkacache.RecordOffset;
import io.kafkacache.RejectionReason;
import io.kafkacache.Scan;
import io.kafkacache.Snapshot;
import io.kafkacache.Source;
import io.kafkacache.Subscription;
import io.kafkacache.Update;
import io.kafkacache.UpdateListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A ready cache over a map. Safe for any thread where the map is. */
final class MapCache<K, V> implements ReadableCache<K, V> {
    private final Source source;
    private final Map<K, V> map;
    private final Function<Object, byte[]> encode;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    MapCache(String topic, Map<K, V> map, Function<Object, byte[]> encode) {
        this.encode = encode;
        this.source = new Source(topic, null, 0);
        this.map = Objects.requireNonNull(map, "map");
    }

    @Override
    public String name() {
        return source.topic();
    }

    @Override
    public String topic() {
        return source.topic();
    }

    @Override
    public @Nullable V get(K key) {
        checkOpen();
        return map.get(Objects.requireNonNull(key, "key"));
    }

    @Override
    public Optional<V> find(K key) {
        return Optional.ofNullable(get(key));
    }

    @Override
    public V require(K key) {
        return find(key).orElseThrow(() -> new NoSuchElementException(name() + " has no entry for the key asked for"));
    }

    @Override
    public @Nullable Entry<K, V> entry(K key) {
        V value = get(key);
        return value == null ? null : entry(key, value);
    }

    @Override
    public boolean contains(K key) {
        return get(key) != null;
    }

    @Override
    public long size() {
        checkOpen();
        return map.size();
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
        checkOpen();
        map.forEach((key, value) -> visitor.accept(entry(key, value)));
    }

    @Override
    public Scan<Entry<K, V>> scan(KeyRange<? super K> range) {
        return Scan.of(MapScan.of(entries(), range.encoded(encode), encode).iterator());
    }

    @Override
    public Scan<K> scanKeys(KeyRange<? super K> range) {
        return MapScan.keys(MapScan.of(entries(), range.encoded(encode), encode));
    }

    @Override
    public CompletableFuture<Snapshot<K, V>> snapshot() {
        return CompletableFuture.completedFuture(new MapSnapshot<>(entries(), encode));
    }

    @Override
    public <I> Index<I, K, V> index(String name, Function<? super V, ? extends Collection<? extends I>> function) {
        checkOpen();
        return new MapIndex<>(name, this::entries, function);
    }

    private List<Entry<K, V>> entries() {
        List<Entry<K, V>> entries = new ArrayList<>();
        forEach(entries::add);
        return entries;
    }

    @Override
    public Subscription listen(ListenOptions<K> options, UpdateListener<? super K, ? super V> listener) {
        checkOpen();
        List<Update<K, V>> state = MapUpdates.state(this, options, encode);
        if (!state.isEmpty()) {
            listener.onUpdates(state);
        }
        listener.onInitialStateDone();
        return new MapSubscription(stopped);
    }

    @Override
    public Flow.Publisher<Update<K, V>> asPublisher(ListenOptions<K> options) {
        checkOpen();
        return subscriber -> new MapUpdates<>(subscriber, MapUpdates.state(this, options, encode), stopped).begin();
    }

    @Override
    public CompletableFuture<Void> await(RecordOffset offset) {
        Objects.requireNonNull(offset, "offset");
        return sync();
    }

    @Override
    public CompletableFuture<Void> await(RecordOffset offset, Duration timeout) {
        return await(offset);
    }

    @Override
    public CompletableFuture<Void> sync() {
        return stopped.isDone() ? CompletableFuture.failedFuture(closed()) : CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> sync(Duration timeout) {
        return sync();
    }

    @Override
    public CompletableFuture<Void> ready() {
        return sync();
    }

    @Override
    public void awaitReady(Duration timeout) {
        checkOpen();
    }

    @Override
    public CompletableFuture<Void> stopped() {
        return stopped.copy();
    }

    @Override
    public Fingerprint fingerprint() {
        return new Fingerprint(null, List.of());
    }

    /** Does nothing: a map follows no topic. */
    @Override
    public void freeze() {}

    @Override
    public void unfreeze() {}

    @Override
    public CacheStatus status() {
        boolean open = !stopped.isDone();
        return new CacheStatus(
                name(),
                topic(),
                null,
                open ? CacheState.READY : CacheState.CLOSED,
                true,
                !open,
                open,
                open,
                true,
                true,
                map.size(),
                0,
                0,
                1,
                Duration.ZERO,
                0,
                0,
                map.size(),
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                Arrays.stream(RejectionReason.values()).collect(Collectors.toMap(Function.identity(), reason -> 0L)),
                List.of(),
                null,
                null,
                new CatchUp(1, 1, map.size(), 0, Duration.ZERO, 1),
                List.of(new PartitionStatus(0, Position.at(1), 1, 1, null)),
                List.of());
    }

    @Override
    public void close() {
        stopped.complete(null);
    }

    private Entry<K, V> entry(K key, V value) {
        return Entry.of(key, value, source, 0, 0);
    }

    private void checkOpen() {
        if (stopped.isDone()) {
            throw closed();
        }
    }

    private ClosedException closed() {
        return new ClosedException(name() + " is closed");
    }
}
