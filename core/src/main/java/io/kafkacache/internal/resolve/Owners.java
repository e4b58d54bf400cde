package io.kafkacache.internal.resolve;

import io.kafkacache.ByteRange;
import io.kafkacache.Entries;
import io.kafkacache.Entry;
import io.kafkacache.Interpreter;
import io.kafkacache.Positions;
import io.kafkacache.Scan;
import io.kafkacache.Store;
import io.kafkacache.View;
import java.util.Iterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The entry of each key that is yielded, in a store of its own, which brings the order of keys and the views of a batch. Any thread reads; the reader's
 * activity writes.
 *
 * <p>The store's values are entries, for the records that own a key come and go in any order of their offsets. What the store takes for a record
 * is a change of owner, counted up; so an earlier owner that comes back replaces the later one, and no reader finds the key absent in between.
 */
final class Owners<K, V> implements Entries<K, V> {
    private final Store<K, Entry<K, V>> store;
    private final OwnerChange<K, V> change;
    private final Entries<?, ?> records;

    /** None yet; {@code records} are those whose entries these are. */
    Owners(Store<K, Entry<K, V>> store, Interpreter<K, ?> keys, Entries<?, ?> records) {
        this.store = store;
        this.change = new OwnerChange<>(keys);
        this.records = records;
    }

    /** The entry of a key, committed or not. Reader's activity only, as the next four. */
    @Nullable
    Entry<K, V> latest(K key) {
        Entry<K, Entry<K, V>> owner = store.latest(key);
        return owner == null ? null : owner.value();
    }

    /** A key has another owner, or none. */
    void set(K key, @Nullable Entry<K, V> owner) {
        change.begin(key, owner);
        store.apply(change);
    }

    /** What there was to begin with is there. */
    void filled(Store.Parallel parallel) {
        store.replayed(parallel);
    }

    void commit(Positions positions) {
        store.commit(positions);
    }

    void close() {
        store.close();
    }

    @Override
    public @Nullable V get(K key) {
        Entry<K, V> owner = store.get(key);
        return owner == null ? null : owner.value();
    }

    @Override
    public @Nullable Entry<K, V> entry(K key) {
        return store.get(key);
    }

    @Override
    public long size() {
        return store.size();
    }

    @Override
    public long bytes() {
        return records.bytes() + store.bytes();
    }

    @Override
    public void forEach(Consumer<? super Entry<K, V>> visitor) {
        store.forEach(owner -> visitor.accept(owner.value()));
    }

    @Override
    public Scan<Entry<K, V>> scan(ByteRange range) {
        return new Owned<>(store.scan(range));
    }

    @Override
    public Scan<K> scanKeys(ByteRange range) {
        return store.scanKeys(range);
    }

    @Override
    public View<K, V> view() {
        return new OwnersView<>(store.view());
    }

    private record OwnersView<K, V>(View<K, Entry<K, V>> owners) implements View<K, V> {
        @Override
        public Positions positions() {
            return owners.positions();
        }

        @Override
        public long size() {
            return owners.size();
        }

        @Override
        public void forEach(Consumer<? super Entry<K, V>> visitor) {
            owners.forEach(owner -> visitor.accept(owner.value()));
        }

        @Override
        public Scan<Entry<K, V>> scan(ByteRange range) {
            return new Owned<>(owners.scan(range));
        }

        @Override
        public Scan<K> scanKeys(ByteRange range) {
            return owners.scanKeys(range);
        }

        @Override
        public void close() {
            owners.close();
        }
    }

    private record Owned<K, V>(Scan<Entry<K, Entry<K, V>>> owners) implements Scan<Entry<K, V>> {
        @Override
        public Iterator<Entry<K, V>> iterator() {
            Iterator<Entry<K, Entry<K, V>>> each = owners.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return each.hasNext();
                }

                @Override
                public Entry<K, V> next() {
                    return each.next().value();
                }
            };
        }

        @Override
        public void close() {
            owners.close();
        }
    }
}
