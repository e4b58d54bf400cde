package io.kafkacache.internal.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Position;
import io.kafkacache.Source;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A consumer goes on giving out what it had fetched of a log that was cut since. So an end is not passed by a position that lies beyond it and was
 * written under an earlier epoch: what stands below that end now is something else.
 */
class CutLogTest {
    private static final Position END = new Position(12, 6);

    private final PartitionTrack track = new PartitionTrack(new Source("users", "id", 0), 0, at(0));

    CutLogTest() {
        track.moveTo(new Position(10, 5), at(10));
    }

    private static Moment at(long nanos) {
        return new Moment(nanos, 0);
    }

    private Progress progress() {
        return Progress.of(1, new PartitionTrack[] {track}, true);
    }

    private Lap lapToTheEnd() {
        return Lap.first(progress(), Map.of(0, END));
    }

    @Test
    void whoReadsBeyondTheEndUnderAnEarlierEpochHasNotReadItsLog() {
        Lap lap = lapToTheEnd();
        boolean before = lap.isOfAnotherLog(progress());

        track.moveTo(new Position(15, 5), at(11));

        assertThat(before).isFalse();
        assertThat(lap.reached(progress())).isTrue();
        assertThat(lap.isOfAnotherLog(progress())).isTrue();
    }

    @Test
    void whoReadsBeyondTheEndUnderItsEpochHas() {
        Lap lap = lapToTheEnd();

        track.moveTo(new Position(15, 6), at(11));

        assertThat(lap.isOfAnotherLog(progress())).isFalse();
    }

    /** A new leader that has lost nothing, and to which nothing was written yet. */
    @Test
    void whoStandsAtTheEndMayWellHave() {
        Lap lap = lapToTheEnd();

        track.moveTo(new Position(12, 5), at(11));

        assertThat(lap.isOfAnotherLog(progress())).isFalse();
    }

    /** Asked for after the position was there: no leader of this log ends below it. */
    @Test
    void anEndBelowWhatWasReadBeforeTheQuestionIsNone() {
        Lap lap = Lap.first(progress(), Map.of(0, new Position(9, 5)));

        assertThat(lap.reached(progress())).isTrue();
        assertThat(lap.isOfAnotherLog(progress())).isTrue();
    }

    @Test
    void theEndOfAnotherLogProvesNothing() {
        track.headAnswered(at(11), END);
        track.moveTo(new Position(15, 5), at(12));

        assertThat(track.proven()).isNull();
    }

    @Test
    void whatIsProvenByThisLogStaysProven() {
        track.headAnswered(at(11), new Position(10, 5));

        track.headAnswered(at(12), new Position(8, 6));
        boolean cut = track.isCutBy(new Position(8, 6));

        assertThat(cut).isTrue();
        assertThat(track.proven()).isEqualTo(at(11));
        assertThat(track.head()).isEqualTo(-1);
    }

    /** Where an epoch is not known, an end below the position is that of a lagging leader as well. */
    @Test
    void withoutEpochsNothingIsKnownToBeCut() {
        track.moveTo(Position.at(15), at(11));
        boolean ofAPosition = track.isCutBy(END);
        track.moveTo(new Position(16, 5), at(12));

        assertThat(ofAPosition).isFalse();
        assertThat(track.isCutBy(Position.at(12))).isFalse();
        assertThat(track.isCutBy(new Position(12, 5))).isFalse();
    }
}
