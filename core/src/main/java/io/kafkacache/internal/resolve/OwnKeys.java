package io.kafkacache.internal.resolve;

import io.kafkacache.Entries;
import io.kafkacache.Entry;
import io.kafkacache.Interpreter;
import io.kafkacache.Positions;
import io.kafkacache.Resolution;
import io.kafkacache.Source;
import io.kafkacache.Store;
import io.kafkacache.internal.listen.Changes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Each record is an entry with its own key, or none: what the store holds is what readers see. */
record OwnKeys<K, RV, V>(Resolution.Values<K, RV, V> resolution, Interpreter<K, ?> keys)
        implements Resolving<K, RV, V, K, V> {
    @Override
    public @Nullable V meaning(K key, RV value, Source source, long offset, long timestampMillis) {
        return resolution.value(key, value);
    }

    @Override
    public List<Entry<K, V>> entriesOf(Entry<K, V> record) {
        return record.rejection() == null ? List.of(record) : List.of();
    }

    @Override
    public EntryLevel<K, V, K, V> over(Store<K, V> records, String name, Runnable atWork) {
        return new Same<>(records);
    }

    private record Same<K, V>(Store<K, V> store) implements EntryLevel<K, V, K, V> {
        @Override
        public Entries<K, V> entries() {
            return store;
        }

        @Override
        public void begin() {}

        @Override
        public void fill(Positions positions, Store.Parallel parallel) {}

        @Override
        public boolean follows() {
            return false;
        }

        @Override
        public Changes<K, V> change(Changes<K, V> records, Positions positions, boolean wanted) {
            return records;
        }

        @Override
        public void close() {}
    }
}
