package io.kafkacache.internal.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Entry;
import io.kafkacache.ListenOptions;
import io.kafkacache.Subscription;
import io.kafkacache.Update;
import io.kafkacache.internal.driver.ThreadDriver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What needs real threads to go wrong. */
@Timeout(60)
class ThreadedListenerTest {
    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final ThreadDriver driver = new ThreadDriver("users", null, null);
    private final FakeReader reader = new FakeReader(driver);
    private final Recorder listener = new Recorder();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
        reader.subscriptions.end(null);

        assertThat(reader.subscriptions.awaitEnd(DEADLINE_NANOS)).isTrue();
        assertThat(reader.openViews).isZero();
        driver.close();
    }

    private Subscription blockedListener(ListenOptions<String> options) throws InterruptedException {
        reader.ready();
        listener.within = () -> {
            entered.countDown();
            awaitQuietly(release);
            listener.told.add("returned");
        };
        Subscription subscription = reader.subscriptions.listen(options, listener);
        reader.betweenBatches();
        entered.await();
        return subscription;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void closeReturnsAfterTheRunningCallback() throws InterruptedException {
        Subscription subscription = blockedListener(ListenOptions.fromNow());
        Thread closer = new Thread(() -> {
            subscription.close();
            listener.told.add("closed");
        });
        closer.start();
        while (subscription.active() || closer.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        reader.batch("a=1");
        release.countDown();
        closer.join();

        assertThat(listener.told).containsExactly("done", "returned", "closed");
    }

    @Test
    void aBlockedListenerIsGoneAndTheReaderGoesOn() throws InterruptedException {
        Subscription subscription =
                blockedListener(ListenOptions.<String>fromNow().maxPending(10));
        for (int i = 0; i < 11; i++) {
            reader.batch("k" + i + "=1");
        }
        assertThat(subscription.active()).isFalse();
        assertThat(listener.told).containsExactly("done");
        release.countDown();
        while (!listener.told.contains("gone")) {
            Thread.onSpinWait();
        }
        subscription.close();

        assertThat(listener.told).containsExactly("done", "returned", "gone");
    }

    @Test
    void eachHasAThreadOfItsOwn() throws InterruptedException {
        List<String> names = new ArrayList<>();
        reader.ready();
        for (int i = 0; i < 2; i++) {
            CountDownLatch told = new CountDownLatch(1);
            Recorder recorder = new Recorder();
            recorder.within = () -> {
                names.add(Thread.currentThread().getName());
                told.countDown();
            };
            reader.subscriptions.listen(ListenOptions.fromNow(), recorder);
            reader.betweenBatches();
            told.await();
        }

        assertThat(names).containsExactly("kafka-cache-users-listener-1", "kafka-cache-users-listener-2");
    }

    /** Fold of state and updates must be the store, and each update must start from what was told before it. */
    @Test
    void whoeverComesInTheMiddleSeesNoGapAndNoDuplicate() throws InterruptedException {
        AtomicBoolean writing = new AtomicBoolean(true);
        List<Fold> folds = new ArrayList<>();
        List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
        CountDownLatch ended = new CountDownLatch(40);
        Thread writer = new Thread(() -> {
            SplittableRandom random = new SplittableRandom(42);
            reader.ready();
            while (writing.get()) {
                while (subscriptions.stream().anyMatch(s -> s.pending() > 1_000)) {
                    Thread.onSpinWait(); // so that no queue overflows on a slow machine
                }
                reader.batch(randomRecord(random), randomRecord(random), randomRecord(random));
            }
            reader.batch("end=1");
        });
        writer.start();
        for (int i = 0; i < 40; i++) {
            Fold fold = new Fold(ended);
            folds.add(fold);
            subscriptions.add(reader.subscriptions.listen(ListenOptions.stateFirst(), fold::told));
            fold.first.await();
        }
        writing.set(false);
        ended.await();
        writer.join();

        for (Fold fold : folds) {
            assertThat(fold.mismatches).isEmpty();
            assertThat(fold.entries).isEqualTo(reader.store);
        }
    }

    private static String randomRecord(SplittableRandom random) {
        String key = "k" + random.nextInt(50);
        return random.nextInt(4) == 0 ? key : key + "=" + random.nextInt();
    }

    private static final class Fold {
        final Map<String, Entry<String, String>> entries = new HashMap<>();
        final List<String> mismatches = new ArrayList<>();
        final CountDownLatch first = new CountDownLatch(1);
        private final CountDownLatch ended;

        Fold(CountDownLatch ended) {
            this.ended = ended;
        }

        @SuppressWarnings("unchecked") // of strings, as all here
        void told(List<? extends Update<? extends String, ? extends String>> step) {
            for (Update<? extends String, ? extends String> any : step) {
                Update<String, String> update = (Update<String, String>) any;
                Entry<String, String> after = update.after();
                Entry<String, String> before =
                        after == null ? entries.remove(update.key()) : entries.put(update.key(), after);
                if (!Objects.equals(before, update.before())) {
                    mismatches.add(update.toString());
                }
                if (update.key().equals("end")) {
                    ended.countDown();
                }
            }
            first.countDown();
        }
    }
}
