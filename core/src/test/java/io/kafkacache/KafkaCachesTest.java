package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.codec.Codecs;
import io.kafkacache.scripted.ScriptedLog;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several caches live as one: ready when all are, no better than the worst, closed at once, and nothing of them left where one cannot be opened. */
class KafkaCachesTest {
    @RegisterExtension
    final TestTopic users = new TestTopic(1);

    private final ScriptedLog sessions = users.log.another("sessions", 1);
    private final ScriptedLog groups = users.log.another("groups", 1);
    private final KafkaCaches caches = KafkaCaches.builder().build();

    @AfterEach
    void nothingIsLeftOpen() {
        List.of(sessions, groups).forEach(log -> log.faults().heal());
        caches.close();
        assertThat(openPorts()).isZero();
    }

    private int openPorts() {
        return users.log.usage().openPorts()
                + sessions.usage().openPorts()
                + groups.usage().openPorts();
    }

    private static Builder<String, String, String, String, KafkaCache<String, String>> on(ScriptedLog log) {
        return KafkaCache.builder(log.topic(), Codecs.utf8(), Codecs.utf8()).log(log);
    }

    private KafkaCache<String, String> open(ScriptedLog log) {
        return caches.open(on(log));
    }

    /** Opens the three of them, ready. */
    private List<KafkaCache<String, String>> openAll(
            UnaryOperator<Builder<String, String, String, String, KafkaCache<String, String>>> options) {
        List<KafkaCache<String, String>> all = new ArrayList<>();
        for (ScriptedLog log : List.of(users.log, sessions, groups)) {
            all.add(caches.open(options.apply(on(log))));
        }
        caches.awaitReady(TestTopic.PATIENCE);
        return all;
    }

    /** A cache whose reader dies of the key "bad". */
    private ResolvedCache<String, String, String, String> openMortal(ScriptedLog log) {
        return caches.open(on(log).filter("1", (key, value) -> {
            if (key.equals("bad")) {
                throw new AssertionError("a defect");
            }
            return true;
        }));
    }

    private Duration took(Runnable action) {
        Instant before = users.log.now();
        action.run();
        return Duration.between(before, users.log.now());
    }

    @Test
    void allAreReadyWhenTheLastOneIs() {
        users.log.append(0, "ann", "Ann");
        sessions.append(0, "s1", "ann");
        sessions.faults().hangPolls();
        KafkaCache<String, String> first = open(users.log);
        KafkaCache<String, String> second = open(sessions);
        CompletableFuture<Void> ready = caches.ready();

        users.until(() -> first.status().ready());
        boolean early = ready.isDone();
        sessions.faults().resumePolls();
        ready.join();

        assertThat(early).isFalse();
        assertThat(second.get("s1")).isEqualTo("ann");
        assertThat(caches.status().ready()).isTrue();
        assertThat(caches.status().servable()).isTrue();
    }

    @Test
    void noCacheIsReadyAtOnce() {
        caches.awaitReady(Duration.ZERO);

        assertThat(caches.ready()).isCompleted();
        assertThat(caches.status().state()).isEqualTo(CacheState.READY);
    }

    @Test
    void whoIsLateIsNamedWithItsReason() {
        sessions.append(0, "s1", "ann");
        sessions.faults().hangPolls();
        open(users.log);
        open(sessions);

        assertThatThrownBy(() -> caches.awaitReady(Duration.ofSeconds(5)))
                .isInstanceOf(CacheTimeoutException.class)
                .hasMessage("not all ready after PT5S, sessions: CATCHING_UP: 0 of 1 offsets are read");
    }

    /** Not at the deadline, and not once the others are ready. */
    @Test
    void readyFailsAsSoonAsOneFailsAndNamesIt() {
        users.log.append(0, "ann", "Ann");
        users.log.faults().hangPolls();
        sessions.append(0, "bad", "1");
        open(users.log);
        openMortal(sessions);
        CompletableFuture<Void> ready = caches.ready();
        CompletableFuture<Void> stopped = caches.stopped();

        Duration waited = took(() -> assertThatThrownBy(() -> caches.awaitReady(TestTopic.PATIENCE))
                .isInstanceOf(FailedException.class)
                .hasMessageStartingWith("sessions: "));

        assertThat(waited).isLessThan(Duration.ofSeconds(5));
        assertThat(users.failure(ready)).isInstanceOf(FailedException.class).hasMessageStartingWith("sessions: ");
        assertThat(users.failure(stopped)).isInstanceOf(FailedException.class).hasMessageStartingWith("sessions: ");
        assertThat(caches.status().state()).isEqualTo(CacheState.FAILED);
        assertThat(caches.status().live()).isFalse();
    }

