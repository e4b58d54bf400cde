package io.kafkacache.internal.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Position;
import io.kafkacache.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

/** ReadYourWrites: a barrier need not ask again for what a hole has hidden once the head was proven behind it, and no sooner. */
class HealedHoleTest {
    private final PartitionTrack track = new PartitionTrack(new Source("users", "id", 0), 0, at(0));

    private static Moment at(long nanos) {
        return new Moment(nanos, 0);
    }

    /** Offset 1 was passed without a record at 10, and the position is 3. */
    private void passAHole() {
        track.record(0, 0, 0, at(10));
        track.record(2, 0, 0, at(10));
        track.moveTo(Position.at(3), at(10));
    }

    private boolean isHealed(long offset) {
        Progress progress = Progress.of(1, new PartitionTrack[] {track}, true);
        return Lap.first(List.of(new Lap.Stretch(0, offset, offset + 1))).isHealed(progress);
    }

    @Test
    void anEndThatWasAskedForBehindTheHoleHealsIt() {
        passAHole();
        boolean before = isHealed(1);

        track.headAnswered(at(11), Position.at(3));

        assertThat(before).isFalse();
        assertThat(isHealed(1)).isTrue();
    }

    /** What was taken may have been superseded after the question. */
    @Test
    void anEndThatWasAskedForNoLaterThanTheHoleWasPassedDoesNot() {
        passAHole();

        track.headAnswered(at(10), Position.at(3));

        assertThat(isHealed(1)).isFalse();
    }

    @Test
    void anEndHealsWhenItIsPassedAndNotBefore() {
        passAHole();
        track.headAnswered(at(11), Position.at(5));
        track.record(3, 0, 0, at(12));
        track.moveTo(Position.at(4), at(12));
        boolean before = isHealed(1);

        track.record(4, 0, 0, at(13));
        track.moveTo(Position.at(5), at(13));

        assertThat(before).isFalse();
        assertThat(isHealed(1)).isTrue();
    }

    /** What superseded the record of the first hole may have stood in the second, and what superseded that, behind the end. */
    @Test
    void aHoleOnTheWayToTheEndKeepsBothOpen() {
        passAHole();
        track.headAnswered(at(11), Position.at(5));

        track.moveTo(Position.at(5), at(12));

        assertThat(isHealed(1)).isFalse();
        assertThat(isHealed(4)).isFalse();
    }

    @Test
    void aLaterHoleDoesNotOpenWhatWasHealed() {
        passAHole();
        track.headAnswered(at(11), Position.at(3));

        track.record(3, 0, 0, at(12));
        track.moveTo(Position.at(5), at(12));

        assertThat(isHealed(1)).isTrue();
        assertThat(isHealed(3)).isTrue();
        assertThat(isHealed(4)).isFalse();
    }

    /** A leader that was replaced, or the log of a topic that was made again. */
    @Test
    void anEndBelowTheHoleHealsNothing() {
        passAHole();

        track.headAnswered(at(11), Position.at(1));

        assertThat(isHealed(1)).isFalse();
    }
}
