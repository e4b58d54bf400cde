package io.kafkacache.micrometer;

import io.kafkacache.CacheStatus;
import io.kafkacache.ReadableCache;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.search.Search;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * All series of one open cache. The registry's gauges and counters refer to this object, weakly, and read a status that is shared by
 * everything read within 100 ms.
 *
 * <p>Which partitions there are is learnt from that status, so their series come and go while a scrape reads. A scrape never waits for
 * the lock: the registry may be locked by then, and whoever holds ours may be waiting for the registry's.
 *
 * <p>Safe for any thread.
 */
final class CacheSeries {
    private static final long FRESH_NANOS = Duration.ofMillis(100).toNanos();

    private record Taken(CacheStatus status, long atNanos) {}

    private final MeterRegistry registry;
    private final Clock clock;
    private final ReadableCache<?, ?> cache;
    private final Tags tags;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Meter> meters = new ArrayList<>(); // by the lock's holder
    private final PartitionSeries partitions; // by the lock's holder
    private boolean registered; // by the lock's holder
    private volatile @Nullable Taken last;
    private volatile @Nullable Latencies latencies;

    CacheSeries(MeterRegistry registry, ReadableCache<?, ?> cache, int maxPartitions) {
        this.registry = registry;
        this.clock = registry.config().clock();
        this.cache = cache;
        this.tags = Tags.of("cache", cache.name(), "topic", cache.topic());
        this.partitions = new PartitionSeries(registry, tags, maxPartitions);
    }

    boolean shows(ReadableCache<?, ?> candidate) {
        return cache == candidate;
    }

    void register() {
        lock.lock();
        try {
            // A registry keeps the first meter of an id: what a predecessor left would hide ours.
            Search.in(registry)
                    .name(name -> name.startsWith(StatusMeter.PREFIX))
                    .tags(tags)
                    .meters()
                    .forEach(registry::remove);
            registered = true;
            StatusMeters.ALL.forEach(meter -> meters.add(meter.register(registry, tags, this)));
            Latencies fresh = Latencies.register(registry, tags);
            meters.addAll(fresh.meters());
            latencies = fresh;
        } finally {
            lock.unlock();
        }
        refresh();
    }

    void remove() {
        lock.lock();
        try {
            registered = false;
            partitions.removeAll();
            OwnMeters.remove(registry, meters);
            meters.clear();
        } finally {
            lock.unlock();
        }
    }

    void written(Duration latency, @Nullable Throwable failure) {
        Latencies known = latencies;
        if (known != null) {
            known.put().record(latency, failure);
        }
    }

    void synced(Duration latency, @Nullable Throwable failure) {
        Latencies known = latencies;
        if (known != null) {
            known.sync().record(latency, failure);
        }
    }

    /** At most 100 ms old. */
    CacheStatus status() {
        Taken taken = last;
        return taken != null && clock.monotonicTime() - taken.atNanos() < FRESH_NANOS ? taken.status() : refresh();
    }

    /** For counters: what a counter's function throws would end the whole scrape, where a gauge's is logged and shown as NaN. */
    double count(ToDoubleFunction<CacheStatus> counter) {
        try {
            return counter.applyAsDouble(status());
        } catch (RuntimeException shownByTheGauges) {
            Taken taken = last;
            return taken == null ? 0 : counter.applyAsDouble(taken.status());
        }
    }

    CacheStatus refresh() {
        long nowNanos = clock.monotonicTime();
        CacheStatus status = cache.status();
        last = new Taken(status, nowNanos);
        if (lock.tryLock()) {
            try {
                if (registered) {
                    partitions.follow(status, this);
                }
            } finally {
                lock.unlock();
            }
        }
        return status;
    }
}
