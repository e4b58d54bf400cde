package io.kafkacache.internal.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.HistoryWindow;
import io.kafkacache.Position;
import io.kafkacache.Positions;
import io.kafkacache.Update;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private final History<String, String> history = new History<>(new HistoryWindow(10, 100_000));
    private int step;
    private String topicId = "id";

    private Mark next() {
        Positions positions = Positions.of(List.of(Position.at(++step)));
        return new Mark(step, new Place(topicId, 1, positions, positions));
    }

    private static List<Update<String, String>> updates(int number, String value) {
        return IntStream.range(0, number)
                .mapToObj(i -> Updates.put("k" + i, null, value, 0, i))
                .toList();
    }

    private List<Long> kept() {
        return history.behind(-1).stream().map(one -> one.after().step()).toList();
    }

    @Test
    void keepsWholeStepsUpToItsNumberOfUpdates() {
        history.begin(new Mark(0, Updates.place(0)));
        history.add(Changes.of(updates(4, "v")), next(), 0);
        history.add(Changes.of(updates(4, "v")), next(), 0);
        assertThat(history.since().step()).isZero();

        history.add(Changes.of(updates(4, "v")), next(), 0);

        assertThat(kept()).containsExactly(2L, 3L);
        assertThat(history.since().step()).isEqualTo(1);
        assertThat(history.behind(2)).hasSize(1);
    }

    @Test
    void keepsNoMoreBytesThanGiven() {
        history.begin(new Mark(0, Updates.place(0)));
        for (int i = 0; i < 9; i++) {
            history.add(Changes.of(updates(1, "v".repeat(30_000))), next(), 0);
        }

        assertThat(kept()).containsExactly(7L, 8L, 9L);
    }

    /** A delete keeps what was deleted, however small its record is. */
    @Test
    void entriesThatLeftCountToo() {
        history.begin(new Mark(0, Updates.place(0)));
        for (int i = 0; i < 9; i++) {
            history.add(
                    Changes.of(List.of(Updates.delete(Updates.entry("k", "v".repeat(60_000), 0, i), 0, i))), next(), 0);
        }

        assertThat(kept()).containsExactly(9L);
    }

    @Test
    void aStepLargerThanTheWindowIsForgottenWithAllBeforeIt() {
        history.begin(new Mark(0, Updates.place(0)));
        history.add(Changes.of(updates(1, "v")), next(), 0);
        history.add(Changes.of(updates(11, "v")), next(), 0);
        assertThat(kept()).isEmpty();
        assertThat(history.since().step()).isEqualTo(2);

        history.add(Changes.of(updates(1, "v")), next(), 0);

        assertThat(kept()).containsExactly(3L);
    }

    @Test
    void aRebuildIsKeptButNothingBeforeItHasAPlace() {
        history.begin(new Mark(0, Updates.place(0)));
        history.add(Changes.of(updates(1, "v")), next(), 0);
        history.rebuilt(updates(1, "v"), next(), 0);
        history.add(Changes.of(updates(1, "v")), next(), 0);

        assertThat(kept()).containsExactly(1L, 2L, 3L);
        assertThat(history.since().step()).isZero();
        assertThat(history.placedSince().step()).isEqualTo(2);
    }

    @Test
    void anotherTopicBeginsAnew() {
        history.begin(new Mark(0, Updates.place(0)));
        history.add(Changes.of(updates(1, "v")), next(), 0);
        topicId = "other";
        history.rebuilt(updates(1, "v"), next(), 0);

        assertThat(kept()).isEmpty();
        assertThat(history.since().step()).isEqualTo(2);
    }

    @Test
    void offItKeepsNothing() {
        History<String, String> off = new History<>(new HistoryWindow(0, 100));
        off.begin(new Mark(0, Updates.place(0)));
        off.add(Changes.none(), next(), 0);

        assertThat(off.keeps()).isFalse();
        assertThat(off.since().step()).isEqualTo(1);
        assertThat(off.behind(-1)).isEmpty();
    }
}
