package io.kafkacache.testing;

import io.kafkacache.Cause;
import io.kafkacache.Entry;
import io.kafkacache.ListenOptions;
import io.kafkacache.ReadableCache;
import io.kafkacache.Update;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One subscriber of a map's state: gets what it requests, and is complete once the cache is closed. */
final class MapUpdates<K, V> implements Flow.Subscription {
    private final Flow.Subscriber<? super Update<K, V>> subscriber;
    private final Queue<Update<K, V>> state;
    private final CompletableFuture<Void> stopped;
    private long demand;
    private boolean telling;
    private boolean ended;

    MapUpdates(
            Flow.Subscriber<? super Update<K, V>> subscriber,
            Collection<Update<K, V>> state,
            CompletableFuture<Void> stopped) {
        this.subscriber = subscriber;
        this.state = new ArrayDeque<>(state);
        this.stopped = stopped;
    }

    /** The updates that tell a cache's state, or none where it is not asked for. */
    static <K, V> List<Update<K, V>> state(
            ReadableCache<K, V> cache, ListenOptions<K> options, Function<Object, byte[]> encode) {
        List<Update<K, V>> updates = new ArrayList<>();
        if (options.isStateFirst()) {
            cache.forEach(entry -> {
                if (isWanted(options, entry.key(), encode)) {
                    updates.add(update(entry));
                }
            });
        }
        return List.copyOf(updates);
    }

    private static <K> boolean isWanted(ListenOptions<K> options, K key, Function<Object, byte[]> encode) {
        Set<K> keys = options.wantedKeys();
        byte[] prefix = options.wantedPrefix();
        byte[] bytes = encode.apply(key);
        return (keys == null || keys.contains(key))
                && bytes.length >= prefix.length
                && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }

    private static <K, V> Update<K, V> update(Entry<K, V> entry) {
        return new Update<>(entry.key(), null, entry, entry.offset(), entry.timestamp(), Cause.PUT);
    }

    void begin() {
        subscriber.onSubscribe(this);
        var unused = stopped.thenRun(this::end);
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            cancel();
            subscriber.onError(new IllegalArgumentException("request(" + n + ") must be at least 1"));
            return;
        }
        synchronized (this) {
            demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
            if (telling) {
                return; // asked from within onNext; the loop below goes on
            }
            telling = true;
        }
        for (Update<K, V> next; (next = next()) != null; ) {
            subscriber.onNext(next);
        }
    }

    private synchronized @Nullable Update<K, V> next() {
        Update<K, V> next = ended || demand == 0 ? null : state.poll();
        if (next == null) {
            telling = false;
        } else {
            demand--;
        }
        return next;
    }

    @Override
    public synchronized void cancel() {
        ended = true;
    }

    private void end() {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        subscriber.onComplete();
    }
}
