package io.kafkacache.internal.heap;

import io.kafkacache.Applied;
import io.kafkacache.ByteRange;
import io.kafkacache.Change;
import io.kafkacache.Entry;
import io.kafkacache.Interpreter;
import io.kafkacache.Positions;
import io.kafkacache.Scan;
import io.kafkacache.Source;
import io.kafkacache.Standing;
import io.kafkacache.Store;
import io.kafkacache.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decoded entries on the heap, in a {@link Table}: the store {@code heap} and, by another table, {@code sorted}. What stands for a key is decided by
 * {@link Fold}; the table only finds it. Takes records in any order.
 *
 * <p>What was applied is seen by readers at once or when its batch is committed, as the table has it.
 *
 * During replay values stay bytes, in {@link Pending}; who reads one then has it interpreted on the spot, each time.
 *
 * @param <K> the key
 * @param <V> the value
 */
public final class HeapStore<K, V> implements Store<K, V> {
    private final Fold<K, V> fold;
    private final Table<K> table;
    private final Footprint footprint = new Footprint();
    private final Removals<K> removals = new Removals<>();
    private final AtomicLong size = new AtomicLong(); // set by the writer alone
    private Positions committed = Positions.none(); // writer only

    /**
     * An empty store in a hash table.
     *
     * @param name not needed here
     * @param interpreter gives bytes their meaning
     */
    public HeapStore(String name, Interpreter<K, V> interpreter) {
        this(interpreter, new HashedTable<>(Keys.of(interpreter)));
    }

    private HeapStore(Interpreter<K, V> interpreter, Table<K> table) {
        this.fold = new Fold<>(interpreter);
        this.table = table;
    }

    /**
     * An empty store that keeps its keys in order.
     *
     * @param <K> the key
     * @param <V> the value
     * @param name not needed here
     * @param interpreter gives bytes their meaning
     * @return the store
     */
    public static <K, V> HeapStore<K, V> sorted(String name, Interpreter<K, V> interpreter) {
        return new HeapStore<>(interpreter, new SortedTable<>(interpreter));
    }

    @Override
    public Replay replay() {
        return Replay.ANY_ORDER;
    }

    @Override
    public Applied apply(Change<K, V> change) {
        Object before = table.seek(change);
        Object after = fold.next(before, change);
        if (after != before) {
            table.put(after);
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
        if (Candidate.isThere(after)) {
            return Candidate.isThere(before) ? Applied.REPLACED : Applied.ADDED;
        }
        return Candidate.isThere(before) ? Applied.REMOVED : Applied.NOTHING;
    }

    @Override
    public void commit(Positions positions) {
        committed = positions;
        table.publish();
    }

    @Override
    public void replayed(Parallel parallel) {
        fold.live();
        List<Settled> parts = new ArrayList<>();
        for (int part = 0; part < Table.PARTS; part++) {
            parts.add(new Settled());
        }
        table.settle(parallel, parts);
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

    /** Settles the contents of one part at the end of the replay. */
    private final class Settled implements Function<Object, @Nullable Object> {
        private final List<Object> remembering = new ArrayList<>();
        private long entries;

        @Override
        public @Nullable Object apply(Object before) {
            Object after = fold.settled(before);
            entries += Fold.stands(after) ? 1 : 0;
            if (after != null && mayRemember(after)) {
                remembering.add(after);
            }
            return after;
        }
    }

    @Override
    public void rememberRemovals() {
        fold.remember();
    }

    @Override
    public boolean forgetRemovals(long nowNanos, long beforeNanos) {
        boolean forgotten = removals.forget(nowNanos, beforeNanos, this::stands, this::takeOut);
        table.publish();
        return forgotten;
    }

    private boolean stands(Gone<K> removal) {
        return Arrays.asList(Fold.candidates(table.seek(removal.key))).contains(removal);
    }

    private boolean takeOut(Gone<K> removal) {
        Object before = Objects.requireNonNull(table.seek(removal.key));
        Object after = fold.forgotten(before, removal);
        if (after == before) {
            return false;
        }
        table.put(after);
        removals.changed(before, after);
        return true;
    }

    @Override
    public void purge(Taken taken, Purged<K, V> purged) {
        long[] left = {0};
        table.revise(before -> {
            Object after = fold.purged(before, taken);
            if (after != before) {
                noteRemovals(before, after);
                tell(purged, Fold.counting(before), Fold.counting(after));
            }
            left[0] += Fold.stands(after) ? 1 : 0;
            return after;
        });
        resized(left[0]);
        table.publish();
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
        return Fold.standing(table.find(key));
    }

    @Override
    public boolean isOutranked(K key, int partition, long timestampMillis) {
        Object content = table.seek(key);
        return content != null && Fold.outranks(content, partition, timestampMillis);
    }

    @Override
    public long heldBy(K key, int partition) {
        return Fold.heldBy(table.seek(key), partition);
    }

    @Override
    public @Nullable V get(K key) {
        Entry<K, V> entry = fold.entry(table.find(key));
        return entry == null ? null : entry.value();
    }

    @Override
    public @Nullable Entry<K, V> entry(K key) {
        return fold.entry(table.find(key));
    }

    @Override
    public @Nullable Entry<K, V> latest(K key) {
        return fold.entry(table.seek(key));
    }

    @Override
    public long size() {
        return size.getAcquire();
    }

    @Override
    public long bytes() {
        return table.bytes(size()) + footprint.bytes(size()) + removals.bytes();
    }

    @Override
    public void forEach(Consumer<? super Entry<K, V>> visitor) {
        table.forEach(fold.visiting(visitor));
    }

    @Override
    public Scan<Entry<K, V>> scan(ByteRange range) {
        return Scan.of(table.scan(range, fold::entry));
    }

    @Override
    public Scan<K> scanKeys(ByteRange range) {
        return Scan.of(table.scan(range, fold::standingKey));
    }

    @Override
    public View<K, V> view() {
        return new HeapView<>(fold, committed, size.getPlain(), table.frozen());
    }

    @Override
    public Positions restored() {
        return Positions.none();
    }

    /** Does nothing: readers that began before may still be at it, and the garbage collector knows when they are done. */
    @Override
    public void close() {}
}
