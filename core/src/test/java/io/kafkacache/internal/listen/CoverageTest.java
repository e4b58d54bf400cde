package io.kafkacache.internal.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.HistoryWindow;
import io.kafkacache.Position;
import io.kafkacache.Positions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CoverageTest {
    private static final Origin HERE = new Origin(1, "v1", true, new HistoryWindow(10, 1_000));

    private static @Nullable String another(Place token, Place since, Place now) {
        return Coverage.refusal(
                new Token(2, "v1", new Mark(9, token)), HERE, new Mark(0, since), new Mark(3, since), new Mark(7, now));
    }

    private static @Nullable String own(long step) {
        Token token = new Token(1, "v1", new Mark(step, Updates.place(5)));
        return Coverage.refusal(
                token,
                HERE,
                new Mark(3, Updates.place(5)),
                new Mark(6, Updates.place(6)),
                new Mark(7, Updates.place(7)));
    }

    /** A token of another cache that stands at 100 under epoch 5, for one that has read so far under these. */
    private static @Nullable String divergence(long readTo, Subscriptions.Epochs epochs) {
        Place told = new Place("id", 1, Positions.of(List.of(new Position(100, 5))), Updates.positions(0));
        return Coverage.divergence(new Token(2, "v1", new Mark(9, told)), new Mark(7, Updates.place(readTo)), epochs);
    }

    @Test
    void ownTokensAreServedFromTheOldestStepOn() {
        assertThat(own(2)).contains("10 updates");
        assertThat(own(3)).isNull();
        assertThat(own(7)).isNull();
        assertThat(own(8)).contains("has not told it");
    }

    @Test
    void anotherTopicIsRefusedWhoeverToldIt() {
        Place left = new Place("left", 1, Updates.positions(5), Updates.positions(0));

        assertThat(another(left, Updates.place(0), Updates.place(9))).contains("its id was left and is id");
    }

    @Test
    void anotherVersionIsRefused() {
        Mark mark = new Mark(5, Updates.place(5));

        assertThat(Coverage.refusal(new Token(1, "v0", mark), HERE, mark, mark, mark))
                .contains("'v0'")
                .contains("'v1'");
    }

    @Test
    void anotherCachesTokenIsServedWhereTheHistoryReachesBackInEveryPartition() {
        assertThat(another(Updates.place(5, 5), Updates.place(5, 4), Updates.place(9, 9)))
                .isNull();
        assertThat(another(Updates.place(5, 5), Updates.place(5, 6), Updates.place(9, 9)))
                .contains("offset 6 of partition 1, behind 5");
    }

    @Test
    void aPartitionTheTokenDoesNotKnowIsNeededFromItsStart() {
        assertThat(another(Updates.place(5), Updates.place(5), Updates.place(9, 9)))
                .as("added within the history")
                .isNull();
        assertThat(another(Updates.place(5), Updates.place(5, 0), Updates.place(9, 9)))
                .isNull();
        assertThat(another(Updates.place(5), Updates.place(5, 1), Updates.place(9, 9)))
                .contains("partition 1");
        Place trimmed = new Place("id", 1, Updates.positions(5, 7), Updates.positions(0, 7));
        assertThat(another(Updates.place(5), trimmed, Updates.place(9, 9))).isNull();
    }

    @Test
    void whatLeftBeforeTheHistoryBeginsIsMissing() {
        Place since = new Place("id", 1, Updates.positions(5), Updates.positions(3));
        Place followed = new Place("id", 1, Updates.positions(5), Updates.positions(4));

        assertThat(another(Updates.place(5), since, Updates.place(9))).contains("retention");
        assertThat(another(followed, since, Updates.place(9))).isNull();
    }

    @Test
    void leaderEpochsTellATruncatedLog() {
        assertThat(divergence(120, (p, position) -> position <= 100 ? 5 : 6)).isNull();
        assertThat(divergence(120, (p, position) -> position < 100 ? 5 : 6)).contains("truncated");
        assertThat(divergence(120, (p, position) -> 4)).contains("truncated");
        assertThat(divergence(120, (p, position) -> Position.NO_EPOCH)).isNull();
    }

    @Test
    void whatIsNotReadYetMayStillBeTheSameLogUnlessThereIsALaterEpoch() {
        assertThat(divergence(90, (p, position) -> 4)).isNull();
        assertThat(divergence(90, (p, position) -> position > 90 ? 9 : 5)).isNull();
        assertThat(divergence(90, (p, position) -> 6)).contains("truncated");
    }

    @Test
    void aTokenIsAheadUntilEveryPartitionHasPassedIt() {
        Token token = new Token(2, "v1", new Mark(9, Updates.place(5, 5)));

        assertThat(Coverage.isAhead(token, new Mark(1, Updates.place(9, 4)))).isTrue();
        assertThat(Coverage.isAhead(token, new Mark(1, Updates.place(9)))).isTrue();
        assertThat(Coverage.isAhead(token, new Mark(1, Updates.place(5, 5)))).isFalse();
    }
}
