package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.scripted.AdminCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Opening, being ready, closing. */
class LifeTest {
    private static final String THREW =
            "threw, which harms nothing else; further exceptions of its kind are only counted";

    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    /** Elsewhere the start blocks for minutes with the broker down: kcache, Kafka Streams' global stores. */
    @Test
    void openReturnsAtOnceWithoutAnyBroker() {
        topic.log.faults().disconnect();

        KafkaCache<String, String> users = topic.open();

        assertThat(users.status().state()).isEqualTo(CacheState.CONNECTING);
        assertThat(users.status().catchUp().lap()).isZero();
        assertThat(users.status().generation()).isZero();
        assertThat(users.ready()).isNotDone();
    }

    @ParameterizedTest
    @EnumSource
    void readsBeforeReadyThrow(Isolation isolation) {
        topic.fill(0, 3);
        KafkaCache<String, String> users = topic.open(b -> b.isolation(isolation));

        assertThatThrownBy(() -> users.get("k1")).isInstanceOf(NotReadyException.class);
        assertThatThrownBy(() -> users.contains("nobody")).isInstanceOf(NotReadyException.class);
        assertThatThrownBy(users::size).isInstanceOf(NotReadyException.class);
        assertThatThrownBy(() -> users.getAll(List.of("k1"))).isInstanceOf(NotReadyException.class);
        assertThatThrownBy(() -> users.forEach(entry -> {})).isInstanceOf(NotReadyException.class);
    }

    @Test
    void readsBeforeReadyMayBeAllowed() {
        topic.fill(0, 10);
        topic.log.faults().pollLimit(1);
        KafkaCache<String, String> users = topic.open(b -> b.readsBeforeReady(true));
        topic.until(() -> users.status().recordsApplied() == 3);

        assertThat(users.status().ready()).isFalse();
        assertThat(users.get("k2")).isEqualTo("v2");
        assertThat(users.get("k7")).isNull();
    }

    @Test
    void theStatusTellsHowFarACatchUpIs() {
        topic.fill(0, 10);
        topic.log.faults().pollLimit(1);
        List<CatchUp> told = new ArrayList<>();
        KafkaCache<String, String> users = topic.open(b -> b.monitor(new CacheMonitor() {
            @Override
            public void progress(CatchUp progress) {
                told.add(progress);
            }
        }));
        topic.until(() -> users.status().recordsApplied() == 4);
        topic.log.faults().hangPolls();
        CatchUp before = users.status().catchUp();
        topic.log.advance(Duration.ofSeconds(30));

        CatchUp now = users.status().catchUp();
        assertThat(before.doneOffsets()).isEqualTo(4);
        assertThat(before.totalOffsets()).isEqualTo(10);
        assertThat(before.fraction()).isEqualTo(0.4);
        assertThat(now.elapsed()).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
        assertThat(now.estimatedRemaining()).isGreaterThan(Duration.ofSeconds(44));
        assertThat(told).hasSizeBetween(4, 7);

        topic.log.faults().heal();
        users.awaitReady(TestTopic.PATIENCE);
        assertThat(users.status().catchUp().fraction()).isEqualTo(1.0);
        assertThat(users.status().partitions()).singleElement().satisfies(p -> assertThat(p.target())
                .isEqualTo(10));
    }

    @Test
    void futuresAreTheCallersOwn() {
        KafkaCache<String, String> users = topic.open();
        CompletableFuture<Void> cancelled = users.ready();
        CompletableFuture<Void> faked = users.ready();

        cancelled.cancel(false);
        faked.completeExceptionally(new IllegalStateException("mine"));
        users.ready().join();

        assertThat(users.ready()).isCompleted();
        users.stopped().cancel(false);
        assertThat(users.stopped()).isNotDone();
        users.close();
        users.stopped().join();
    }

