package io.kafkacache.testing;

import io.kafkacache.Entry;
import io.kafkacache.KeyRange;
import io.kafkacache.Position;
import io.kafkacache.Positions;
import io.kafkacache.Scan;
import io.kafkacache.Snapshot;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** A copy of a map. */
final class MapSnapshot<K, V> implements Snapshot<K, V> {
    private final Function<Object, byte[]> encode;
    private volatile List<Entry<K, V>> entries;

    MapSnapshot(List<Entry<K, V>> entries, Function<Object, byte[]> encode) {
        this.entries = List.copyOf(entries);
        this.encode = encode;
    }

    @Override
    public Positions positions() {
        return Positions.of(List.of(Position.at(1)));
    }

    @Override
    public long size() {
        return entries.size();
    }

    @Override
    public void forEach(Consumer<? super Entry<K, V>> visitor) {
        entries.forEach(visitor);
    }

    @Override
    public Scan<Entry<K, V>> scan(KeyRange<? super K> range) {
        return Scan.of(MapScan.of(entries, range.encoded(encode), encode).iterator());
    }

    @Override
    public Scan<K> scanKeys(KeyRange<? super K> range) {
        return MapScan.keys(MapScan.of(entries, range.encoded(encode), encode));
    }

    @Override
    public void close() {
        entries = List.of();
    }
}
