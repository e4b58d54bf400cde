package io.kafkacache.internal.replay;

import io.kafkacache.Entry;
import io.kafkacache.Fingerprint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sums of one generation, kept up by the reader: what stood when it was complete is added up beside it, while the reader counts what has changed
 * since. A batch's changes are gathered first and shown at its end. The gathering is the reader's thread; the rest any.
 */
public final class Fingerprints {
    private static final int KEPT = 1_024;
    private static final int FEWEST = 16;
    private static final int SHARED_BY = 64; // more partitions than this share the memory of so many

    private long[] changed = new long[0]; // of each partition, since the beginning: the reader's
    private long leftOut; // since the beginning: the reader's
    private int gathered; // the reader's
    private int[] ofPartition = new int[64];
    private long[] position = new long[64];
    private long[] sum = new long[64];
    private final List<Ring> rings = new ArrayList<>(); // guarded by this, as all below
    private long @Nullable [] base;
    private long baseLeftOut;
    private long shownLeftOut;

    /** Begins to count, in these partitions at these positions. Again where partitions were added. */
    public synchronized void cover(List<PartitionTrack> tracks) {
        changed = Arrays.copyOf(changed, tracks.size());
        int size = Math.max(FEWEST, KEPT * SHARED_BY / Math.max(SHARED_BY, tracks.size()));
        for (int p = rings.size(); p < tracks.size(); p++) {
            rings.add(new Ring(size));
            rings.get(p).add(tracks.get(p).next(), 0);
        }
    }

    /** The entry of a key is another one now: each counts in the partition its record comes from. The reader's thread. */
    public void change(ByteBuffer key, @Nullable Entry<?, ?> before, @Nullable Entry<?, ?> after) {
        if (before != null) {
            changed[before.source().partition()] -= KeySum.of(before, key);
            leftOut -= KeySum.leavesOut(before) ? 1 : 0;
        }
        if (after != null) {
            changed[after.source().partition()] += KeySum.of(after, key);
            leftOut += KeySum.leavesOut(after) ? 1 : 0;
        }
    }

    /** What a partition's sum is from this position on. The reader's thread. */
    public void reached(int partition, long next) {
        if (gathered == ofPartition.length) {
            ofPartition = Arrays.copyOf(ofPartition, 2 * gathered);
            position = Arrays.copyOf(position, 2 * gathered);
            sum = Arrays.copyOf(sum, 2 * gathered);
        }
        ofPartition[gathered] = partition;
        position[gathered] = next;
        sum[gathered++] = changed[partition];
    }

    /** Shows what was gathered. The reader's thread. */
    public synchronized void show() {
        for (int i = 0; i < gathered; i++) {
            rings.get(ofPartition[i]).add(position[i], sum[i]);
        }
        gathered = 0;
        shownLeftOut = leftOut;
    }

    /** What stood in each partition when the counting began, and how many entries that leaves out. Any thread. */
    public synchronized void begunWith(long[] sums, long without) {
        base = sums;
        baseLeftOut = without;
    }

    /** The sum of a partition at a position that was reached; null while not known, or not kept any more. Any thread. */
    public synchronized @Nullable Long at(int partition, long position) {
        return base == null || partition >= rings.size()
                ? null
                : rings.get(partition).at(position, base(partition));
    }

    /** How many entries the sums leave out; −1 while not known. Any thread. */
    public synchronized long leftOut() {
        return base == null ? -1 : baseLeftOut + shownLeftOut;
    }

    /** All of it, at these positions; empty while not known. Any thread. */
    public synchronized Fingerprint snapshot(Progress progress) {
        List<Fingerprint.Sums> partitions = new ArrayList<>();
        for (int p = 0; base != null && p < Math.min(rings.size(), progress.partitions()); p++) {
            partitions.add(
                    rings.get(p).sums(p, Math.max(progress.next(p), rings.get(p).last()), base(p)));
        }
        return new Fingerprint(progress.topicId(), partitions);
    }

    private long base(int partition) {
        long[] sums = base;
        return sums == null || partition >= sums.length ? 0 : sums[partition];
    }

    /** The last positions of a partition at which its sum changed. */
    private static final class Ring {
        private final long[] positions;
        private final long[] sums;
        private int count;
        private int newest = -1;

        Ring(int size) {
            positions = new long[size];
            sums = new long[size];
        }

        void add(long position, long sum) {
            if (newest < 0 || positions[newest] != position) {
                newest = newest + 1 == positions.length ? 0 : newest + 1;
                count = Math.min(count + 1, positions.length);
            }
            positions[newest] = position;
            sums[newest] = sum;
        }

        /** Looks from the newest back, for it is nearly always the newest that is asked for. */
        @Nullable
        Long at(long position, long base) {
            for (int back = 0; back < count; back++) {
                int i = Math.floorMod(newest - back, positions.length);
                if (positions[i] <= position) {
                    return sums[i] + base;
                }
            }
            return null;
        }

        long last() {
            return positions[newest];
        }

        Fingerprint.Sums sums(int partition, long now, long base) {
            long[] at = new long[count];
            long[] values = new long[count];
            for (int i = 0; i < count; i++) {
                int from = Math.floorMod(newest - count + 1 + i, positions.length);
                at[i] = positions[from];
                values[i] = sums[from] + base;
            }
            return new Fingerprint.Sums(partition, now, at, values);
        }
    }
}
