package io.kafkacache.internal.replay;

import io.kafkacache.Position;
import org.jspecify.annotations.Nullable;

/**
 * When a partition was last proven to be at its head: an end that was asked for at <i>t</i> and has been passed proves the head at <i>t</i>.
 *
 * <p>A reader that lags gets answers faster than it passes them. Of those not passed yet the oldest is kept, because it is passed first, and
 * the newest, to go on with; the ones between would only make the proof a little younger.
 *
 * <p>A leader that was replaced and does not know it yet answers with an end that is none any more, which is found out when something of its successor
 * is read. Then an older proof counts, from before it can have been replaced without knowing: the one that has settled.
 */
final class HeadProof {
    /** For longer than this no leader goes on without knowing that it was replaced. */
    private static final long SETTLING_NANOS = 30_000_000_000L;

    private @Nullable Ask proven;
    private @Nullable Ask settling;
    private @Nullable Ask settled; // followed by another proof so much later
    private @Nullable Ask oldest;
    private @Nullable Ask newest;

    void asked(Moment at, Position end, Position position) {
        Ask ask = new Ask(at, end);
        if (oldest != null && end.offset() < oldest.end.offset()) {
            forgetAsked(); // the log was cut, and may never be that long again
        }
        if (oldest == null) {
            oldest = ask;
        } else {
            newest = ask;
        }
        moved(position);
    }

    void moved(Position position) {
        while (oldest != null && position.offset() >= oldest.end.offset()) {
            if (!LeaderEpochs.isCut(position, oldest.end)) {
                proves(oldest);
            }
            oldest = newest;
            newest = null;
        }
    }

    private void proves(Ask passed) {
        if (proven != null && proven.at.nanos() - passed.at.nanos() >= 0) {
            return;
        }
        proven = passed;
        if (settling == null || settling.at.ageNanos(passed.at) > SETTLING_NANOS) {
            settled = settling;
            settling = passed;
        }
    }

    /** Forgets the ends that were told and are not passed: they were of another log. */
    void forgetAsked() {
        oldest = null;
        newest = null;
    }

    @Nullable
    Moment proven() {
        return proven == null ? null : proven.at;
    }

    /** Whether it was proven since a moment, by an end not below that offset: a lower one is an older one, whoever told it. */
    boolean since(long nanos, long offset) {
        return proven != null && proven.at.nanos() - nanos > 0 && proven.end.offset() >= offset;
    }

    /** The same where something is read that was written under this epoch. */
    @Nullable
    Moment proven(int epochRead) {
        if (proven == null || proven.end.leaderEpoch() == Position.NO_EPOCH || proven.end.leaderEpoch() >= epochRead) {
            return proven();
        }
        return settled == null ? null : settled.at;
    }

    private record Ask(Moment at, Position end) {}
}
