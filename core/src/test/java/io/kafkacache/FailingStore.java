package io.kafkacache;

import io.kafkacache.internal.heap.HeapStore;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store of a user's own, which counts its views and may fail in making one. */
final class FailingStore<K, V> implements Store<K, V> {
    private final Store<K, V> store;
    int views;
    int viewsClosed;
    boolean fails;

    private FailingStore(Store<K, V> store) {
        this.store = store;
    }

    /** Makes such stores, and adds them to a list. */
    static StoreFactory factory(List<FailingStore<?, ?>> made) {
        return new StoreFactory() {
            @Override
            public <K, V> Store<K, V> create(String name, Interpreter<K, V> interpreter) {
                FailingStore<K, V> store = new FailingStore<>(new HeapStore<>(name, interpreter));
                made.add(store);
                return store;
            }
        };
    }

    @Override
    public View<K, V> view() {
        if (fails) {
            throw new OutOfMemoryError("no room for a view");
        }
        views++;
        View<K, V> view = store.view();
        return new View<>() {
            @Override
            public Positions positions() {
                return view.positions();
            }

            @Override
            public long size() {
                return view.size();
            }

            @Override
            public void forEach(Consumer<? super Entry<K, V>> visitor) {
                view.forEach(visitor);
            }

            @Override
            public Scan<Entry<K, V>> scan(ByteRange range) {
                return view.scan(range);
            }

            @Override
            public Scan<K> scanKeys(ByteRange range) {
                return view.scanKeys(range);
            }

            @Override
            public void close() {
                viewsClosed++;
                view.close();
            }
        };
    }

    @Override
    public Replay replay() {
        return store.replay();
    }

    @Override
    public Applied apply(Change<K, V> change) {
        return store.apply(change);
    }

    @Override
    public void commit(Positions positions) {
        store.commit(positions);
    }

    @Override
    public void replayed(Parallel parallel) {
        store.replayed(parallel);
    }

    @Override
    public void rememberRemovals() {
        store.rememberRemovals();
    }

    @Override
    public void forgetRemovals(long nowNanos, long beforeNanos) {
        store.forgetRemovals(nowNanos, beforeNanos);
    }

    @Override
    public void purge(Taken taken, Purged<K, V> purged) {
        store.purge(taken, purged);
    }

    @Override
    public @Nullable V get(K key) {
        return store.get(key);
    }

    @Override
    public @Nullable Entry<K, V> entry(K key) {
        return store.entry(key);
    }

    @Override
    public @Nullable Entry<K, V> latest(K key) {
        return store.latest(key);
    }

    @Override
    public boolean isOutranked(K key, int partition, long timestampMillis) {
        return store.isOutranked(key, partition, timestampMillis);
    }

    @Override
    public Standing standing(K key) {
        return store.standing(key);
    }

    @Override
    public long size() {
        return store.size();
    }

    @Override
    public long bytes() {
        return store.bytes();
    }

    @Override
    public void forEach(Consumer<? super Entry<K, V>> visitor) {
        store.forEach(visitor);
    }

    @Override
    public Scan<Entry<K, V>> scan(ByteRange range) {
        return store.scan(range);
    }

    @Override
    public Scan<K> scanKeys(ByteRange range) {
        return store.scanKeys(range);
    }

    @Override
    public Positions restored() {
        return store.restored();
    }

    @Override
    public void close() {
        store.close();
    }
}
