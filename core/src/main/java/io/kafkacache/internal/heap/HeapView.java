package io.kafkacache.internal.heap;

import io.kafkacache.Entry;
import io.kafkacache.Positions;
import io.kafkacache.View;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The table's references as they were; the entries behind them are immutable. */
final class HeapView<K, V> implements View<K, V> {
    private final Keys<K> keys;
    private final Fold<K, V> fold;
    private final Positions positions;
    private final long size;
    private @Nullable Object[][] cells;

    HeapView(Keys<K> keys, Fold<K, V> fold, Positions positions, long size, @Nullable Object[][] cells) {
        this.keys = keys;
        this.fold = fold;
        this.positions = positions;
        this.size = size;
        this.cells = cells;
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
        for (@Nullable Object[] part : cells) {
            for (Object cell : part) {
                Entry<K, V> entry = cell == null ? null : fold.entry(keys.content(cell));
                if (entry != null) {
                    visitor.accept(entry);
                }
            }
        }
    }

    @Override
    public void close() {
        cells = new Object[0][];
    }
}
