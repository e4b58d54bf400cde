package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** After ready a log that changes underneath ends the cache, which says why, rather than show a deleted key. */
class NoGhostsTest {
    private static final Duration RETENTION = Duration.ofMinutes(10);

    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    private KafkaCache<String, String> readyWithTen() {
        return readyWithTen(b -> b);
    }

    private KafkaCache<String, String> readyWithTen(
            UnaryOperator<Builder<String, String, String, String, KafkaCache<String, String>>> options) {
        topic.log.configure(true, false, RETENTION);
        topic.fill(0, 10);
        return topic.openReady(b -> options.apply(b.readOnly(false)));
    }

    private void assertFailed(KafkaCache<String, String> users, String why) {
        topic.until(() -> users.status().state() == CacheState.FAILED);
        topic.log.advance(Duration.ofMinutes(1));

        assertThat(users.status().lastError()).contains(why).contains("open the cache again");
        assertThat(users.status().live()).isFalse();
        assertThat(users.status().ready()).isTrue();
        assertThat(users.status().servable()).isFalse();
        assertThat(topic.failure(users.stopped())).isInstanceOf(FailedException.class);
        assertThatThrownBy(() -> users.get("k1")).isInstanceOf(FailedException.class);
        assertThatThrownBy(() -> users.entry("k1")).isInstanceOf(FailedException.class);
        assertThatThrownBy(users::size).isInstanceOf(FailedException.class);
        assertThatThrownBy(() -> users.forEach(entry -> {})).isInstanceOf(FailedException.class);
        assertThat(topic.failure(users.put("ann", "Ann"))).isInstanceOf(FailedException.class);
        assertThat(topic.failure(users.delete("ann"))).isInstanceOf(FailedException.class);
        assertThat(topic.failure(users.sync())).isInstanceOf(FailedException.class);
        assertThat(topic.failure(users.await(new RecordOffset("users", null, 0, 0))))
                .isInstanceOf(FailedException.class);
        assertThat(topic.log.usage().openReaders()).isZero();
        assertThat(topic.log.usage().openWriters()).isZero();
    }

    /** kcache and GlobalKTable keep the old topic's keys, or never recover: goka issue 415, faust issue 158. */
    @ParameterizedTest
    @EnumSource
    void aRecreatedTopic(Isolation isolation) {
        KafkaCache<String, String> users = readyWithTen(b -> b.isolation(isolation));

        topic.log.recreateTopic(1);
        topic.fill(0, 20);

        assertFailed(users, "made again");
    }

    @Test
    void syncNoticesARecreatedTopicAtOnce() {
        KafkaCache<String, String> users = readyWithTen();

        topic.log.recreateTopic(1);
        topic.fill(0, 20);

        assertThat(topic.failure(users.sync())).isInstanceOf(FailedException.class);
    }

    @ParameterizedTest
    @EnumSource
    void aTruncatedLog(Isolation isolation) {
        KafkaCache<String, String> users = readyWithTen(b -> b.isolation(isolation));

        topic.log.partition(0).truncate(5);
        topic.fill(0, 20);

        assertFailed(users, "truncated");
    }

    /** Hidden by {@code auto.offset.reset=earliest} elsewhere, so deleted keys stay: kcache, apache/kafka PR 4215. */
    @ParameterizedTest
    @EnumSource
    void anOffsetOutOfRange(Isolation isolation) {
        KafkaCache<String, String> users = readyWithTen(b -> b.isolation(isolation));
        topic.log.faults().hangPolls();

        topic.fill(0, 20);
        topic.log.partition(0).trim(15);
        topic.log.faults().resumePolls();

        assertFailed(users, "15 to 30");
    }

    /** Missed tombstones leave ghost keys without a signal: pulsar issue 26190. */
    @ParameterizedTest
    @EnumSource
    void tombstonesMissedWhileAwayForTooLong(Isolation isolation) {
        KafkaCache<String, String> users = readyWithTen(b -> b.isolation(isolation));

        topic.log.faults().disconnect();
        topic.log.append(0, "ann", "Ann");
        topic.log.delete(0, "k3");
        topic.log.append(0, "bob", "Bob");
        topic.log.advance(RETENTION.dividedBy(2).plusSeconds(10));
        topic.log.partition(0).compact(true);
        topic.log.faults().reconnect();

        assertFailed(users, "delete.retention.ms");
    }

    @ParameterizedTest
    @EnumSource
    void awayForTooLongWithoutAHoleGoesOn(Isolation isolation) {
        KafkaCache<String, String> users = readyWithTen(b -> b.isolation(isolation));

        topic.log.faults().disconnect();
        topic.log.append(0, "ann", "Ann");
        topic.log.delete(0, "k3");
        topic.log.advance(RETENTION.multipliedBy(3));
        topic.log.faults().reconnect();
        topic.log.advance(Duration.ofSeconds(10));
        users.sync().join();

        assertThat(users.status().state()).isEqualTo(CacheState.READY);
        assertThat(users.get("k3")).isNull();
        assertThat(users.get("ann")).isEqualTo("Ann");
    }

