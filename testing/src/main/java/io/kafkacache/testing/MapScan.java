package io.kafkacache.testing;

import io.kafkacache.ByteRange;
import io.kafkacache.Entry;
import io.kafkacache.Scan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Entries of a map in the order of their encoded keys. */
final class MapScan {
    private MapScan() {}

    /** What is wanted of these entries, which come in no order. */
    static <K, V> List<Entry<K, V>> of(List<Entry<K, V>> entries, ByteRange range, Function<? super K, byte[]> encode) {
        List<Placed<K, V>> placed = new ArrayList<>();
        for (Entry<K, V> entry : entries) {
            byte[] key = encode.apply(entry.key());
            if (range.contains(key)) {
                placed.add(new Placed<>(key, entry));
            }
        }
        Comparator<Placed<K, V>> order = (one, other) -> Arrays.compareUnsigned(one.bytes, other.bytes);
        placed.sort(range.isReversed() ? order.reversed() : order);
        return placed.stream().limit(range.limit()).map(one -> one.entry).toList();
    }

    static <K, V> Scan<K> keys(List<Entry<K, V>> entries) {
        return Scan.of(entries.stream().map(Entry::key).iterator());
    }

    private static final class Placed<K, V> {
        final byte[] bytes;
        final Entry<K, V> entry;

        Placed(byte[] bytes, Entry<K, V> entry) {
            this.bytes = bytes;
            this.entry = entry;
        }
    }
}
