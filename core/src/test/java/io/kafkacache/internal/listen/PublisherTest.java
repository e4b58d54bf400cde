package io.kafkacache.internal.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.FailedException;
import io.kafkacache.KafkaCacheException;
import io.kafkacache.ListenOptions;
import io.kafkacache.Update;
import io.kafkacache.internal.driver.ScriptedDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublisherTest {
    private final ScriptedDriver driver = new ScriptedDriver();
    private final FakeReader reader = new FakeReader(driver);
    private final Taker taker = new Taker();

    @AfterEach
    void nothingIsLeftBehind() {
        reader.subscriptions.end(null);

        assertThat(reader.subscriptions.awaitEnd(0)).isTrue();
        assertThat(reader.openViews).isZero();
    }

    private void subscribe(ListenOptions<String> options) {
        reader.subscriptions.asPublisher(options).subscribe(taker);
        reader.betweenBatches();
        driver.runUntilIdle();
    }

    @Test
    void introducesItselfBeforeReady() {
        subscribe(ListenOptions.stateFirst());

        assertThat(taker.told).containsExactly("subscribed");
    }

    @Test
    void tellsNoMoreThanRequested() {
        reader.batch("a=1", "b=1");
        reader.ready();
        subscribe(ListenOptions.stateFirst());
        reader.batch("c=1", "d=1");

        driver.runUntilIdle();
        assertThat(taker.told).containsExactly("subscribed");
        taker.request(3);
        driver.runUntilIdle();
        assertThat(taker.told).containsExactly("subscribed", "a=1", "b=1", "c=1");
        taker.request(Long.MAX_VALUE);
        taker.request(Long.MAX_VALUE);
        reader.batch("e=1");
        driver.runUntilIdle();
        assertThat(taker.told).endsWith("d=1", "e=1");
    }

    @Test
    void requestFromWithinOnNextDoesNotRecur() {
        reader.ready();
        subscribe(ListenOptions.fromNow());
        taker.within = () -> taker.request(1);
        reader.batch(IntStream.range(0, 20_000).mapToObj(i -> "k" + i + "=1").toArray(String[]::new));
        taker.request(1);
        driver.runUntilIdle();

        assertThat(taker.told).hasSize(20_001).endsWith("k19999=1");
        assertThat(taker.deepest).isEqualTo(1);
    }

    @Test
    void requestOfLessThanOneIsAnError() {
        reader.ready();
        subscribe(ListenOptions.fromNow());
        taker.request(0);
        taker.request(-1);
        reader.batch("a=1");
        driver.runUntilIdle();

        assertThat(taker.told).containsExactly("subscribed", "error");
        assertThat(taker.error).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("3.9");
    }

    @Test
    void tooSlowASubscriberGetsAnError() {
        reader.ready();
        subscribe(ListenOptions.<String>fromNow().maxPending(2));
        reader.batch("a=1", "b=1");
        driver.runUntilIdle();
        reader.batch("c=1");
        taker.request(5);
        driver.runUntilIdle();

        assertThat(taker.told).containsExactly("subscribed", "error");
        assertThat(taker.error).isInstanceOf(KafkaCacheException.class).hasMessageContaining("maxPending is 2");
    }

    @Test
    void whatWasTakenMakesRoom() {
        reader.ready();
        subscribe(ListenOptions.<String>fromNow().maxPending(2));
        taker.request(1);
        reader.batch("a=1", "b=1");
        driver.runUntilIdle();
        reader.batch("c=1");
        taker.request(2);
        driver.runUntilIdle();

        assertThat(taker.told).containsExactly("subscribed", "a=1", "b=1", "c=1");
    }

    @Test
    void cancelEndsItQuietly() {
        reader.ready();
        subscribe(ListenOptions.fromNow());
        taker.request(10);
        taker.within = () -> {
            taker.cancel();
            taker.cancel();
            taker.request(-1);
        };
        reader.batch("a=1", "b=1");
        driver.runUntilIdle();

        assertThat(taker.told).containsExactly("subscribed", "a=1");
    }

    @Test
    void aSubscriberThatThrowsIsCancelled() {
        reader.ready();
        subscribe(ListenOptions.fromNow());
        taker.request(10);
        taker.within = () -> {
            throw new IllegalStateException("the subscriber's own");
        };
        reader.batch("a=1", "b=1");
        driver.runUntilIdle();

        assertThat(taker.told).containsExactly("subscribed", "a=1");
        assertThat(reader.errors).hasSize(1);
    }

    @Test
    void closeCompletes() {
        reader.ready();
        subscribe(ListenOptions.fromNow());
        taker.request(10);
        reader.batch("a=1");
        reader.subscriptions.end(null);
        driver.runUntilIdle();

        assertThat(taker.told).containsExactly("subscribed", "complete");
    }

    @Test
    void failureIsToldAfterWhatWaits() {
        FailedException reason = new FailedException("the reader died");
        reader.ready();
        subscribe(ListenOptions.fromNow());
        reader.batch("a=1", "b=1");
        reader.subscriptions.end(reason);
        taker.request(1);
        driver.runUntilIdle();
        assertThat(taker.told).containsExactly("subscribed", "a=1");
        taker.request(1);
        driver.runUntilIdle();

        assertThat(taker.told).containsExactly("subscribed", "a=1", "b=1", "error");
        assertThat(taker.error).isSameAs(reason);
    }

    @Test
    void closeAfterAFailureStillTellsTheFailure() {
        reader.ready();
        subscribe(ListenOptions.fromNow());
        reader.batch("a=1");
        reader.subscriptions.end(new FailedException("the reader died"));
        reader.subscriptions.end(null);
        driver.runUntilIdle();

        assertThat(taker.told).containsExactly("subscribed", "error");
        assertThat(taker.error).isInstanceOf(FailedException.class);
    }

    @Test
    void subscribingAfterTheEndIsToldSo() {
        reader.subscriptions.end(null);
        subscribe(ListenOptions.fromNow());

        assertThat(taker.told).containsExactly("subscribed", "complete");
    }

    @Test
    @SuppressWarnings("NullAway") // what is tried
    void nullIsRefusedAtTheCall() {
        Flow.Publisher<Update<String, String>> publisher = reader.subscriptions.asPublisher(ListenOptions.fromNow());

        assertThatThrownBy(() -> publisher.subscribe(null)).isInstanceOf(NullPointerException.class);
    }

    private static final class Taker implements Flow.Subscriber<Update<String, String>> {
        final List<String> told = new ArrayList<>();
        Runnable within = () -> {};
        int deepest;

        @Nullable
        Throwable error;

        private int depth;
        private Flow.@Nullable Subscription subscription;

        void request(long n) {
            Objects.requireNonNull(subscription).request(n);
        }

        void cancel() {
            Objects.requireNonNull(subscription).cancel();
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            told.add("subscribed");
            subscription = given;
        }

        @Override
        public void onNext(Update<String, String> update) {
            told.add(Recorder.text(update));
            depth++;
            deepest = Math.max(deepest, depth);
            within.run();
            depth--;
        }

        @Override
        public void onError(Throwable t) {
            told.add("error");
            error = t;
        }

        @Override
        public void onComplete() {
            told.add("complete");
        }
    }
}
