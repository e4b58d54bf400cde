package io.kafkacache.internal.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.FailedException;
import io.kafkacache.HistoryWindow;
import io.kafkacache.ListenOptions;
import io.kafkacache.internal.driver.ScriptedDriver;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BookmarkTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ScriptedDriver driver = new ScriptedDriver();
    private final FakeReader reader =
            new FakeReader(driver, new Origin(7, "v1", true, new HistoryWindow(100, 100_000)));
    private final Recorder listener = new Recorder();

    @AfterEach
    void nothingIsLeftBehind() {
        reader.subscriptions.end(null);

        assertThat(reader.subscriptions.awaitEnd(0)).isTrue();
        assertThat(reader.openViews).isZero();
    }

    private void listen(ListenOptions<String> options) {
        reader.subscriptions.listen(options, listener);
        reader.betweenBatches();
        driver.runUntilIdle();
    }

    /** The positions that the listener's tokens hold. */
    private List<Long> told() {
        return listener.bookmarks.stream()
                .map(token -> Token.parse(token).place().next(0))
                .toList();
    }

    @Test
    void theFirstComesWithDoneAndNotBefore() {
        reader.batch("a=1", "b=1");
        listen(ListenOptions.stateFirst());
        assertThat(told()).isEmpty();
        reader.ready();
        driver.runUntilIdle();

        assertThat(listener.told).containsExactly("a=1", "b=1", "done");
        assertThat(told()).containsExactly(2L);
        assertThat(Token.parse(listener.bookmark())).isEqualTo(new Token(7, "v1", new Mark(0, reader.place())));
    }

    @Test
    void oneComesBehindEachUpdateThatStandsAlone() {
        reader.ready();
        listen(ListenOptions.fromNow());
        for (int i = 0; i < 3; i++) {
            driver.advance(SECOND);
            reader.batch("a=" + i);
            driver.runUntilIdle();
        }

        assertThat(told()).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void whileUpdatesComeThereIsOneASecondAtMostAndTheLastOneIsNotForgotten() {
        reader.ready();
        listen(ListenOptions.fromNow());
        for (int i = 1; i <= 250; i++) {
            driver.advance(Duration.ofMillis(10));
            reader.batch("a=" + i);
            driver.runUntilIdle();
        }
        assertThat(told()).containsExactly(0L, 99L, 199L);

        driver.advance(SECOND);
        assertThat(told()).containsExactly(0L, 99L, 199L, 250L);
    }

    @Test
    void positionsThatMoveWithoutAnUpdateComeWithinSeconds() {
        reader.ready();
        listen(ListenOptions.fromNow());
        for (int i = 1; i <= 12; i++) {
            driver.advance(SECOND);
            reader.pass(1);
            driver.runUntilIdle();
        }
        driver.advance(Duration.ofMinutes(1));

        assertThat(told()).containsExactly(0L, 4L, 9L, 12L);
    }

    @Test
    void filteredListenersGetThemToo() {
        reader.ready();
        listen(ListenOptions.<String>fromNow().keys(Set.of("a")));
        driver.advance(Duration.ofMinutes(1));
        reader.batch("b=1");
        driver.runUntilIdle();
        assertThat(told()).containsExactly(0L, 1L);

        reader.batch("c=1");
        reader.batch("a=1");
        reader.batch("d=1");
        driver.advance(Duration.ofMinutes(1));

        assertThat(listener.told).containsExactly("done", "a=1");
        assertThat(told()).containsExactly(0L, 1L, 4L);
    }

    @Test
    void whereNothingMovesThereIsNone() {
        reader.ready();
        listen(ListenOptions.fromNow());
        for (int i = 0; i < 100; i++) {
            driver.advance(SECOND);
            reader.pass(0);
        }

        assertThat(told()).containsExactly(0L);
    }

    @Test
    void noneCoversWhatIsStillPending() {
        reader.ready();
        listen(ListenOptions.fromNow());
        driver.advance(SECOND);
        listener.within = () -> {
            listener.within = () -> {};
            reader.batch("b=1");
            reader.batch("c=1");
            reader.pass(5);
            driver.advance(Duration.ofMinutes(1));
            assertThat(told()).containsExactly(0L);
            listener.within = () -> driver.advance(SECOND);
        };
        reader.batch("a=1");
        driver.runUntilIdle();

        assertThat(listener.told).containsExactly("done", "a=1", "b=1", "c=1");
        assertThat(told()).containsExactly(0L, 1L, 2L, 8L);
    }

    @Test
    void noneCoversWhatIsPendingOfAKeyWhoseUpdatesAreMerged() {
        reader.ready();
        listen(ListenOptions.<String>fromNow().coalescing());
        driver.advance(SECOND);
        listener.within = () -> {
            listener.within = () -> {};
            reader.batch("a=2", "b=1");
            reader.batch("a=3");
            reader.pass(5);
        };
        reader.batch("a=1");
        driver.runUntilIdle();
        driver.advance(SECOND);

        assertThat(listener.told).containsExactly("done", "a=1", "b=1", "a=3");
        assertThat(told()).containsExactly(0L, 1L, 9L);
    }

    @Test
    void noneFollowsWhatWasDropped() {
        reader.ready();
        listen(ListenOptions.<String>fromNow().maxPending(1));
        driver.advance(SECOND);
        listener.within = () -> {
            listener.within = () -> {};
            reader.batch("b=1", "c=1");
        };
        reader.batch("a=1");
        driver.runUntilIdle();

        assertThat(listener.told).containsExactly("done", "a=1", "gone");
        assertThat(told()).containsExactly(0L);
    }

    @Test
    void atAFailureTheLastOneComesAtOnce() {
        reader.ready();
        listen(ListenOptions.fromNow());
        reader.batch("a=1");
        reader.pass(3);
        reader.subscriptions.end(new FailedException("the reader died"));
        driver.runUntilIdle();

        assertThat(listener.told).containsExactly("done", "a=1");
        assertThat(told()).containsExactly(0L, 4L);
    }

    @Test
    void aThrowingListenerIsToldTheNextOne() {
        reader.ready();
        listen(ListenOptions.fromNow());
        listener.within = () -> {
            throw new IllegalStateException("the listener's own");
        };
        driver.advance(SECOND);
        reader.batch("a=1");
        driver.runUntilIdle();

        assertThat(told()).containsExactly(0L, 1L);
    }
}
