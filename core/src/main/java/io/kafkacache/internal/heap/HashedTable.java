package io.kafkacache.internal.heap;

import io.kafkacache.ByteRange;
import io.kafkacache.Change;
import io.kafkacache.Store;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A {@link HeapTable} whose cells hold contents: readers see each change at once, and a scan looks at everything. */
final class HashedTable<K> implements Table<K> {
    private final Keys<K> keys;
    private final HeapTable table;
    // what was sought last; writer only
    private Object probe = "";
    private Segment segment;
    private int tag;
    private int index;

    HashedTable(Keys<K> keys) {
        this.keys = keys;
        this.table = new HeapTable(keys);
        this.segment = Segment.empty();
    }

    @Override
    public @Nullable Object find(K key) {
        Object cell = table.find(keys.probe(key));
        return cell == null ? null : keys.content(cell);
    }

    @Override
    public @Nullable Object seek(Change<K, ?> change) {
        return seekProbe(keys.probe(change));
    }

    @Override
    public @Nullable Object seek(K key) {
        return seekProbe(keys.probe(key));
    }

    /** As {@link #find}, where keys are found by their bytes. */
    @Nullable
    Object findEncoded(byte[] key) {
        Object cell = table.find(ByteBuffer.wrap(key));
        return cell == null ? null : keys.content(cell);
    }

    /** As {@link #seek}, where keys are found by their bytes. */
    @Nullable
    Object seekEncoded(byte[] key) {
        return seekProbe(ByteBuffer.wrap(key));
    }

    private @Nullable Object seekProbe(Object sought) {
        probe = sought;
        tag = Segment.tag(keys.hash(sought));
        segment = table.segment(tag);
        index = segment.indexOf(tag, sought, keys);
        return index < 0 ? null : keys.content(segment.cell(index));
    }

    @Override
    public void put(@Nullable Object content) {
        if (index < 0) {
            table.insert(segment, ~index, tag, probe, keys.newCell(probe, Objects.requireNonNull(content)));
        } else if (content == null) {
            table.remove(segment, index, tag);
        } else {
            segment.replace(index, keys.nextCell(segment.cell(index), content));
        }
    }

    @Override
    public void revise(Function<Object, @Nullable Object> left) {
        table.revise(cell -> left(cell, left));
    }

    @Override
    public void settle(Store.Parallel parallel, List<? extends Function<Object, @Nullable Object>> left) {
        parallel.run(PARTS, part -> table.trim(part, cell -> left(cell, left.get(part))));
    }

    private @Nullable Object left(Object cell, Function<Object, @Nullable Object> left) {
        Object before = keys.content(cell);
        Object after = left.apply(before);
        return after == before ? cell : after == null ? null : keys.nextCell(cell, after);
    }

    /** Visits the key and content of each cell of one part. */
    void forEach(int part, BiConsumer<byte[], Object> visitor) {
        table.forEach(part, cell -> visitor.accept(keys.bytes(cell), keys.content(cell)));
    }

    /** Visits the key and content of each cell. */
    void forEach(BiConsumer<byte[], Object> visitor) {
        for (int part = 0; part < PARTS; part++) {
            forEach(part, visitor);
        }
    }

    @Override
    public void publish() {}

    @Override
    public void forEach(Consumer<Object> visitor) {
        table.forEach(cell -> visitor.accept(keys.content(cell)));
    }

    @Override
    public <T> Iterator<T> scan(ByteRange range, Function<Object, @Nullable T> shown) {
        return scan(table::forEach, range, shown);
    }

    private <T> Iterator<T> scan(
            Consumer<Consumer<Object>> cells, ByteRange range, Function<Object, @Nullable T> shown) {
        FullPass<T> pass = new FullPass<>(range);
        cells.accept(cell -> {
            byte[] key = keys.bytes(cell);
            T found = range.contains(key) ? shown.apply(keys.content(cell)) : null;
            if (found != null) {
                pass.add(key, found);
            }
        });
        return pass.inOrder();
    }

    @Override
    public Contents frozen() {
        List<@Nullable Object[]> cells = table.copied();
        return new Contents() {
            @Override
            public void forEach(Consumer<Object> visitor) {
                cells(cell -> visitor.accept(keys.content(cell)));
            }

            @Override
            public <T> Iterator<T> scan(ByteRange range, Function<Object, @Nullable T> shown) {
                return HashedTable.this.scan(this::cells, range, shown);
            }

            private void cells(Consumer<Object> visitor) {
                for (@Nullable Object[] part : cells) {
                    for (Object cell : part) {
                        if (cell != null) {
                            visitor.accept(cell);
                        }
                    }
                }
            }
        };
    }

    @Override
    public long bytes(long entries) {
        return table.bytes();
    }
}
