package io.kafkacache.testing;

import io.kafkacache.Subscription;
import java.util.concurrent.CompletableFuture;

/** A listener's place at a cache that tells no updates. */
final class MapSubscription implements Subscription {
    private final CompletableFuture<Void> stopped;
    private volatile boolean closed;

    MapSubscription(CompletableFuture<Void> stopped) {
        this.stopped = stopped;
    }

    @Override
    public int pending() {
        return 0;
    }

    @Override
    public boolean active() {
        return !closed && !stopped.isDone();
    }

    @Override
    public void close() {
        closed = true;
    }
}
