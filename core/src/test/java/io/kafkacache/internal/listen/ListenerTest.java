package io.kafkacache.internal.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.Cause;
import io.kafkacache.Entry;
import io.kafkacache.FailedException;
import io.kafkacache.ListenOptions;
import io.kafkacache.RecordOffset;
import io.kafkacache.Rejection;
import io.kafkacache.RejectionReason;
import io.kafkacache.Subscription;
import io.kafkacache.Update;
import io.kafkacache.internal.driver.ScriptedDriver;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListenerTest {
    private final ScriptedDriver driver = new ScriptedDriver();
    private final FakeReader reader = new FakeReader(driver);
    private final Recorder listener = new Recorder();

    @AfterEach
    void nothingIsLeftBehind() {
        reader.subscriptions.end(null);

        assertThat(reader.subscriptions.awaitEnd(0)).isTrue();
        assertThat(reader.openViews).isZero();
    }

    private Subscription listen(ListenOptions<String> options) {
        return reader.subscriptions.listen(options, listener);
    }

    @Test
    void nothingIsToldBeforeReady() {
        listen(ListenOptions.stateFirst());
        reader.batch("a=1", "b=1");
        driver.runUntilIdle();

        assertThat(listener.told).isEmpty();
        assertThat(reader.subscriptions.wanted()).isFalse();
    }

    @Test
    void whatWasReplayedBeforeReadyIsToldAsState() {
        listen(ListenOptions.stateFirst());
        reader.batch("a=1", "b=1");
        reader.batch("a=2");
        reader.ready();
        reader.batch("c=1");
        driver.runUntilIdle();

        assertThat(listener.told).containsExactly("a=2", "b=1", "done", "c=1");
    }

    @Test
    void fromNowBeginsAtReady() {
        listen(ListenOptions.fromNow());
        reader.batch("a=1");
        reader.ready();
        reader.batch("a=2");
        driver.runUntilIdle();

        assertThat(listener.told).containsExactly("done", "a=2");
    }

    @Test
    void stateAndUpdatesMeetInTheMiddleOfTheStream() {
        reader.ready();
        reader.batch("a=1", "b=1");
        listen(ListenOptions.stateFirst());
        reader.batch("a=2", "c=1"); // takes effect behind this batch
        reader.batch("b");
        driver.runUntilIdle();
        reader.batch("a=3");
        driver.runUntilIdle();

        assertThat(listener.told).containsExactly("a=2", "b=1", "c=1", "done", "-b", "a=3");
    }

    @Test
    void updatesWaitWhileTheStateIsTold() {
        reader.batch("a=1", "b=1");
        reader.ready();
        Subscription subscription = listen(ListenOptions.stateFirst());
        listener.within = () -> {
            listener.within = () -> {};
            reader.batch("a=2");
            assertThat(subscription.pending()).isEqualTo(1);
        };
        reader.betweenBatches();
        driver.runUntilIdle();

        assertThat(listener.told).containsExactly("a=1", "b=1", "done", "a=2");
        assertThat(subscription.pending()).isZero();
    }

    @Test
    void anEmptyCacheIsDoneOnceToo() {
        listen(ListenOptions.stateFirst());
        reader.ready();
        reader.betweenBatches();
        driver.runUntilIdle();
        reader.batch("a=1");
        driver.runUntilIdle();

        assertThat(listener.told).containsExactly("done", "a=1");
    }

    @Test
    void aLargeStateComesInBoundedSteps() {
        IntStream.range(0, 2_500).forEach(i -> reader.batch("k" + i + "=1"));
        reader.ready();
        listen(ListenOptions.<String>stateFirst().maxPending(1));
        reader.betweenBatches();
        driver.runUntilIdle();

        assertThat(listener.sizes).containsExactly(1_000, 1_000, 500);
        assertThat(listener.told).hasSize(2_501).endsWith("done").doesNotHaveDuplicates();
    }

    @Test
    void stateIsToldAsUpdatesOfTheirRecords() {
        reader.batch("a=1");
        RecordOffset place = new RecordOffset("users", "id", 0, 7);
        Rejection rejection = new Rejection(RejectionReason.UNDECODABLE_VALUE, "no", place, Instant.EPOCH, 1, 1);
        Entry<String, String> rejected = Entry.rejected("b", rejection, FakeReader.SOURCE, 7, 70);
        reader.store.put("b", rejected);
        reader.ready();
        listen(ListenOptions.stateFirst());
        reader.betweenBatches();
        driver.runUntilIdle();

        Entry<String, String> a = Objects.requireNonNull(reader.store.get("a"));
        assertThat(listener.updates.get(0)).isEqualTo(new Update<>("a", null, a, a.offset(), a.timestamp(), Cause.PUT));
        assertThat(listener.updates.get(1))
                .isEqualTo(new Update<>("b", null, rejected, place, Instant.ofEpochMilli(70), Cause.REJECTED));
    }

    @Test
    void eachSubscriptionIsToldInItsOwnTime() {
        reader.ready();
        Recorder other = new Recorder();
        listen(ListenOptions.fromNow());
        reader.betweenBatches();
        reader.batch("a=1");
        reader.subscriptions.listen(ListenOptions.fromNow(), other);
        reader.batch("a=2", "b=1");
        reader.batch("c=1");
        driver.runUntilIdle();

        assertThat(listener.told).containsExactly("done", "a=1", "a=2", "b=1", "c=1");
        assertThat(other.told).containsExactly("done", "c=1");
    }

    @Test
    void onlyTheWantedKeysAreTold() {
        reader.batch("a=1", "b=1");
        reader.ready();
        listen(ListenOptions.<String>stateFirst().keys(Set.of("a", "x")));
        reader.betweenBatches();
        reader.batch("a=2", "b=2", "x=1");
        reader.batch("b=3");
        driver.runUntilIdle();

        assertThat(listener.told).containsExactly("a=1", "done", "a=2", "x=1");
    }

    @Test
    void onlyKeysWithThePrefixAreToldAndCounted() {
        reader.batch("org-1=1", "user-1=1");
        reader.ready();
        Subscription subscription =
                listen(ListenOptions.<String>stateFirst().prefix("user-").maxPending(2));
        reader.betweenBatches();
        driver.runUntilIdle();
        reader.batch("org-1=2", "user-2=1", "us=1");
        reader.batch("org-2=1", "org-3=1", "org-4=1");
        reader.batch("user-1");

        assertThat(subscription.pending()).isEqualTo(2);
        driver.runUntilIdle();
        assertThat(listener.told).containsExactly("user-1=1", "done", "user-2=1", "-user-1");
    }

    @Test
    void aFilterThatThrowsEndsItsOwnSubscriptionOnly() {
        Recorder other = new Recorder();
        reader.ready();
        Subscription subscription = listen(ListenOptions.<String>fromNow().prefix("b"));
        reader.subscriptions.listen(ListenOptions.fromNow(), other);
        reader.betweenBatches();
        driver.runUntilIdle();
        reader.batch("broken=1");
        driver.runUntilIdle();

        assertThat(listener.told).containsExactly("done", "gone");
        assertThat(subscription.active()).isFalse();
        assertThat(other.told).containsExactly("done", "broken=1");
        assertThat(reader.errors).hasSize(1);
    }

    @Test
    void aFilterThatThrowsOnTheStateIsTheSame() {
        reader.batch("broken=1", "b=1");
        reader.ready();
        listen(ListenOptions.<String>stateFirst().prefix("b"));
        reader.betweenBatches();
        driver.runUntilIdle();

        assertThat(listener.told).containsExactly("gone");
    }

    @Test
    void tooManyPendingUpdatesWhileTheListenerRunsAreGone() {
        reader.ready();
        Subscription subscription = listen(ListenOptions.<String>fromNow().maxPending(2));
        reader.betweenBatches();
        driver.runUntilIdle();
        listener.within = () -> {
            listener.within = () -> {};
            reader.batch("b=1", "c=1");
            assertThat(subscription.active()).isTrue();
            reader.batch("d=1");
            assertThat(subscription.active()).isFalse();
            reader.batch("e=1");
        };
        reader.batch("a=1");
        driver.runUntilIdle();
        reader.batch("f=1");
        driver.runUntilIdle();

        assertThat(listener.told).containsExactly("done", "a=1", "gone");
        assertThat(subscription.pending()).isZero();
        assertThat(reader.subscriptions.wanted()).isFalse();
    }

    @Test
    void goneWhileTheStateIsToldCutsItShort() {
        IntStream.range(0, 1_500).forEach(i -> reader.batch("k" + i + "=1"));
        reader.ready();
        listen(ListenOptions.<String>stateFirst().maxPending(1));
        reader.betweenBatches();
        listener.within = () -> reader.batch("x=1", "y=1");
        driver.runUntilIdle();

        assertThat(listener.sizes).containsExactly(1_000);
        assertThat(listener.told).endsWith("gone").doesNotContain("done");
    }

    @Test
    void anIdleListenerIsNotGivenUpForALargeBatch() {
        reader.ready();
        listen(ListenOptions.<String>fromNow().maxPending(1));
        reader.betweenBatches();
        driver.runUntilIdle();
        reader.batch("a=1", "b=1", "c=1");
        driver.runUntilIdle();

        assertThat(listener.told).containsExactly("done", "a=1", "b=1", "c=1");
    }

    @Test
    void aThrowingListenerIsToldWhatFollows() {
        reader.ready();
        listen(ListenOptions.fromNow());
        reader.betweenBatches();
        listener.within = () -> {
            throw new AssertionError("the listener's own");
        };
        reader.batch("a=1");
        reader.batch("b=1");
        driver.runUntilIdle();

        assertThat(listener.told).containsExactly("done", "a=1", "b=1");
        assertThat(reader.errors).hasSize(3).hasOnlyElementsOfType(AssertionError.class);
    }

    @Test
    void closeFromTheOwnCallbackReturnsAndNothingFollows() {
        reader.batch("a=1");
        reader.ready();
        Subscription subscription = listen(ListenOptions.stateFirst());
        listener.within = subscription::close;
        reader.betweenBatches();
        reader.batch("b=1");
        driver.runUntilIdle();
        subscription.close();

        assertThat(listener.told).containsExactly("a=1");
        assertThat(subscription.active()).isFalse();
    }

    @Test
    void closeBeforeReadyTakesNoView() {
        Subscription subscription = listen(ListenOptions.stateFirst());
        subscription.close();
        reader.ready();
        driver.runUntilIdle();

        assertThat(listener.told).isEmpty();
    }

    @Test
    void closeBeforeTheStateIsToldFreesTheView() {
        reader.batch("a=1");
        reader.ready();
        Subscription subscription = listen(ListenOptions.stateFirst());
        reader.betweenBatches();
        assertThat(reader.openViews).isEqualTo(1);
        subscription.close();

        assertThat(listener.told).isEmpty();
        assertThat(reader.openViews).isZero();
    }

    @Test
    void aListenerMayListen() {
        Recorder inner = new Recorder();
        reader.batch("a=1");
        reader.ready();
        listen(ListenOptions.fromNow());
        listener.within = () -> {
            listener.within = () -> {};
            reader.subscriptions.listen(ListenOptions.stateFirst(), inner);
        };
        reader.betweenBatches();
        driver.runUntilIdle();
        reader.betweenBatches();
        reader.batch("b=1");
        driver.runUntilIdle();

        assertThat(inner.told).containsExactly("a=1", "done", "b=1");
    }

    @Test
    void atAFailureWhatWaitsIsStillTold() {
        reader.batch("a=1");
        reader.ready();
        Subscription subscription = listen(ListenOptions.stateFirst());
        reader.betweenBatches();
        reader.batch("b=1");
        reader.subscriptions.end(new FailedException("the reader died"));
        reader.batch("c=1");

        assertThat(subscription.active()).isTrue();
        driver.runUntilIdle();
        assertThat(listener.told).containsExactly("a=1", "done", "b=1");
        assertThat(subscription.active()).isFalse();
    }

    @Test
    void atCloseNothingMoreIsTold() {
        reader.batch("a=1");
        reader.ready();
        Subscription subscription = listen(ListenOptions.stateFirst());
        reader.betweenBatches();
        reader.batch("b=1");
        reader.subscriptions.end(new FailedException("the reader died"));
        reader.subscriptions.end(null);
        driver.runUntilIdle();

        assertThat(listener.told).isEmpty();
        assertThat(subscription.active()).isFalse();
    }

    @Test
    void theEndBeforeReadyEndsWhoWaits() {
        listen(ListenOptions.stateFirst());
        reader.subscriptions.end(new FailedException("no credentials"));
        driver.runUntilIdle();

        assertThat(listener.told).isEmpty();
    }

    @Test
    void afterTheEndASubscriptionIsNotActive() {
        reader.subscriptions.end(new FailedException("the reader died"));
        Subscription subscription = listen(ListenOptions.stateFirst());
        driver.runUntilIdle();

        assertThat(subscription.active()).isFalse();
        assertThat(listener.told).isEmpty();
    }

    @Test
    @SuppressWarnings("NullAway") // what is tried
    void nullIsRefusedAtTheCall() {
        assertThatThrownBy(() -> reader.subscriptions.listen(ListenOptions.fromNow(), null))
                .isInstanceOf(NullPointerException.class);
    }
}
