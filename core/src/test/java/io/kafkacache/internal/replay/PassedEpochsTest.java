package io.kafkacache.internal.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Position;
import io.kafkacache.Source;
import org.junit.jupiter.api.Test;

/** Resumable: a partition tells under which leader epoch a position was passed, so that the token of another log is known. */
class PassedEpochsTest {
    private static final Moment NOW = new Moment(0, 0);

    private final PartitionTrack track = new PartitionTrack(new Source("users", "id", 0), 2, NOW);

    @Test
    void aPositionHasTheEpochOfWhatStandsBeforeIt() {
        track.record(2, 1, 0, NOW);
        track.record(3, 3, 0, NOW);
        track.record(4, 3, 0, NOW);

        assertThat(track.epochAt(2)).as("nothing was read before it").isEqualTo(Position.NO_EPOCH);
        assertThat(track.epochAt(3)).isEqualTo(1);
        assertThat(track.epochAt(4)).isEqualTo(3);
        assertThat(track.epochAt(5)).isEqualTo(3);
    }

    /** A new leader may have written what was taken from the hole. */
    @Test
    void aHoleBeforeALaterEpochMayBelongToIt() {
        track.record(2, 1, 0, NOW);
        track.record(5, 3, 0, NOW);

        assertThat(track.epochAt(3)).isEqualTo(1);
        assertThat(track.epochAt(4)).isEqualTo(3);
    }

    @Test
    void aHoleThatAPollPassedHasTheEpochOfThePoll() {
        track.record(2, 1, 0, NOW);
        track.moveTo(new Position(5, 1), NOW);
        track.record(5, 3, 0, NOW);

        assertThat(track.epochAt(5)).isEqualTo(1);
        assertThat(track.epochAt(6)).isEqualTo(3);
    }

    @Test
    void withoutEpochsNothingIsKnown() {
        track.record(2, Position.NO_EPOCH, 0, NOW);

        assertThat(track.epochAt(3)).isEqualTo(Position.NO_EPOCH);
    }
}