    @Test
    void aHoleAfterAShortAbsenceGoesOn() {
        KafkaCache<String, String> users = readyWithTen();

        topic.log.faults().disconnect();
        topic.log.append(0, "k3", "taken");
        topic.log.delete(0, "k3");
        topic.log.advance(RETENTION.dividedBy(2).minusSeconds(10));
        topic.log.partition(0).compact();
        topic.log.faults().reconnect();
        topic.log.advance(Duration.ofSeconds(10));
        users.sync().join();

        assertThat(users.get("k3")).isNull();
    }

    /** At the head all the time: an hour without writes is no absence. */
    @Test
    void aQuietTopicIsNoAbsence() {
        KafkaCache<String, String> users = readyWithTen();

        topic.log.advance(RETENTION.multipliedBy(6));
        topic.log.append(0, "k3", "taken");
        topic.log.delete(0, "k3");
        topic.log.partition(0).compact();
        users.sync().join();

        assertThat(users.status().state()).isEqualTo(CacheState.READY);
        assertThat(users.get("k3")).isNull();
    }

    /** Lagging counts as away: a reader that polls but does not reach the head in time has the same problem. */
    @Test
    void laggingForTooLongIsAbsence() {
        KafkaCache<String, String> users = readyWithTen();
        topic.log.faults().throttle(0);

        topic.log.append(0, "ann", "Ann");
        topic.log.delete(0, "k3");
        topic.log.append(0, "bob", "Bob");
        topic.log.advance(RETENTION.dividedBy(2).plusSeconds(10));
        topic.log.partition(0).compact(true);
        topic.log.faults().unthrottle();

        assertFailed(users, "delete.retention.ms");
    }

    @Test
    void trimmingBehindTheReaderGoesOn() {
        KafkaCache<String, String> users = readyWithTen();

        topic.log.partition(0).trim(10);
        topic.log.append(0, "ann", "Ann");
        users.sync().join();

        assertThat(users.get("ann")).isEqualTo("Ann");
        assertThat(users.status().state()).isEqualTo(CacheState.READY);
    }

    @Test
    void aNewLeaderWithoutLossGoesOn() {
        KafkaCache<String, String> users = readyWithTen();

        topic.log.partition(0).changeLeader();
        topic.log.append(0, "ann", "Ann");
        users.sync().join();

        assertThat(users.get("ann")).isEqualTo("Ann");
    }

    @Test
    void whoWaitsIsToldAtOnce() {
        KafkaCache<String, String> users = readyWithTen();
        topic.log.faults().hangPolls();
        topic.log.append(0, "ann", "Ann");
        CompletableFuture<Void> sync = users.sync();
        CompletableFuture<Void> await = users.await(new RecordOffset("users", topic.log.topicId(), 0, 10));
        topic.log.runUntilIdle();

        topic.log.partition(0).trim(11);
        topic.log.faults().resumePolls();
        topic.log.runUntilIdle();

        assertThat(topic.failure(sync)).isInstanceOf(FailedException.class);
        assertThat(topic.failure(await)).isInstanceOf(FailedException.class);
    }

    /** The tombstone of what was read before an outage is gone when reading goes on: nothing but reading again shows that. */
    @ParameterizedTest
    @EnumSource
    void aReplayThatAnOutageHeldUpForLongIsRepeated(Isolation isolation) {
        topic.log.configure(true, false, RETENTION);
        topic.fill(0, 10);
        topic.log.delete(0, "k1");
        topic.log.append(0, "ann", "Ann");
        topic.log.faults().pollLimit(1);
        KafkaCache<String, String> users = topic.open(b -> b.isolation(isolation));
        topic.until(() -> users.status().recordsApplied() == 3);

        topic.log.faults().disconnect();
        topic.log.advance(RETENTION.multipliedBy(2));
        topic.log.partition(0).compact(true);
        topic.log.faults().reconnect();
        users.awaitReady(TestTopic.PATIENCE);

        assertThat(users.get("k1")).isNull();
        assertThat(users.get("ann")).isEqualTo("Ann");
        assertThat(users.size()).isEqualTo(10);
    }

    /** Who can not read the topic in the time that it keeps tombstones is told, and not kept from being ready for ever. */
    @Test
    void aReplayThatAlwaysTakesTooLongIsRepeatedOnce() {
        topic.log.configure(true, false, Duration.ofMillis(1));
        topic.fill(0, 10);
        topic.log.delete(0, "k1");
        topic.log.partition(0).compact(true);
        topic.log.faults().pollLimit(1);
        topic.log.faults().hangPolls();

        try (Logged logged = new Logged()) {
            KafkaCache<String, String> users = topic.open();
            topic.log.advance(Duration.ofMillis(10));
            topic.log.faults().resumePolls();
            topic.until(() -> users.status().generation() == 2);
            topic.log.faults().hangPolls();
            topic.log.advance(Duration.ofMillis(10));
            topic.log.faults().resumePolls();
            users.awaitReady(TestTopic.PATIENCE);

            assertThat(users.status().generation()).isEqualTo(2);
            assertThat(logged.warnings()).last().asString().contains("raise delete.retention.ms");
        }
    }
}
