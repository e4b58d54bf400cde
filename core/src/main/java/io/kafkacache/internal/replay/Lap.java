package io.kafkacache.internal.replay;

import io.kafkacache.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reading from where we stand to ends captured at the lap's beginning. The replay, {@code await} and {@code sync} all wait in laps: when one
 * met a hole, the cleaner may have taken a record from us whose successor stands behind the lap's target but below the end of now, so
 * another lap follows, to the end of now; at most {@link #MOST} of them. Immutable.
 */
public final class Lap {
    /** A key that is still being superseded by then is not promised. */
    public static final int MOST = 5;

    private final int number;
    private final List<Stretch> stretches;

    private Lap(int number, List<Stretch> stretches) {
        this.number = number;
        this.stretches = stretches;
    }

    public static Lap first(List<Stretch> stretches) {
        return new Lap(1, List.copyOf(stretches));
    }

    /** The first lap from the positions of {@code from} to {@code ends}. */
    public static Lap first(Progress from, Map<Integer, Position> ends) {
        return new Lap(1, stretches(from, ends));
    }

    /** The lap that follows this one, from the positions at which its ends were asked for. */
    public Lap next(Progress from, Map<Integer, Position> ends) {
        return new Lap(number + 1, stretches(from, ends));
    }

    private static List<Stretch> stretches(Progress from, Map<Integer, Position> ends) {
        List<Stretch> stretches = new ArrayList<>(ends.size());
        ends.forEach((p, end) ->
                stretches.add(new Stretch(p, from.knows(p) ? from.next(p) : 0, end.offset(), end.leaderEpoch())));
        return List.copyOf(stretches);
    }

    public int number() {
        return number;
    }

    public List<Stretch> stretches() {
        return stretches;
    }

    public boolean reached(Progress progress) {
        return missing(progress) == null;
    }

    /** The first stretch whose target is not reached, or null where all are. */
    public @Nullable Stretch missing(Progress progress) {
        for (Stretch s : stretches) {
            if (!progress.knows(s.partition) || !progress.passed(s.partition, s.target)) {
                return s;
            }
        }
        return null;
    }

    /**
     * Whether an end, though reached, is not one of the log that was read: a lower one than was read before it was asked for, as a leader tells that was
     * replaced; or one that was passed by what was written before its leader, as where records were lost since.
     */
    public boolean isOfAnotherLog(Progress progress) {
        return stretches.stream()
                .anyMatch(s -> s.target < s.from
                        || LeaderEpochs.isCut(progress.position(s.partition), new Position(s.target, s.leaderEpoch)));
    }

    /** The partitions it reads. */
    public Set<Integer> partitions() {
        return stretches.stream().map(Stretch::partition).collect(Collectors.toSet());
    }

    /** Whether, once reached, another lap must follow. */
    public boolean needsAnother(Progress progress) {
        return number < MOST && stretches.stream().anyMatch(s -> progress.metHole(s.partition, s.from));
    }

    /** Whether another lap would find nothing, since the head was proven behind all holes that were met. */
    public boolean isHealed(Progress progress) {
        return stretches.stream().allMatch(s -> progress.isHealed(s.partition, s.from, s.target));
    }

    /**
     * The part of a lap in one partition: holes count from {@code from} on, the lap ends at {@code target}, which a leader of that epoch has told.
     */
    public record Stretch(int partition, long from, long target, int leaderEpoch) {
        /** One to an offset that no leader has told. */
        public Stretch(int partition, long from, long target) {
            this(partition, from, target, Position.NO_EPOCH);
        }
    }
}
