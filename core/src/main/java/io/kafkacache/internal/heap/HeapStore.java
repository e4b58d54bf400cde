package io.kafkacache.internal.heap;

import io.kafkacache.Applied;
import io.kafkacache.Change;
import io.kafkacache.Entry;
import io.kafkacache.Interpreter;
import io.kafkacache.Positions;
import io.kafkacache.Source;
import io.kafkacache.Standing;
import io.kafkacache.Store;
import io.kafkacache.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The default store: decoded entries in a {@link HeapTable}; what stands for a key is decided by {@link Fold}. Takes records in any order.
 * During replay values stay bytes, in {@link Pending}; who reads one then has it interpreted on the spot, each time.
 *
 * @param <K> the key
 * @param <V> the value
 */
public final class HeapStore<K, V> implements Store<K, V> {
    private final Keys<K> keys;
    private final Fold<K, V> fold;
    private final HeapTable table;
    private final Footprint footprint = new Footprint();
    private final Removals<K> removals = new Removals<>();
    private final AtomicLong size = new AtomicLong(); // set by the writer alone
    private Positions committed = Positions.none(); // writer only

    /**
     * An empty store.
     *
     * @param name not needed here
     * @param interpreter gives bytes their meaning
     */
    public HeapStore(String name, Interpreter<K, V> interpreter) {
        keys = Keys.of(interpreter);
        fold = new Fold<>(interpreter);
        table = new HeapTable(keys);
    }

    @Override
    public Replay replay() {
        return Replay.ANY_ORDER;
    }

    @Override
    public Applied apply(Change<K, V> change) {
        Object probe = keys.probe(change);
        int tag = Segment.tag(keys.hash(probe));
        Segment segment = table.segment(tag);
        int index = segment.indexOf(tag, probe, keys);
        Object cell = index < 0 ? null : segment.cell(index);
        Object before = cell == null ? null : keys.content(cell);
        Object after = fold.next(before, change);
        if (after != before) {
            if (after == null) {
                table.remove(segment, index, tag);
            } else if (cell == null) {
                table.insert(segment, ~index, tag, probe, keys.newCell(probe, after));
            } else {
                segment.replace(index, keys.nextCell(cell, after));
            }
            noteRemovals(before, after);
        }
        tellOtherSource(change, before);
        return told(change, Fold.counting(before), Fold.counting(after));
    }

    private void noteRemovals(@Nullable Object before, @Nullable Object after) {
        if (mayRemember(before) || mayRemember(after)) {
            if (fold.keepsRemovals()) {
                removals.changed(before, after);
            }
        }
    }

    private static boolean mayRemember(@Nullable Object content) {
        return content instanceof Gone || content instanceof Contested;
    }

    private static void tellOtherSource(Change<?, ?> change, @Nullable Object before) {
        if (before != null) {
            Source other = Fold.source(before);
            if (other.partition() != change.source().partition()) {
                change.otherSource(other);
            }
        }
    }

    private Applied told(Change<K, V> change, @Nullable Object before, @Nullable Object after) {
        Applied applied = outcome(before, after);
        footprint.add(change, applied, size.getPlain());
        if (applied == Applied.ADDED) {
            size.setRelease(size.getPlain() + 1);
        } else if (applied == Applied.REMOVED) {
            size.setRelease(size.getPlain() - 1);
        }
        if (change.wantsPrevious()) {
            Entry<K, V> previous =
                    applied == Applied.REPLACED || applied == Applied.REMOVED ? fold.entry(before) : null;
            if (previous != null) {
                change.previous(previous);
            }
            Entry<K, V> current = applied == Applied.REPLACED || applied == Applied.ADDED ? fold.entry(after) : null;
            if (current != null) {
                change.current(current);
            }
        }
        return applied;
    }

    private static Applied outcome(@Nullable Object before, @Nullable Object after) {
        if (before == after) {
            return before == null ? Applied.NOTHING : Applied.OLDER;
        }
        if (Fold.isThere(after)) {
            return Fold.isThere(before) ? Applied.REPLACED : Applied.ADDED;
        }
        return Fold.isThere(before) ? Applied.REMOVED : Applied.NOTHING;
    }

    @Override
    public void commit(Positions positions) {
        committed = positions;
    }