    @Test
    void theStatusIsAsBadAsTheWorst() {
        List<KafkaCache<String, String>> all = openAll(b -> b);
        CachesStatus well = caches.status();

        all.get(1).freeze();
        users.log.runUntilIdle();
        CachesStatus frozen = caches.status();

        assertThat(well.state()).isEqualTo(CacheState.READY);
        assertThat(well.stale()).isFalse();
        assertThat(well.caches().keySet()).containsExactly("users", "sessions", "groups");
        assertThat(frozen.state()).isEqualTo(CacheState.FROZEN);
        assertThat(frozen.stale()).isTrue();
        assertThat(frozen.servable()).isTrue();
        assertThat(frozen.caches().get("users")).extracting(CacheStatus::state).isEqualTo(CacheState.READY);
    }

    @Test
    void everyStateHasItsRank() throws ReflectiveOperationException {
        KafkaCache<String, String> cache = open(users.log);
        for (CacheState state : CacheState.values()) {
            assertThat(CachesStatus.of(List.of(with(cache.status(), state))).state())
                    .isEqualTo(state);
        }
    }

    private static CacheStatus with(CacheStatus status, CacheState state) throws ReflectiveOperationException {
        RecordComponent[] components = CacheStatus.class.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = components[i].getType() == CacheState.class
                    ? state
                    : components[i].getAccessor().invoke(status);
        }
        return (CacheStatus) CacheStatus.class.getDeclaredConstructors()[0].newInstance(values);
    }

    @Test
    void oneThatCannotBeOpenedClosesTheOthers() {
        KafkaCache<String, String> first = open(users.log);
        open(sessions);

        assertThatThrownBy(() -> caches.open(on(groups).name("users"))).hasMessageContaining("name=users is in use");

        assertThat(openPorts()).isZero();
        assertThat(first.status().state()).isEqualTo(CacheState.CLOSED);
        assertThatThrownBy(() -> open(groups)).isInstanceOf(ClosedException.class);
    }

    /** Whoever waits for all of them would move the clock of the first alone, and wait in vain. */
    @Test
    void scriptedLogsThatDoNotMoveTogetherAreRefused() {
        KafkaCache<String, String> first = open(users.log);
        ScriptedLog apart = ScriptedLog.create("apart", 1);

        assertThatThrownBy(() -> open(apart))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "apart: its scripted log moves apart from those of the other caches; make it by another(...) of one of theirs");

        apart.runUntilIdle();
        assertThat(openPorts()).isZero();
        assertThat(apart.usage().openPorts()).isZero();
        assertThat(first.status().state()).isEqualTo(CacheState.CLOSED);
    }

    @Test
    void aCloseRefusesWhatComesLaterAndMayComeTwice() {
        openAll(b -> b);
        CompletableFuture<Void> stopped = caches.stopped();

        caches.close();
        caches.close();

        assertThatThrownBy(() -> open(users.log)).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> caches.awaitReady(TestTopic.PATIENCE)).isInstanceOf(ClosedException.class);
        assertThat(users.failure(caches.ready())).isInstanceOf(ClosedException.class);
        assertThat(users.log.await(stopped, TestTopic.PATIENCE)).isTrue();
        assertThat(stopped).isCompleted();
        assertThat(caches.status().state()).isEqualTo(CacheState.CLOSED);
        assertThat(caches.status().servable()).isFalse();
        assertThat(caches.status().caches()).hasSize(3);
    }

    @Test
    void aCloseFailsWhoWaitsForReady() {
        users.log.append(0, "ann", "Ann");
        users.log.faults().hangPolls();
        open(users.log);
        CompletableFuture<Void> ready = caches.ready();

        caches.close();

        assertThat(users.failure(ready)).isInstanceOf(ClosedException.class);
    }

    /** None gets on with its close before all are closing. */
    @Test
    void allCloseAtTheSameTime() {
        ScriptedLog first = ScriptedLog.create("first", 1).threaded();
        CyclicBarrier meeting = new CyclicBarrier(3);
        AtomicInteger met = new AtomicInteger();
        for (ScriptedLog log : List.of(first, first.another("second", 1), first.another("third", 1))) {
            caches.open(on(log).monitor(new CacheMonitor() {
                @Override
                public void closed(ReadableCache<?, ?> cache) {
                    try {
                        meeting.await(30, TimeUnit.SECONDS);
                        met.incrementAndGet();
                    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
                        throw new AssertionError(e);
                    }
                }
            }));
        }

        caches.close();

        assertThat(met).hasValue(3);
    }

    @Test
    void aCacheThatIsClosedByItselfLeaves() {
        sessions.append(0, "s1", "ann");
        sessions.faults().hangPolls();
        open(users.log);
        KafkaCache<String, String> leaves = open(sessions);
        CompletableFuture<Void> ready = caches.ready();

        leaves.close();

        assertThat(users.log.await(ready, TestTopic.PATIENCE)).isTrue();
        assertThat(ready).isCompleted();
        assertThat(caches.status().caches().keySet()).containsExactly("users");
        assertThat(caches.status().state()).isEqualTo(CacheState.READY);
        assertThat(caches.stopped()).isNotDone();
        sessions.faults().heal();
        assertThat(open(sessions).name()).isEqualTo("sessions");
    }

    @Test
    void oneThatFailedLeavesWhenItIsClosed() {
        sessions.append(0, "bad", "1");
        open(users.log);
        ResolvedCache<String, String, String, String> failed = openMortal(sessions);
        users.until(() -> failed.status().state() == CacheState.FAILED);

        failed.close();
        caches.awaitReady(TestTopic.PATIENCE);

        assertThat(caches.status().state()).isEqualTo(CacheState.READY);
        assertThat(caches.status().live()).isTrue();
    }

    @Test
    void aListenerMayCloseAll() {
        List<KafkaCache<String, String>> all = openAll(b -> b);
        all.get(0).listen(step -> caches.close());
        users.log.append(0, "ann", "Ann");

        Duration waited = took(() -> users.until(() -> openPorts() == 0));

        assertThat(waited).isLessThan(Duration.ofSeconds(1));
    }

    /** Each would wait for the others, whose monitors wait for it. */
    @Test
    void monitorsOfClosingCachesMayCloseAll() {
        openAll(b -> b.monitor(new CacheMonitor() {
            @Override
            public void closed(ReadableCache<?, ?> cache) {
                caches.close();
            }
        }));

        assertThat(took(caches::close)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void monitorsMayCloseAllWhereOneIsClosedByItself() {
        List<KafkaCache<String, String>> all = openAll(b -> b.monitor(new CacheMonitor() {
            @Override
            public void closed(ReadableCache<?, ?> cache) {
                caches.close();
            }
        }));

        assertThat(took(all.get(0)::close)).isLessThan(Duration.ofSeconds(1));

        assertThat(openPorts()).isZero();
    }

    @Test
    void aCacheThatIsOpenedWhileAllCloseIsClosedToo() {
        assertThatThrownBy(() -> caches.open(on(users.log).monitor(new CacheMonitor() {
                    @Override
                    public void opened(ReadableCache<?, ?> cache) {
                        caches.close();
                    }
                })))
                .isInstanceOf(ClosedException.class);

        assertThat(openPorts()).isZero();
    }

    @Test
    void onThreadsASecondCloseWaitsForTheFirstAndNoneIsLeft() throws Exception {
        ScriptedLog first = ScriptedLog.create("first", 1).threaded();
        ScriptedLog second = first.another("second", 1);
        CountDownLatch closing = new CountDownLatch(2); // both, or the second close might be the first of one
        CountDownLatch release = new CountDownLatch(1);
        Set<String> closers = ConcurrentHashMap.newKeySet();
        for (ScriptedLog log : List.of(first, second)) {
            caches.open(on(log).monitor(new CacheMonitor() {
                @Override
                public void closed(ReadableCache<?, ?> cache) {
                    closers.add(Thread.currentThread().getName());
                    closing.countDown();
                    await(release);
                }
            }));
        }
        caches.awaitReady(TestTopic.PATIENCE);
        CompletableFuture<Void> one = CompletableFuture.runAsync(caches::close);
        assertThat(closing.await(30, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Void> two = CompletableFuture.runAsync(caches::close);

        boolean early = two.isDone();
        release.countDown();
        one.get(30, TimeUnit.SECONDS);
        two.get(30, TimeUnit.SECONDS);

        assertThat(early).isFalse();
        assertThat(first.usage().openPorts() + second.usage().openPorts()).isZero();
        assertThat(closers).containsExactlyInAnyOrder("kafka-cache-first-closer", "kafka-cache-second-closer");
        spin(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().matches("kafka-cache-(first|second)-(closer|reader|timer)")));
    }

    private static void spin(BooleanSupplier holds) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(until);
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
