package io.kafkacache.internal.heap;

import io.kafkacache.ByteRange;
import io.kafkacache.Entry;
import io.kafkacache.Positions;
import io.kafkacache.Scan;
import io.kafkacache.View;
import java.util.Collections;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The table's references as they were; the entries behind them are immutable. */
final class HeapView<K, V> implements View<K, V> {
    private final Fold<K, V> fold;
    private final Positions positions;
    private volatile long size;
    private volatile Contents contents;

    HeapView(Fold<K, V> fold, Positions positions, long size, Contents contents) {
        this.fold = fold;
        this.positions = positions;
        this.size = size;
        this.contents = contents;
    }

    @Override
    public Positions positions() {
        return positions;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void forEach(Consumer<? super Entry<K, V>> visitor) {
        contents.forEach(fold.visiting(visitor));
    }

    @Override
    public Scan<Entry<K, V>> scan(ByteRange range) {
        return Scan.of(contents.scan(range, fold::entry));
    }

    @Override
    public Scan<K> scanKeys(ByteRange range) {
        return Scan.of(contents.scan(range, fold::standingKey));
    }

    @Override
    public void close() {
        contents = Freed.FREED;
        size = 0;
    }

    /** What is left of a view that was closed. */
    private enum Freed implements Contents {
        FREED;

        @Override
        public void forEach(Consumer<Object> visitor) {}

        @Override
        public <T> Iterator<T> scan(ByteRange range, Function<Object, @Nullable T> shown) {
            return Collections.emptyIterator();
        }
    }
}
