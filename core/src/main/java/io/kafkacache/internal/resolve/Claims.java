package io.kafkacache.internal.resolve;

import io.kafkacache.Entry;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who owns a key that several records yield: the latest by (timestamp, partition, offset). Almost every key is yielded by one record, which stands with
 * the owners and costs nothing here; only where there are more, all of them are kept. One key may be yielded by very many. Reader's activity only.
 */
final class Claims<K, V> {
    private static final Comparator<Entry<?, ?>> EARLIEST_FIRST = Comparator.<Entry<?, ?>>comparingLong(
                    Entry::timestampMillis)
            .thenComparingInt(entry -> entry.source().partition())
            .thenComparingLong(Entry::offsetInPartition);

    private final Map<Object, NavigableSet<Entry<K, V>>> several = new HashMap<>();

    /**
     * A claim to a key changes.
     *
     * @param key the identity of the key
     * @param owner the one that owns it so far, or null where nobody claims it
     * @param former the claim that is let go, or null
     * @param next the claim in its place, or null
     * @return the one that owns the key now, or null where nobody claims it any more
     */
    @Nullable
    Entry<K, V> change(
            Object key, @Nullable Entry<K, V> owner, @Nullable Entry<K, V> former, @Nullable Entry<K, V> next) {
        NavigableSet<Entry<K, V>> all = several.get(key);
        if (all == null) {
            return ofOne(key, owner, former, next);
        }
        if (former != null) {
            all.remove(former); // equal by its place, be it retained or not
        }
        if (next != null) {
            all.add(next);
        }
        if (all.size() == 1) {
            several.remove(key);
        }
        return all.last();
    }

    private @Nullable Entry<K, V> ofOne(
            Object key, @Nullable Entry<K, V> owner, @Nullable Entry<K, V> former, @Nullable Entry<K, V> next) {
        if (owner == null || former != null || next == null) {
            return next;
        }
        NavigableSet<Entry<K, V>> both = new TreeSet<>(EARLIEST_FIRST);
        both.add(owner);
        both.add(next);
        several.put(key, both);
        return both.last();
    }

    int contested() {
        return several.size();
    }
}
