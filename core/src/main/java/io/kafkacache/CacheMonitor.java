package io.kafkacache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Is told what happens to a cache, for metrics and logs. Called on the cache's own threads, so it must be quick; what it throws is counted,
 * logged once per kind and harms nothing. Every method does nothing unless overridden.
 */
public interface CacheMonitor {
    /** Does nothing. */
    CacheMonitor NONE = new CacheMonitor() {};

    /**
     * A cache was opened; it is not ready yet.
     *
     * @param cache the cache, whose {@link ReadableCache#status()} may be asked from now on
     */
    default void opened(ReadableCache<?, ?> cache) {}

    /**
     * A cache was closed.
     *
     * @param cache the cache
     */
    default void closed(ReadableCache<?, ?> cache) {}

    /**
     * The state changed.
     *
     * @param before the state before
     * @param now the state now
     */
    default void stateChanged(CacheState before, CacheState now) {}

    /**
     * A catch-up of more than a few seconds came further; told every few seconds.
     *
     * @param progress how far
     */
    default void progress(CatchUp progress) {}

    /**
     * A record was rejected.
     *
     * @param rejection what and why
     */
    default void rejected(Rejection rejection) {}

    /**
     * A write was acknowledged or failed.
     *
     * @param latency since {@code put} was called
     * @param failure why it failed, or null
     */
    default void written(Duration latency, @Nullable Throwable failure) {}

    /**
     * A {@code sync} completed or failed.
     *
     * @param latency since {@code sync} was called
     * @param failure why it failed, or null
     */
    default void synced(Duration latency, @Nullable Throwable failure) {}
}
