package io.kafkacache.internal.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.Cause;
import io.kafkacache.Entry;
import io.kafkacache.Update;
import java.util.List;
import org.junit.jupiter.api.Test;

class UncoveredTest {
    private final Uncovered<String, String> uncovered = new Uncovered<>(
            new Place("id", 1, Updates.positions(10, 20), Updates.positions(5, 5)), new FakeReader.Utf8Keys());

    /** Of a step behind which entries below 8 have left here. */
    private List<Update<String, String>> told(List<Update<String, String>> step) {
        return uncovered.of(
                Changes.of(step), key -> true, new Place("id", 1, Updates.positions(10, 20), Updates.positions(8, 8)));
    }

    @Test
    void whatStandsBelowThePositionsIsCovered() {
        Update<String, String> covered = Updates.put("a", null, "1", 0, 9);
        Update<String, String> next = Updates.put("a", covered.after(), "2", 0, 10);
        Update<String, String> other = Updates.put("b", null, "1", 1, 19);
        Update<String, String> unknown = Updates.put("c", null, "1", 2, 0);

        assertThat(told(List.of(covered, next, other, unknown))).containsExactly(next, unknown);
    }

    @Test
    void whatLeftByRetentionIsCoveredBelowTheStart() {
        Update<String, String> covered = Updates.retention(Updates.entry("a", "1", 0, 4));
        Update<String, String> next = Updates.retention(Updates.entry("b", "1", 0, 5));

        assertThat(told(List.of(covered, next))).containsExactly(next);
    }

    /** The other cache applied partition 0 first, this one partition 1: what is told would end in the wrong state. */
    @Test
    void aKeyOnSeveralPartitionsInAnotherOrderCannotBeResumed() {
        Update<String, String> next = Updates.put("a", null, "1", 1, 20);
        Update<String, String> covered = Updates.put("a", next.after(), "2", 0, 9);
        assertThat(told(List.of(next))).containsExactly(next);

        assertThatThrownBy(() -> told(List.of(covered))).isInstanceOf(Uncovered.OutOfOrder.class);
    }

    /** Timestamps of partition 0 go back, so that partition 1 wins again, by a record the token does not cover. */
    @Test
    void aCoveredRecordThatBringsBackOneThatIsNotCannotBeResumed() {
        Entry<String, String> before = Updates.entry("a", "1", 0, 8);
        Entry<String, String> again = Updates.entry("a", "2", 1, 20);
        Update<String, String> covered =
                new Update<>("a", before, again, Updates.entry("a", "3", 0, 9).offset(), before.timestamp(), Cause.PUT);

        assertThatThrownBy(() -> told(List.of(covered))).isInstanceOf(Uncovered.OutOfOrder.class);
    }

    @Test
    void aKeyThatLeftHereBeforeWhatWasToldThereCannotBeResumed() {
        Entry<String, String> before = Updates.entry("a", "1", 0, 6);
        Update<String, String> left = Updates.retention(before);
        Update<String, String> covered = Updates.put("a", null, "2", 0, 9);

        assertThatThrownBy(() -> told(List.of(left, covered))).isInstanceOf(Uncovered.OutOfOrder.class);
    }

    /** What left is not told, so whether it had left there as well cannot be said. */
    @Test
    void whatRetentionBringsBackInNobodysPlaceCannotBeResumed() {
        Entry<String, String> came = Updates.entry("a", "1", 1, 9);
        Update<String, String> fromNothing = new Update<>("a", null, came, null, null, Cause.RETENTION);

        assertThatThrownBy(() -> told(List.of(fromNothing))).isInstanceOf(Uncovered.OutOfOrder.class);
    }

    /** Nor where what left was not the owner of the key, whom that what came back outranks. */
    @Test
    void whatRetentionBringsBackAboveWhatStaysCannotBeResumed() {
        Entry<String, String> stays = Updates.entry("a", "2", 0, 9);
        Entry<String, String> came = Updates.entry("a", "1", 1, 9);
        Update<String, String> above = new Update<>("a", stays, came, null, null, Cause.RETENTION);

        assertThatThrownBy(() -> told(List.of(above))).isInstanceOf(Uncovered.OutOfOrder.class);
    }
}
