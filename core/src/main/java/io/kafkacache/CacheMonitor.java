package io.kafkacache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Is told what happens to one cache, for metrics and logs: {@link #opened} says which, and nothing after that says so again, so several caches take a
 * monitor each. Called on threads of the cache, of its {@code callbackExecutor} or of who calls the cache,
 * never on one of Kafka's clients; several may call at once, and most have other things to do, so it must be quick and safe for any thread. What it
 * throws is counted, logged once per kind and harms nothing. Every method does nothing unless overridden.
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
     * The state changed. Changes are told one by one and in their order, each shortly after it can be seen in the status.
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
     * A write was acknowledged or failed; also one that failed at once, with nothing sent, which is told on the thread of who writes.
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
