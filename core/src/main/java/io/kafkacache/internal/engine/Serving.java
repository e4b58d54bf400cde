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
    private volatile @Nullable Store<K, V> filled;
    private volatile Progress progress = Progress.none();
    private volatile int generation;
    private volatile boolean ended;

    @Nullable
    Store<K, V> store() {
        return store;
    }

    /** What knows most of the topic: the store that answers reads, before that the one being filled. */
    @Nullable
    Store<K, V> known() {
        Store<K, V> complete = store;
        return complete != null ? complete : filled;
    }

    /** A store is being filled that does not answer reads yet. */
    void filling(Store<K, V> begun) {
        synchronized (this) {
            filled = ended ? null : begun;
        }
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
                filled = null;
            }
        }
    }

    /** Reads fail from here on. */
    void end(KafkaCacheException reason) {
        synchronized (this) {
            ended = true;
            store = null;
            filled = null;
        }
        ready.completeExceptionally(reason);
    }
}
