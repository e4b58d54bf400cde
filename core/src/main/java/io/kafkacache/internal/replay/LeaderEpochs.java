package io.kafkacache.internal.replay;

import io.kafkacache.Position;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which leader epochs of a partition are known, so that the answer of a leader that was replaced is recognised (KIP-320). Used by the reader's
 * thread.
 *
 * <p>What was read is fetched by the topic's id (KIP-516), so its epochs are beyond doubt. Ends are asked for by name: a broker that has not heard
 * yet of a recreation answers with an epoch of the former topic, which may be higher than any of this one for long. So an epoch that was only
 * told is given up when for long all answers come with lower ones.
 *
 * <p>It remembers from where on each was read. Within one epoch there is one leader and so one log: who passed a position under the same epoch has
 * read the same below it.
 */
final class LeaderEpochs {
    /** Each epoch that was read with the offset from which on it may have been written: behind the last record of the one before. */
    private final List<Position> begun = new ArrayList<>(1);

    private int read = Position.NO_EPOCH;
    private int told = Position.NO_EPOCH;
    private @Nullable Moment doubtedSince;

    /** What was read from an offset on was written under this epoch, and not under the former one any more. */
    void read(int epoch, long from) {
        if (epoch != Position.NO_EPOCH) {
            begun.add(new Position(from, epoch));
            read = Math.max(read, epoch);
        }
    }

    /** Under which epoch a position was passed, or reached; {@link Position#NO_EPOCH} where nothing was read before it. */
    int at(long position) {
        int epoch = Position.NO_EPOCH;
        for (Position one : begun) {
            epoch = one.offset() < position ? one.leaderEpoch() : epoch;
        }
        return epoch;
    }

    void told(int epoch) {
        told = Math.max(told, epoch);
        doubtedSince = null;
    }

    /** Takes over what another reading of the same log knows. */
    void know(LeaderEpochs other) {
        read = Math.max(read, other.read);
        told = Math.max(told, other.told);
    }

    int highest() {
        return Math.max(read, told);
    }

    /**
     * Whether what was read up to a position is of a log that was cut since, as an end shows that was told: a later leader's, and below the position.
     * For no leader ends below what the one before it had given out, but where records were lost. At the end itself nothing is known: there the log
     * may only have got a new leader.
     */
    static boolean isCut(Position read, Position end) {
        return end.offset() < read.offset()
                && read.leaderEpoch() != Position.NO_EPOCH
                && read.leaderEpoch() < end.leaderEpoch();
    }

    boolean isReplaced(int epoch) {
        return epoch != Position.NO_EPOCH && epoch < highest();
    }

    /** Takes an answer with a lower epoch; true where it is to be believed after all, since none with a higher one has come for so long. */
    boolean givesUp(int epoch, Moment asked, long afterNanos) {
        Moment since = doubtedSince;
        if (epoch < read) {
            return false;
        }
        if (since == null) {
            doubtedSince = asked;
            return false;
        }
        if (since.ageNanos(asked) < afterNanos) {
            return false;
        }
        told = epoch;
        doubtedSince = null;
        return true;
    }
}
