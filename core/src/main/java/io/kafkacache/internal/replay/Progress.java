package io.kafkacache.internal.replay;

import io.kafkacache.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the reader has applied of each partition, as other threads see it. Immutable; published once a batch, after the store. */
public final class Progress {
    private static final Progress NONE = new Progress(0, new PartitionTrack[0], false);

    private final int generation;
    private final @Nullable String topicId;
    private final long[] next;
    private final int[] epochs;
    private final int[] highestEpochs;
    private final long[] holeEnds;
    private final long[] healed;
    private final long[] heads;
    private final long[] shortAt;
    private final long[] shortTargets;
    private final boolean readable;
    private final List<Integer> uncovered;
    private final @Nullable Moment oldestProof;
    private final long behindSinceMillis;

    private Progress(int generation, PartitionTrack[] tracks, boolean readable) {
        this.generation = generation;
        topicId = tracks.length == 0 ? null : tracks[0].source().topicId();
        int partitions = tracks.length;
        next = new long[partitions];
        epochs = new int[partitions];
        highestEpochs = new int[partitions];
        holeEnds = new long[partitions];
        healed = new long[partitions];
        heads = new long[partitions];
        shortAt = new long[partitions];
        shortTargets = new long[partitions];
        List<Integer> notCovered = List.of();
        long behindSince = partitions == 0 ? -1 : Long.MAX_VALUE;
        for (int p = 0; p < partitions; p++) { // made anew for each batch, so by one plain loop
            PartitionTrack track = tracks[p];
            next[p] = track.next();
            epochs[p] = track.position().leaderEpoch();
            highestEpochs[p] = track.highestEpoch();
            holeEnds[p] = track.holeEnd();
            healed[p] = track.healed();
            heads[p] = track.head();
            shortAt[p] = track.shortAt();
            shortTargets[p] = track.shortTarget();
            behindSince = Math.min(behindSince, track.behindSinceMillis());
            if (!track.isCovered()) {
                notCovered = notCovered.isEmpty() ? new ArrayList<>() : notCovered;
                notCovered.add(p);
            }
        }
        this.readable = readable;
        uncovered = List.copyOf(notCovered);
        behindSinceMillis = behindSince;
        oldestProof = oldestProof(tracks);
    }

    private static @Nullable Moment oldestProof(PartitionTrack[] tracks) {
        Moment oldest = null;
        for (PartitionTrack track : tracks) {
            if (!track.isCovered()) {
                continue;
            }
            Moment proven = track.proven();
            if (proven == null) {
                return null;
            }
            if (oldest == null || proven.nanos() - oldest.nanos() < 0) {
                oldest = proven;
            }
        }
        return oldest;
    }

    /** Nothing known yet. */
    public static Progress none() {
        return NONE;
    }

    /**
     * A copy of the tracks of a generation. {@code readable} says whether readers see what was applied, and of the log that is being read: from ready
     * on, until the topic is read again.
     */
    public static Progress of(int generation, PartitionTrack[] tracks, boolean readable) {
        return new Progress(generation, tracks, readable);
    }

    /** Which generation this is of: what was learned of another one cannot be compared with it. 0 where nothing is known. */
    public int generation() {
        return generation;
    }

    /** The topic that was read; null where nothing is known. */
    public @Nullable String topicId() {
        return topicId;
    }

    public int partitions() {
        return next.length;
    }

    /** Every partition. */
    public Set<Integer> all() {
        return IntStream.range(0, next.length).boxed().collect(Collectors.toSet());
    }

    /** The partitions that were added and are not read up to the end at which they were found. */
    public List<Integer> uncovered() {
        return uncovered;
    }

    public boolean knows(int partition) {
        return partition < next.length;
    }

    public boolean readable() {
        return readable;
    }

    public long next(int partition) {
        return next[partition];
    }

    public Position position(int partition) {
        return new Position(next[partition], epochs[partition]);
    }

    /** The last known end under the cache's isolation; −1 where not known. */
    public long head(int partition) {
        return heads[partition];
    }

    /** Whether an answer with this epoch comes from a leader that was replaced. */
    public boolean isStale(int partition, Position end) {
        return knows(partition)
                && end.leaderEpoch() != Position.NO_EPOCH
                && end.leaderEpoch() < highestEpochs[partition];
    }

    /** When every covered partition was last proven to be at its head; null where one never was. */
    public @Nullable Moment oldestProof() {
        return oldestProof;
    }

    /** The age of the oldest record not applied yet, as far as known; 0 at the last known head, NaN while a head is not known. */
    public double lagSeconds(long nowWallMillis) {
        if (behindSinceMillis < 0) {
            return Double.NaN;
        }
        return behindSinceMillis == Long.MAX_VALUE ? 0 : Math.max(0, (nowWallMillis - behindSinceMillis) / 1e3);
    }

    /** Offsets not applied yet below the last known heads; −1 while one is not known. */
    public long lagRecords() {
        long lag = 0;
        for (int p = 0; p < next.length; p++) {
            if (heads[p] < 0) {
                return -1;
            }
            lag += passed(p, heads[p]) ? 0 : heads[p] - next[p];
        }
        return next.length == 0 ? -1 : lag;
    }

    /** Whether everything below {@code target} that can be read has been applied. */
    public boolean passed(int partition, long target) {
        return next[partition] >= target
                || (shortAt[partition] == next[partition] && target <= shortTargets[partition]);
    }

    /** Whether a hole was met behind {@code from}. */
    boolean metHole(int partition, long from) {
        return holeEnds[partition] > from;
    }

    /** Whether what holes have hidden behind {@code from} and below {@code target} has been read since. */
    boolean isHealed(int partition, long from, long target) {
        return healed[partition] >= target || !metHole(partition, Math.max(from, healed[partition]));
    }
}
