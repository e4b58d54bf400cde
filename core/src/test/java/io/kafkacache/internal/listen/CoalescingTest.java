package io.kafkacache.internal.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Cause;
import io.kafkacache.ListenOptions;
import io.kafkacache.Subscription;
import io.kafkacache.internal.driver.ScriptedDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CoalescingTest {
    private final ScriptedDriver driver = new ScriptedDriver();
    private final FakeReader reader = new FakeReader(driver);
    private final Recorder listener = new Recorder();

    @AfterEach
    void nothingIsLeftBehind() {
        reader.subscriptions.end(null);

        assertThat(reader.subscriptions.awaitEnd(0)).isTrue();
    }

    private Subscription listen(ListenOptions<String> options) {
        Subscription subscription = reader.subscriptions.listen(options.coalescing(), listener);
        reader.betweenBatches();
        driver.runUntilIdle();
        return subscription;
    }

    /** Runs while the listener is in its callback. */
    private void whileBusy(Runnable within) {
        listener.within = () -> {
            listener.within = () -> {};
            within.run();
        };
        reader.batch("busy=1");
        driver.runUntilIdle();
    }

    @Test
    void aListenerThatIsBehindIsToldTheLastOfEachKey() {
        reader.ready();
        Subscription subscription = listen(ListenOptions.fromNow());
        whileBusy(() -> {
            reader.batch("a=1", "b=1");
            reader.batch("a=2");
            reader.batch("c=1");
            reader.batch("a");
            reader.batch("a=3");
            reader.batch("c");
            assertThat(subscription.pending()).isEqualTo(2);
        });

        assertThat(listener.told).containsExactly("done", "busy=1", "b=1", "a=3");
        assertThat(listener.updates.get(2).before()).isNull();
        assertThat(listener.updates.get(2).cause()).isEqualTo(Cause.PUT);
        assertThat(subscription.pending()).isZero();
    }

    @Test
    void aListenerThatKeepsUpIsToldEverything() {
        reader.ready();
        listen(ListenOptions.fromNow());
        for (int i = 0; i < 3; i++) {
            reader.batch("a=" + i);
            driver.runUntilIdle();
        }

        assertThat(listener.told).containsExactly("done", "a=0", "a=1", "a=2");
    }

    @Test
    void onlyKeysCountAgainstMaxPending() {
        reader.ready();
        Subscription subscription = listen(ListenOptions.<String>fromNow().maxPending(2));
        whileBusy(() -> {
            for (int i = 0; i < 100; i++) {
                reader.batch("a=" + i, "b=" + i);
            }
            assertThat(subscription.active()).isTrue();
            reader.batch("c=1");
            assertThat(subscription.active()).isFalse();
        });

        assertThat(listener.told).containsExactly("done", "busy=1", "gone");
    }

    @Test
    void updatesMeetTheState() {
        reader.batch("a=1");
        reader.ready();
        reader.subscriptions.listen(ListenOptions.<String>stateFirst().coalescing(), listener);
        reader.betweenBatches();
        reader.batch("a=2");
        reader.batch("a=3");
        driver.runUntilIdle();

        assertThat(listener.told).containsExactly("a=1", "done", "a=3");
    }

    @Test
    void filtersHold() {
        reader.ready();
        listen(ListenOptions.<String>fromNow().prefix("b"));
        whileBusy(() -> {
            reader.batch("a=1", "b-1=1", "c=1", "b-2=1");
            reader.batch("b-1=2", "a=2");
        });

        assertThat(listener.told).containsExactly("done", "busy=1", "b-2=1", "b-1=2");
    }
}
