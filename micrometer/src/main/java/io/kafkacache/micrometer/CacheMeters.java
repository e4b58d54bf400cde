package io.kafkacache.micrometer;

import io.kafkacache.CacheMonitor;
import io.kafkacache.CacheState;
import io.kafkacache.ReadableCache;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Shows a cache in a {@link MeterRegistry}: everything in its {@link io.kafkacache.CacheStatus}, and how long puts and syncs take. As
 * Prometheus shows them the names begin with {@code kafka_cache_}; docs/metrics.md lists all of them. The meters carry the tags {@code
 * cache} and {@code topic}, exist from {@link #opened} on, before anything happened, and leave the registry with {@link #closed}.
 *
 * <p>One instance belongs to one cache at a time, for what it is told of puts and syncs does not name the cache. Give each builder its
 * own: {@code .monitor(CacheMeters.of(registry))}.
 *
 * <p>A scrape asks the cache for its status once: the answer is used for 100 ms by the registry's clock, or until the state changes. The
 * registry refers to the cache only while it is open, and only weakly. Given to a writer that is opened alone, it shows nothing.
 *
 * <p>Safe for any thread.
 */
public final class CacheMeters implements CacheMonitor {
    private static final int FEW_PARTITIONS = 32;

    private final MeterRegistry registry;
    private final int maxPartitions;
    private final AtomicReference<@Nullable CacheSeries> open = new AtomicReference<>();

    private CacheMeters(MeterRegistry registry, int maxPartitions) {
        this.registry = Objects.requireNonNull(registry);
        this.maxPartitions = maxPartitions;
    }

    /**
     * Meters for one cache. Its partitions are shown one by one where there are at most 32; sum and maximum of their lag always are.
     *
     * @param registry where the meters go
     * @return the monitor to give to the cache's builder
     */
    public static CacheMeters of(MeterRegistry registry) {
        return new CacheMeters(registry, FEW_PARTITIONS);
    }

    /**
     * The same with the partitions shown one by one however many there are: three series for each.
     *
     * @return another monitor on the same registry, in use by no cache
     */
    public CacheMeters everyPartition() {
        return new CacheMeters(registry, Integer.MAX_VALUE);
    }

    /**
     * Registers the meters of a cache. Meters that an earlier cache of the same name and topic left in the registry make way.
     *
     * @param cache the cache
     * @throws IllegalStateException if this instance already shows another cache that is still open
     */
    @Override
    public void opened(ReadableCache<?, ?> cache) {
        CacheSeries mine = new CacheSeries(registry, cache, maxPartitions);
        if (!open.compareAndSet(null, mine)) {
            throw new IllegalStateException(
                    "this CacheMeters already shows an open cache, so "
                            + cache.name()
                            + " gets no metrics and its puts and syncs would be counted there; give each cache its own CacheMeters.of(registry)");
        }
        mine.register();
    }

    /**
     * Removes the meters of a cache; does nothing for a cache that is not shown here.
     *
     * @param cache the cache
     */
    @Override
    public void closed(ReadableCache<?, ?> cache) {
        CacheSeries series = open.get();
        if (series != null && series.shows(cache) && open.compareAndSet(series, null)) {
            series.remove();
        }
    }

    @Override
    public void stateChanged(CacheState before, CacheState now) {
        CacheSeries series = open.get();
        if (series != null) {
            series.refresh();
        }
    }

    @Override
    public void written(Duration latency, @Nullable Throwable failure) {
        CacheSeries series = open.get();
        if (series != null) {
            series.written(latency, failure);
        }
    }

    @Override
    public void synced(Duration latency, @Nullable Throwable failure) {
        CacheSeries series = open.get();
        if (series != null) {
            series.synced(latency, failure);
        }
    }
}
