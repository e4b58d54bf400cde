package io.kafkacache.micrometer;

import io.kafkacache.CacheState;
import io.kafkacache.CacheStatus;
import io.kafkacache.CatchUp;
import io.kafkacache.Entry;
import io.kafkacache.Fingerprint;
import io.kafkacache.Index;
import io.kafkacache.KeyRange;
import io.kafkacache.ListenOptions;
import io.kafkacache.OpenTransaction;
import io.kafkacache.PartitionStatus;
import io.kafkacache.Position;
import io.kafkacache.ReadableCache;
import io.kafkacache.RecordOffset;
import io.kafkacache.RejectionReason;
import io.kafkacache.Scan;
import io.kafkacache.Snapshot;
import io.kafkacache.Subscription;
import io.kafkacache.Update;
import io.kafkacache.UpdateListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A cache of which only the status is asked; its fields are what that status says. */
final class FakeCache implements ReadableCache<String, String> {
    final AtomicInteger statusCalls = new AtomicInteger();
    final Map<RejectionReason, Long> rejections = new EnumMap<>(RejectionReason.class);
    volatile List<PartitionStatus> partitions = List.of();
    volatile CacheState state = CacheState.CONNECTING;
    volatile boolean ready;
    volatile long entries;
    volatile long retainedEntries = -1;
    volatile long recordsApplied;
    volatile long lagRecords = -1;
    volatile double lagSeconds = Double.NaN;
    volatile @Nullable Duration staleness;
    volatile @Nullable String lastError;
    volatile @Nullable OpenTransaction openTransaction;
    volatile @Nullable RuntimeException statusFails;

    private final String name;
    private final String topic;

    FakeCache(String name, String topic) {
        this.name = name;
        this.topic = topic;
        for (RejectionReason reason : RejectionReason.values()) {
            rejections.put(reason, 0L);
        }
    }

    void partitions(int count) {
        List<PartitionStatus> some = new ArrayList<>();
        for (int partition = 0; partition < count; partition++) {
            some.add(new PartitionStatus(partition, Position.at(10), 10, 10 + partition, null));
        }
        partitions = some;
    }

    @Override
    public Fingerprint fingerprint() {
        return new Fingerprint(null, List.of());
    }

    @Override
    public void freeze() {}

    @Override
    public void unfreeze() {}

    @Override
    public CacheStatus status() {
        statusCalls.incrementAndGet();
        RuntimeException failure = statusFails;
        if (failure != null) {
            throw failure;
        }
        return new CacheStatus(
                name,
                topic,
                null,
                state,
                ready,
                !ready,
                ready,
                true,
                true,
                false,
                entries,
                1_000 * entries,
                retainedEntries,
                1,
                staleness,
                lagRecords,
                lagSeconds,
                recordsApplied,
                2,
                3,
                4,
                10,
                5,
                6,
                7,
                8,
                9,
                rejections,
                List.of(),
                lastError,
                openTransaction,
                new CatchUp(30, 100, 25, 2_500, Duration.ofMillis(1_500), 1),
                partitions,
                List.of(8, 9));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public @Nullable String get(String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<String> find(String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String require(String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable Entry<String, String> entry(String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean contains(String key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long size() {
        return entries;
    }

    @Override
    public Map<String, String> getAll(Collection<? extends String> keys) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void forEach(Consumer<? super Entry<String, String>> visitor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Scan<Entry<String, String>> scan(KeyRange<? super String> range) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Scan<String> scanKeys(KeyRange<? super String> range) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Snapshot<String, String>> snapshot() {
        throw new UnsupportedOperationException();
    }

    @Override
    public <I> Index<I, String, String> index(
            String name, Function<? super String, ? extends Collection<? extends I>> function) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Subscription listen(ListenOptions<String> options, UpdateListener<? super String, ? super String> listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Flow.Publisher<Update<String, String>> asPublisher(ListenOptions<String> options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> await(RecordOffset offset) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> await(RecordOffset offset, Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> sync() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> sync(Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> ready() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void awaitReady(Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> stopped() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
