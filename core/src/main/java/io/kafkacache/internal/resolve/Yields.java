package io.kafkacache.internal.resolve;

import io.kafkacache.CacheOptions;
import io.kafkacache.Entry;
import io.kafkacache.Interpreter;
import io.kafkacache.Rejection;
import io.kafkacache.Resolution;
import io.kafkacache.Source;
import io.kafkacache.Store;
import io.kafkacache.StoreFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A record means the entries that a resolver yields of it. */
final class Yields<RK, RV, K, V> implements Resolving<RK, RV, List<Entry<K, V>>, K, V> {
    private final Resolution.Batches<RK, RV, K, V> resolution;
    private final KeyCoding<K, Entry<K, V>> keys;
    private final StoreFactory stores;

    Yields(Resolution.Batches<RK, RV, K, V> resolution, CacheOptions<RK, RV, K, V> options) {
        this.resolution = resolution;
        this.keys = new KeyCoding<>(options.topic(), resolution.keyCodec());
        this.stores = options.store();
    }

    @Override
    public @Nullable List<Entry<K, V>> meaning(RK key, RV value, Source source, long offset, long timestampMillis) {
        List<Entry<K, V>> yielded = new ArrayList<>();
        Set<ByteBuffer> encoded = new HashSet<>();
        resolution.resolve(key, value, (entryKey, entryValue) -> {
            if (entryKey == null || entryValue == null) {
                throw new Unresolvable("a null");
            }
            if (!encoded.add(encoded(entryKey))) {
                throw new Unresolvable("a key twice");
            }
            yielded.add(Entry.of(entryKey, entryValue, source, offset, timestampMillis));
        });
        return yielded.isEmpty() ? null : List.copyOf(yielded);
    }

    private ByteBuffer encoded(K key) {
        try {
            return ByteBuffer.wrap(keys.encodeKey(key));
        } catch (RuntimeException e) {
            throw new Unresolvable("a key that cannot be encoded");
        }
    }

    @Override
    public List<Entry<K, V>> entriesOf(Entry<RK, List<Entry<K, V>>> record) {
        return yieldedBy(record);
    }

    /** None of a rejected record; of one that is retained they are so too. */
    static <K, V> List<Entry<K, V>> yieldedBy(@Nullable Entry<?, List<Entry<K, V>>> record) {
        if (record == null || record.rejection() != null) {
            return List.of();
        }
        Rejection by = record.outdatedBy();
        List<Entry<K, V>> yielded = record.value();
        return by == null
                ? yielded
                : yielded.stream().map(entry -> entry.retained(by)).toList();
    }

    @Override
    public Interpreter<K, ?> keys() {
        return keys;
    }

    @Override
    public EntryLevel<RK, List<Entry<K, V>>, K, V> over(
            Store<RK, List<Entry<K, V>>> records, String name, Runnable atWork) {
        Owners<K, V> owners = new Owners<>(stores.create(name + "-entries", keys), keys, records);
        return new OwnedEntries<>(records, keys, owners, atWork);
    }
}
