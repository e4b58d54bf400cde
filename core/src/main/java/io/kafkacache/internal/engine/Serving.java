package io.kafkacache.internal.engine;

import io.kafkacache.KafkaCacheException;
import io.kafkacache.Store;
import io.kafkacache.internal.replay.Progress;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What readers see: the store that answers them, how far it is, and whether it is complete. Written by the reader's activity, read by everybody.
 *
 * <p>{@code store} is null whenever reads must fail, so that a read costs one volatile load and nothing else.
 */
final class Serving<K, V> {
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private volatile @Nullable Store<K, V> store;
    private volatile Progress progress = Progress.none();
    private volatile int generation;
    private volatile boolean ended;

    @Nullable
    Store<K, V> store() {
        return store;
    }

    /** Roughly what an entry occupies, in bytes; 0 where not known. */
    long averageEntry() {
        Store<K, V> now = store;
        return now == null ? 0 : now.bytes() / Math.max(1, now.size());
    }

    Progress progress() {
        return progress;
    }

    int generation() {
        return generation;
    }

    boolean isReady() {
        return ready.isDone() && !ready.isCompletedExceptionally();
    }

    CompletableFuture<Void> readiness() {
        return ready;
    }

    CompletableFuture<Void> stopped() {
        return stopped;
    }

    void publish(Progress now) {
        progress = now;
    }

    void generation(int number) {
        generation = number;
    }

    void serve(@Nullable Store<K, V> complete) {
        synchronized (this) {
            if (!ended) {
                store = complete;
            }
        }
    }

    /** Reads fail from here on. */
    void end(KafkaCacheException reason) {
        synchronized (this) {
            ended = true;
            store = null;
        }
        ready.completeExceptionally(reason);
    }
}
