package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A close from wherever users' code runs returns without waiting for itself, and leaves nothing behind. */
class CloseTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    /** Closes its cache at each event. */
    private static final class Closing implements CacheMonitor {
        final AtomicReference<ReadableCache<?, ?>> cache = new AtomicReference<>();
        volatile boolean on;
        volatile boolean onWrites;

        private void close() {
            ReadableCache<?, ?> opened = cache.get();
            if (on && opened != null) {
                opened.close();
            }
        }

        @Override
        public void opened(ReadableCache<?, ?> opened) {
            cache.set(opened);
        }

        @Override
        public void stateChanged(CacheState before, CacheState now) {
            close();
        }

        @Override
        public void closed(ReadableCache<?, ?> closed) {
            close();
        }

        @Override
        public void written(Duration latency, @org.jspecify.annotations.Nullable Throwable failure) {
            if (onWrites) {
                on = true;
                close();
            }
        }
    }

    @Test
    void aMonitorThatClosesTheClosingCacheDoesNotWaitForItself() {
        Closing monitor = new Closing();
        KafkaCache<String, String> users = topic.openReady(b -> b.monitor(monitor));
        monitor.on = true;
        Instant before = topic.log.now();

        users.close();

        assertThat(Duration.between(before, topic.log.now())).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aMonitorThatClosesFromTheWriterDoesNotWaitForTheWriter() {
        Closing monitor = new Closing();
        KafkaCache<String, String> users =
                topic.openReady(b -> b.readOnly(false).monitor(monitor).partitioner((k, n) -> {
                    throw new IllegalStateException("no partition");
                }));
        monitor.onWrites = true;
        Instant before = topic.log.now();

        CompletableFuture<RecordOffset> put = users.put("ann", "Ann");

        assertThat(topic.failure(put)).isInstanceOf(KafkaCacheException.class);
        assertThat(Duration.between(before, topic.log.now())).isLessThan(Duration.ofSeconds(1));
    }

    /** Such as a codec or a filter that finds something it cannot go on with. */
    @Test
    void whatWasPutIsSentThoughTheReaderItselfCloses() {
        AtomicReference<CompletableFuture<RecordOffset>> last = new AtomicReference<>();
        AtomicReference<ResolvedCache<String, String, String, String>> opened = new AtomicReference<>();
        ResolvedCache<String, String, String, String> users = topic.closing(topic.builder()
                .readOnly(false)
                .filter("1", (key, value) -> {
                    ResolvedCache<String, String, String, String> cache = opened.get();
                    if (key.equals("end") && cache != null) {
                        last.set(cache.put("last", "word"));
                        cache.close();
                    }
                    return true;
                })
                .open());
        users.awaitReady(TestTopic.PATIENCE);
        opened.set(users);
        Instant before = topic.log.now();

        topic.log.append(0, "end", "now");
        topic.until(() -> users.stopped().isDone());

        assertThat(last.get()).isCompletedWithValueMatching(place -> place.offset() == 1);
        assertThat(Duration.between(before, topic.log.now())).isLessThan(Duration.ofSeconds(1));
        assertThat(users.status().state()).isEqualTo(CacheState.CLOSED);
    }

    /** Each would wait for the other until its patience ends. */
    @Test
    void aListenerThatClosesWhileAnotherThreadDoesHoldsNobodyUp() throws Exception {
        topic.log.threaded();
        topic.log.append(0, "ann", "Ann");
        KafkaCache<String, String> users = topic.open();
        users.awaitReady(Duration.ofSeconds(30));
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        users.listen(ListenOptions.stateFirst(), step -> {
            told.countDown();
            await(closing);
            users.close();
        });
        assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();

        try (Logged logged = new Logged()) {
            CompletableFuture<Void> closed = CompletableFuture.runAsync(users::close);
            while (users.status().state() != CacheState.CLOSED) {
                Thread.onSpinWait();
            }
            closing.countDown();
            closed.get(30, TimeUnit.SECONDS);

            assertThat(logged.text()).doesNotContain("still in its callback");
        }
    }

    /** Such as the {@code finally} of a task whose executor is shut down at once. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWasPutIsSentThoughWhoClosesWasInterruptedBefore(boolean alone) throws InterruptedException {
        topic.log.threaded();
        CountDownLatch sending = new CountDownLatch(1);
        Builder<String, String, String, String, KafkaCache<String, String>> builder = topic.builder()
                .readOnly(false)
                .partitioner((key, partitions) -> {
                    await(sending);
                    return 0;
                });
        TopicWriter<String, String> users = alone ? builder.openWriter() : builder.open();
        CompletableFuture<RecordOffset> put = users.put("ann", "Ann");
        AtomicBoolean stillInterrupted = new AtomicBoolean();
        Thread closer = new Thread(() -> {
            Thread.currentThread().interrupt();
            users.close();
            stillInterrupted.set(Thread.currentThread().isInterrupted());
        });

        closer.start();
        while (closer.getState() != Thread.State.TIMED_WAITING && closer.isAlive()) {
            Thread.onSpinWait();
        }
        sending.countDown();
        closer.join();

        assertThat(put)
                .succeedsWithin(Duration.ofSeconds(30))
                .extracting(RecordOffset::offset)
                .isEqualTo(0L);
        assertThat(stillInterrupted).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int closed(List<FailingStore> stores) {
        return stores.stream().mapToInt(store -> store.closed).sum();
    }

    @Test
    void closeClosesTheStoreOnce() {
        List<FailingStore> made = new ArrayList<>();
        KafkaCache<String, String> users = topic.openReady(b -> b.store(FailingStore.factory(made)));
        int before = closed(made);

        users.close();
        topic.log.runUntilIdle();

        assertThat(before).isZero();
        assertThat(closed(made)).isEqualTo(made.size()).isEqualTo(1);
    }

    @Test
    void aRebuildClosesEachStoreOnce() {
        List<FailingStore> made = new ArrayList<>();
        KafkaCache<String, String> users = topic.openReady(b -> b.store(FailingStore.factory(made)));

        topic.log.recreateTopic(1);
        topic.until(() -> users.status().generation() == 2);
        topic.log.runUntilIdle();
        int afterTheSwap = closed(made);
        users.close();
        topic.log.runUntilIdle();

        assertThat(afterTheSwap).isEqualTo(1);
        assertThat(closed(made)).isEqualTo(made.size()).isEqualTo(2);
    }

    @Test
    void aCacheClosedWhileItRebuildsClosesEachStoreOnce() {
        List<FailingStore> made = new ArrayList<>();
        KafkaCache<String, String> users = topic.openReady(b -> b.store(FailingStore.factory(made)));

        topic.log.recreateTopic(1);
        topic.log.faults().hangPolls();
        topic.log.append(0, "ann", "Ann");
        topic.until(() -> made.size() == 2);
        users.close();
        topic.log.runUntilIdle();

        assertThat(closed(made)).isEqualTo(2);
    }

    /** After a failure nothing asks the brokers any more, and no commit is counted as failed. */
    @Test
    void aFailedCacheIsQuiet() {
        topic.fill(0, 10);
        ResolvedCache<String, String, String, String> users = topic.closing(topic.builder()
                .readOnly(false)
                .filter("1", (key, value) -> {
                    if (key.equals("ann")) {
                        throw new StackOverflowError();
                    }
                    return true;
                })
                .open());
        users.awaitReady(TestTopic.PATIENCE);
        topic.log.append(0, "ann", "Ann");
        topic.until(() -> users.stopped().isDone());
        topic.log.runUntilIdle();
        List<Integer> before = calls();
        topic.log.advance(Duration.ofMinutes(5));

        assertThat(calls()).isEqualTo(before);
        assertThat(users.status().commitErrors()).isZero();
    }

    @Test
    void aCacheThatDiedOfAnErrorIsQuiet() {
        KafkaCache<String, String> users = topic.openReady(b -> b.readOnly(false));
        ResolvedCache<String, String, String, String> broken = topic.closing(topic.builder()
                .filter("1", (key, value) -> {
                    throw new StackOverflowError();
                })
                .open());
        topic.log.append(0, "ann", "Ann");
        try (Logged logged = new Logged()) {
            topic.until(() -> broken.stopped().isDone());
            assertThat(logged.text()).contains("StackOverflowError");
        }
        users.close();
        topic.log.runUntilIdle();
        List<Integer> before = calls();

        topic.log.advance(Duration.ofMinutes(5));

        assertThat(calls()).isEqualTo(before);
    }

    private List<Integer> calls() {
        List<Integer> calls = new ArrayList<>();
        for (io.kafkacache.scripted.AdminCall call : io.kafkacache.scripted.AdminCall.values()) {
            calls.add(topic.log.usage().adminCalls(call));
        }
        return calls;
    }
}