    @Test
    void closeFailsWhatWaits() {
        KafkaCache<String, String> users = topic.openReady();
        topic.log.faults().hangPolls();
        topic.log.append(0, "ann", "Ann");
        CompletableFuture<Void> sync = users.sync();
        CompletableFuture<Void> await = users.await(new RecordOffset("users", null, 0, 0));
        topic.log.runUntilIdle();

        users.close();
        users.close();

        assertThat(topic.failure(sync)).isInstanceOf(ClosedException.class);
        assertThat(topic.failure(await)).isInstanceOf(ClosedException.class);
        assertThat(users.status().state()).isEqualTo(CacheState.CLOSED);
        assertThat(users.status().servable()).isFalse();
        assertThatThrownBy(() -> users.get("ann")).isInstanceOf(ClosedException.class);
        assertThatThrownBy(users::sync).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> users.await(new RecordOffset("users", null, 0, 0)))
                .isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> users.listen(step -> {})).isInstanceOf(ClosedException.class);
        users.stopped().join();
    }

    @Test
    void closeBeforeReadyFailsReady() {
        topic.log.faults().disconnect();
        KafkaCache<String, String> users = topic.open();
        CompletableFuture<Void> ready = users.ready();

        users.close();

        assertThat(topic.failure(ready)).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> users.awaitReady(TestTopic.PATIENCE)).isInstanceOf(ClosedException.class);
    }

    @Test
    void closeWorksWhileEverythingHangs() {
        KafkaCache<String, String> users = topic.openReady();
        topic.log.faults().hangAdmin();
        topic.log.faults().hangPolls();
        topic.log.advance(Duration.ofSeconds(30));

        users.close();

        assertThat(users.status().state()).isEqualTo(CacheState.CLOSED);
        assertThat(topic.log.usage().openReaders()).isZero();
    }

    @Test
    void aListenerMayCloseTheCache() {
        KafkaCache<String, String> users = topic.openReady();
        users.listen(step -> users.close());
        topic.log.runUntilIdle();

        topic.log.append(0, "ann", "Ann");
        topic.until(() -> users.status().state() == CacheState.CLOSED);
        users.stopped().join();

        assertThat(topic.log.usage().openPorts()).isZero();
        assertThat(users.status().listenerErrors()).isZero();
    }

    @Test
    void aCallbackMayCloseTheCache() {
        KafkaCache<String, String> users = topic.openReady();

        users.sync().thenRun(users::close).join();

        assertThat(users.status().state()).isEqualTo(CacheState.CLOSED);
    }

    @Test
    void furtherCachesOfATopicAreNumbered() {
        KafkaCache<String, String> first = topic.open();
        KafkaCache<String, String> second = topic.open();
        KafkaCache<String, String> third = topic.open();
        second.close();

        assertThat(List.of(first.name(), second.name(), third.name())).containsExactly("users", "users-2", "users-3");
        assertThat(topic.open().name()).isEqualTo("users-2");
        assertThatThrownBy(() -> topic.open(b -> b.name("users-3")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("in use");
        assertThat(topic.open(b -> b.name("mine")).name()).isEqualTo("mine");
    }

    @Test
    void aMonitorThatThrowsHarmsNothing() {
        topic.fill(0, 3);
        try (Logged logged = new Logged()) {
            KafkaCache<String, String> users = topic.openReady(b -> b.monitor(new CacheMonitor() {
                @Override
                public void stateChanged(CacheState before, CacheState now) {
                    throw new IllegalStateException("mine");
                }

                @Override
                public void synced(Duration latency, @org.jspecify.annotations.Nullable Throwable failure) {
                    throw new AssertionError("mine");
                }
            }));
            users.sync().join();

            assertThat(users.size()).isEqualTo(3);
            assertThat(users.status().listenerErrors()).isGreaterThanOrEqualTo(3);
            assertThat(logged.warnings()).hasSize(2).allSatisfy(line -> assertThat(line)
                    .endsWith("users: the monitor " + THREW));
        }
    }

    /** A listener that throws kills the reader of kcache. */
    @Test
    void aListenerThatThrowsHarmsNothing() {
        KafkaCache<String, String> users = topic.openReady();
        List<String> told = new ArrayList<>();
        UpdateListener<String, String> listener = step -> {
            step.forEach(update -> told.add(update.key()));
            throw new IllegalStateException("mine");
        };
        try (Logged logged = new Logged()) {
            topic.closing(users.listen(listener));
            topic.log.runUntilIdle();

            for (int i = 0; i < 5; i++) {
                topic.log.append(0, "k" + i, "v");
                users.sync().join();
                topic.log.runUntilIdle();
            }

            assertThat(told).containsExactly("k0", "k1", "k2", "k3", "k4");
            assertThat(users.status().listenerErrors()).isEqualTo(5);
            assertThat(users.status().state()).isEqualTo(CacheState.READY);
            assertThat(logged.warnings()).singleElement().asString().endsWith("users: the listener " + THREW);
        }
    }

    @Test
    void startingAtOffsetsMakesAWindow() {
        topic.fill(0, 10);

        KafkaCache<String, String> users = topic.openReady(b -> b.startAt(StartAt.offsets(Map.of(0, 7L))));
        KafkaCache<String, String> early = topic.openReady(b -> b.startAt(StartAt.offsets(Map.of(0, 700L))));
        topic.log.partition(0).trim(4);
        KafkaCache<String, String> late = topic.openReady(b -> b.startAt(StartAt.offsets(Map.of(0, 2L))));

        assertThat(users.size()).isEqualTo(3);
        assertThat(users.status().complete()).isFalse();
        assertThat(early.size()).isZero();
        assertThat(late.size()).isEqualTo(6);
    }

    @Test
    void startingAtATimeMakesAWindow() {
        topic.fill(0, 5);
        topic.log.advance(Duration.ofHours(1));
        topic.log.append(0, "ann", "Ann");

        KafkaCache<String, String> users =
                topic.openReady(b -> b.startAt(StartAt.timestamp(topic.log.now().minusSeconds(60))));

        assertThat(users.size()).isEqualTo(1);
        assertThat(users.get("ann")).isEqualTo("Ann");
        assertThat(users.status().complete()).isFalse();
        assertThat(topic.openReady().status().complete()).isTrue();
    }

    @Test
    void lagToolsSeeItsPositionsAndNothingOfItAfterClose() {
        topic.fill(0, 10);
        KafkaCache<String, String> users = topic.openReady(b -> b.identity("pod-1"));
        KafkaCache<String, String> further = topic.openReady(b -> b.identity("pod-1"));
        topic.log.advance(Duration.ofSeconds(6));

        assertThat(topic.log.usage().groups()).containsExactlyInAnyOrder("pod-1", "pod-1.users-2");
        assertThat(topic.log.usage().committed("pod-1").get(0)).isEqualTo(new Position(10, 0));
        assertThat(topic.log.usage().committedMetadata("pod-1")).startsWith("kafka-cache/1 users ");
        users.close();
        further.close();
        assertThat(topic.log.usage().groups()).isEmpty();
    }

    @Test
    void committingNothingAsksForNothing() {
        topic.openReady(b -> b.commitPositions(false));
        topic.log.advance(Duration.ofMinutes(1));

        assertThat(topic.log.usage().adminCalls(AdminCall.COMMIT)).isZero();
    }

    /** What code of the user throws may quote what it was given, and so may what that was caused by. */
    @Test
    void whatUserCodeThrowsIsLoggedWithoutItsWords() {
        KafkaCache<String, String> users = topic.openReady();
        users.index("number", value -> List.of(Integer.valueOf(value)));
        topic.closing(users.listen(step -> {
            try {
                step.forEach(update -> Integer.parseInt(update.key()));
            } catch (NumberFormatException e) {
                throw new IllegalStateException("cannot tell of " + step, e);
            }
        }));
        topic.log.runUntilIdle();

        try (Logged logged = new Logged()) {
            topic.log.append(0, "a secret key", "a secret");
            users.sync().join();
            topic.log.runUntilIdle();

            assertThat(logged.text())
                    .doesNotContain("secret")
                    .contains("function of the index number " + THREW)
                    .contains("the listener " + THREW)
                    .contains("java.lang.NumberFormatException", "java.lang.IllegalStateException")
                    .contains("at java.base/java.lang.Integer.parseInt", "at io.kafkacache.LifeTest.");
        }
    }
}
