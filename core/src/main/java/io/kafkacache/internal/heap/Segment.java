package io.kafkacache.internal.heap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One part of a {@link HeapTable}: open addressing with linear probing over two arrays of one length. A tag is the key's hash, so that a
 * probe runs over plain ints and follows a reference only where the whole hash agrees. Why lock-free readers are right is told there.
 *
 * <p>The place of a hash grows with the hash, at any length of the array, so moving to another length writes the new arrays from front to
 * back.
 */
final class Segment {
    private static final int EMPTY = 0;
    private static final int REMOVED = 1;
    private static final int SMALLEST = 4;
    private static final VarHandle TAGS = MethodHandles.arrayElementVarHandle(int[].class);
    private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(Object[].class);

    private final int[] tags;
    private final @Nullable Object[] cells;
    private int occupied; // writer only
    private int used; // writer only: occupied and removed

    private Segment(int capacity) {
        tags = new int[capacity];
        cells = new Object[capacity];
    }

    static Segment empty() {
        return new Segment(SMALLEST);
    }

    /** The tag of a hash: not {@link #EMPTY}, not {@link #REMOVED}. */
    static int tag(int hash) {
        return hash | 2;
    }

    /** The cell of a key, or null. Any thread. */
    @Nullable
    Object find(int tag, Object probe, Keys<?> keys) {
        int i = first(tag);
        for (int found; (found = (int) TAGS.getAcquire(tags, i)) != EMPTY; i = after(i)) {
            if (found == tag) {
                Object cell = CELLS.getAcquire(cells, i);
                if (cell != null && keys.matches(cell, probe)) {
                    return cell;
                }
            }
        }
        return null;
    }

    /** The index of a key, or the complement of the index where it is to be inserted. Writer only, as all below. */
    int indexOf(int tag, Object probe, Keys<?> keys) {
        int free = -1;
        int i = first(tag);
        for (int found; (found = tags[i]) != EMPTY; i = after(i)) {
            if (found == REMOVED) {
                free = free < 0 ? i : free;
            } else if (found == tag && keys.matches(cell(i), probe)) {
                return i;
            }
        }
        return ~(free < 0 ? i : free);
    }

    @SuppressWarnings("NullAway") // asked only where a key stands
    Object cell(int index) {
        return cells[index];
    }

    /** Whether an insertion there would leave probes too long. */
    boolean isFullFor(int index) {
        return tags[index] == EMPTY && used >= capacity() - capacity() / 4;
    }

    void insert(int index, int tag, Object cell) {
        if (tags[index] == EMPTY) {
            used++;
        }
        occupied++;
        TAGS.setRelease(tags, index, tag);
        CELLS.setRelease(cells, index, cell);
    }

    void replace(int index, Object cell) {
        CELLS.setRelease(cells, index, cell);
    }

    void remove(int index) {
        occupied--;
        CELLS.setRelease(cells, index, null);
        TAGS.setRelease(tags, index, REMOVED);
    }

    boolean isMostlyEmpty() {
        return capacity() >= 16 * SMALLEST && occupied < capacity() / 8;
    }

    int capacity() {
        return tags.length;
    }

    /** Visits every cell. Any thread. */
    void forEach(Consumer<Object> visitor) {
        for (int i = 0; i < cells.length; i++) {
            Object cell = CELLS.getAcquire(cells, i);
            if (cell != null) {
                visitor.accept(cell);
            }
        }
    }

    /** Changes each cell to what is left of it. */
    void revise(Function<Object, @Nullable Object> left) {
        for (int i = 0; i < cells.length; i++) {
            Object cell = cells[i];
            Object after = cell == null ? null : left.apply(cell);
            if (after == cell) {
                continue;
            }
            if (after == null) {
                remove(i);
            } else {
                replace(i, after);
            }
        }
    }

    /** A copy with room to grow. */
    Segment resized() {
        return moved(cells, occupied * 2);
    }

    /** A copy of what is left of each cell, with little room to spare. */
    Segment trimmed(Function<Object, @Nullable Object> left) {
        @Nullable Object[] kept = new Object[cells.length];
        int count = 0;
        for (int i = 0; i < kept.length; i++) {
            Object cell = cells[i];
            kept[i] = cell == null ? null : left.apply(cell);
            count += kept[i] == null ? 0 : 1;
        }
        return moved(kept, count * 10 / 7 + 1);
    }

    /** A copy of the cells. */
    @Nullable
    Object[] copied() {
        return cells.clone();
    }

    private Segment moved(@Nullable Object[] from, int capacity) {
        Segment to = new Segment(Math.max(SMALLEST, capacity));
        for (int i = 0; i < from.length; i++) {
            Object cell = from[i];
            if (cell != null) {
                int free = to.first(tags[i]);
                while (to.tags[free] != EMPTY) {
                    free = to.after(free);
                }
                to.tags[free] = tags[i];
                to.cells[free] = cell;
                to.occupied++;
            }
        }
        to.used = to.occupied;
        return to;
    }

    private int first(int tag) {
        return (int) ((((tag << 8) & 0xffff_ffffL) * tags.length) >>> 32); // the top eight bits have chosen the segment
    }

    private int after(int index) {
        return index + 1 == tags.length ? 0 : index + 1;
    }
}