    @Override
    public void replayed(Parallel parallel) {
        fold.live();
        List<Settled> parts = new ArrayList<>();
        for (int part = 0; part < HeapTable.SEGMENTS; part++) {
            parts.add(new Settled());
        }
        parallel.run(HeapTable.SEGMENTS, part -> table.trim(part, parts.get(part)));
        long entries = 0;
        for (Settled part : parts) {
            entries += part.entries;
            part.remembering.forEach(content -> removals.changed(null, content));
        }
        resized(entries);
    }

    private void resized(long entries) {
        footprint.scale(size.getPlain(), entries);
        size.setRelease(entries);
    }

    private @Nullable Object nextCell(Object cell, @Nullable Object before, @Nullable Object after) {
        return after == before ? cell : after == null ? null : keys.nextCell(cell, after);
    }

    /** Settles the cells of one part at the end of the replay. */
    private final class Settled implements Function<Object, @Nullable Object> {
        private final List<Object> remembering = new ArrayList<>();
        private long entries;

        @Override
        public @Nullable Object apply(Object cell) {
            Object before = keys.content(cell);
            Object after = fold.settled(before);
            entries += Fold.isThere(Fold.counting(after)) ? 1 : 0;
            if (after != null && mayRemember(after)) {
                remembering.add(after);
            }
            return nextCell(cell, before, after);
        }
    }

    @Override
    public void rememberRemovals() {
        fold.remember();
    }

    @Override
    public void forgetRemovals(long nowNanos, long beforeNanos) {
        removals.forget(nowNanos, beforeNanos, this::stands, this::takeOut);
    }

    private boolean stands(Gone<K> removal) {
        Object cell = table.find(keys.probe(removal.key));
        return cell != null
                && Arrays.asList(Fold.candidates(keys.content(cell))).contains(removal);
    }

    private boolean takeOut(Gone<K> removal) {
        Object probe = keys.probe(removal.key);
        int tag = Segment.tag(keys.hash(probe));
        Segment segment = table.segment(tag);
        int index = segment.indexOf(tag, probe, keys);
        Object cell = segment.cell(index);
        Object before = keys.content(cell);
        Object after = fold.forgotten(before, removal);
        if (after == before) {
            return false;
        }
        if (after == null) {
            table.remove(segment, index, tag);
        } else {
            segment.replace(index, keys.nextCell(cell, after));
        }
        removals.changed(before, after);
        return true;
    }

    @Override
    public void purge(Taken taken, Purged<K, V> purged) {
        long[] left = {0};
        table.revise(cell -> {
            Object before = keys.content(cell);
            Object after = fold.purged(before, taken);
            if (after != before) {
                noteRemovals(before, after);
                tell(purged, Fold.counting(before), Fold.counting(after));
            }
            left[0] += Fold.isThere(Fold.counting(after)) ? 1 : 0;
            return nextCell(cell, before, after);
        });
        resized(left[0]);
    }

    private void tell(Purged<K, V> purged, @Nullable Object before, @Nullable Object after) {
        if (before != after) {
            Entry<K, V> entryBefore = fold.entry(before);
            Entry<K, V> entryAfter = fold.entry(after);
            if (entryBefore != null || entryAfter != null) {
                purged.changed(entryBefore, entryAfter);
            }
        }
    }

    @Override
    public Standing standing(K key) {
        Object cell = table.find(keys.probe(key));
        return cell == null ? Standing.NOWHERE : Fold.standing(keys.content(cell));
    }

    @Override
    public @Nullable V get(K key) {
        Object cell = table.find(keys.probe(key));
        if (cell == null) {
            return null;
        }
        Entry<K, V> entry = fold.entry(keys.content(cell));
        return entry == null ? null : entry.value();
    }

    @Override
    public @Nullable Entry<K, V> entry(K key) {
        Object cell = table.find(keys.probe(key));
        return cell == null ? null : fold.entry(keys.content(cell));
    }

    @Override
    public long size() {
        return size.getAcquire();
    }

    @Override
    public long bytes() {
        return table.bytes() + footprint.bytes(size()) + removals.bytes();
    }

    @Override
    public void forEach(Consumer<? super Entry<K, V>> visitor) {
        table.forEach(cell -> {
            Entry<K, V> entry = fold.entry(keys.content(cell));
            if (entry != null) {
                visitor.accept(entry);
            }
        });
    }

    @Override
    public View<K, V> view() {
        return new HeapView<>(keys, fold, committed, size.getPlain(), table.copied());
    }

    @Override
    public Positions restored() {
        return Positions.none();
    }

    /** Does nothing: readers that began before may still be at it, and the garbage collector knows when they are done. */
    @Override
    public void close() {}
}
