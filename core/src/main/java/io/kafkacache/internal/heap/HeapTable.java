package io.kafkacache.internal.heap;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A hash table for one writer and any number of readers, who take no lock, allocate nothing and never retry. The hash's top bits choose one
 * of 256 segments, so that growing moves a small part of the entries at a time, and the end of a replay has parts to hand out.
 *
 * <p><b>Why readers are right.</b> Every store of the writer is a release and every load of a reader an acquire, so whoever sees one store
 * sees all before it, and a reader can tell what it sees from some moment between the beginning and the end of its read:
 * <ul>
 *   <li>A key keeps its index in a segment as long as it stands. Setting its value replaces one reference: a reader gets the old cell or the
 *       new one, whole, for cells are immutable.
 *   <li>An insertion stores the tag, then the cell. A reader that passes the index before, or finds the tag without the cell, answers
 *       "absent", which was true when it looked.
 *   <li>A removal clears the cell, then marks the tag as removed, never as empty, so that probes for other keys go on behind it. A marked
 *       index may be taken by any key. Thus a key may come back at an earlier index than it left; a reader may then miss both, but only
 *       where it passed the earlier one before the key came back and the later one after the key had left: between the two the key was
 *       absent.
 *   <li>Growing and trimming fill a new segment, publish it, and never touch the old one again. A reader that still holds the old one sees
 *       what stood when the new one was published, which is after its read began. One that has seen anything newer, itself or through
 *       another thread, sees the new one.
 * </ul>
 * A walk over the table takes each segment once and passes each index of it once; by the first point it meets a key that stands throughout
 * exactly once.
 */
final class HeapTable {
    static final int SEGMENTS = 256;

    private static final int BYTES_PER_INDEX = 8;
    private static final int BYTES_PER_SEGMENT = 72;

    private final Keys<?> keys;
    private final AtomicReferenceArray<Segment> segments = new AtomicReferenceArray<>(SEGMENTS);
    private final AtomicLong bytes = new AtomicLong();

    HeapTable(Keys<?> keys) {
        this.keys = keys;
    }

    /** The cell of a key, or null. Any thread. */
    @Nullable
    Object find(Object probe) {
        int tag = Segment.tag(keys.hash(probe));
        Segment segment = segments.getAcquire(part(tag));
        return segment == null ? null : segment.find(tag, probe, keys);
    }

    /** Visits every cell, weakly consistent. Any thread. */
    void forEach(Consumer<Object> visitor) {
        for (int part = 0; part < SEGMENTS; part++) {
            forEach(part, visitor);
        }
    }

    /** Visits every cell of one part. */
    void forEach(int part, Consumer<Object> visitor) {
        Segment segment = segments.getAcquire(part);
        if (segment != null) {
            segment.forEach(visitor);
        }
    }

    /** About what the arrays occupy. Any thread. */
    long bytes() {
        return bytes.getAcquire();
    }

    /** The segment of a tag, made where it is missing. Writer only, as all below. */
    Segment segment(int tag) {
        Segment segment = segments.getPlain(part(tag));
        return segment == null ? put(part(tag), null, Segment.empty()) : segment;
    }

    void insert(Segment segment, int index, int tag, Object probe, Object cell) {
        if (segment.isFullFor(index)) {
            Segment larger = put(part(tag), segment, segment.resized());
            larger.insert(~larger.indexOf(tag, probe, keys), tag, cell);
        } else {
            segment.insert(index, tag, cell);
        }
    }

    void remove(Segment segment, int index, int tag) {
        segment.remove(index);
        shrink(part(tag), segment);
    }

    private void shrink(int part, Segment segment) {
        if (segment.isMostlyEmpty()) {
            put(part, segment, segment.resized());
        }
    }

    /** Trims one segment to what is left of its cells. May run at once for different parts. */
    void trim(int part, Function<Object, @Nullable Object> left) {
        Segment segment = segments.getPlain(part);
        if (segment != null) {
            put(part, segment, segment.trimmed(left));
        }
    }

    /** Changes each cell to what is left of it; {@code left} must not use the table. */
    void revise(Function<Object, @Nullable Object> left) {
        for (int part = 0; part < SEGMENTS; part++) {
            Segment segment = segments.getPlain(part);
            if (segment != null) {
                segment.revise(left);
                shrink(part, segment);
            }
        }
    }

    /** The arrays of cells as they are now. */
    List<@Nullable Object[]> copied() {
        List<@Nullable Object[]> copies = new ArrayList<>();
        for (int part = 0; part < SEGMENTS; part++) {
            Segment segment = segments.getPlain(part);
            if (segment != null) {
                copies.add(segment.copied());
            }
        }
        return copies;
    }

    private Segment put(int part, @Nullable Segment before, Segment after) {
        segments.setRelease(part, after);
        bytes.addAndGet(size(after) - (before == null ? 0 : size(before)));
        return after;
    }

    private static long size(Segment segment) {
        return BYTES_PER_SEGMENT + (long) segment.capacity() * BYTES_PER_INDEX;
    }

    private static int part(int tag) {
        return tag >>> 24;
    }
}
