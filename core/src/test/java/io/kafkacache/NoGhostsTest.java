package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.scripted.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** After ready a log that changes underneath is read again, beside what the cache shows meanwhile, so that no deleted key stays. */
class NoGhostsTest {
    private static final Duration RETENTION = Duration.ofMinutes(10);

    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    private final Logged logged = new Logged();

    @AfterEach
    void stopLogging() {
        logged.close();
    }

    private KafkaCache<String, String> readyWithTen() {
        return readyWithTen(b -> b);
    }

    private KafkaCache<String, String> readyWithTen(
            UnaryOperator<Builder<String, String, String, String, KafkaCache<String, String>>> options) {
        topic.log.configure(true, false, RETENTION);
        topic.fill(0, 10);
        return topic.openReady(b -> options.apply(b.readOnly(false)));
    }

    /** It serves on meanwhile, marked stale, and then shows what a fresh cache shows. */
    private void assertRebuilt(KafkaCache<String, String> users, String why) {
        topic.until(() -> users.status().state() == CacheState.REBUILDING);
        CacheStatus meanwhile = users.status();
        assertThat(users.get("k1")).isEqualTo("v1");
        topic.until(() -> users.status().state() == CacheState.READY);

        assertThat(meanwhile.stale()).isTrue();
        assertThat(meanwhile.live()).isTrue();
        assertThat(meanwhile.servable()).isTrue();
        assertThat(meanwhile.generation()).isEqualTo(1);
        assertThat(users.status().generation()).isEqualTo(2);
        assertThat(users.status().stale()).isFalse();
        assertThat(logged.warnings()).anySatisfy(line -> assertThat(line).contains(why));
        assertThat(TestTopic.contents(users)).isEqualTo(TestTopic.contents(topic.openReady()));
        RecordOffset offset = users.put("zoe", "Zoe").join();
        users.await(offset).join();
        assertThat(users.get("zoe")).isEqualTo("Zoe");
    }

    /** kcache and GlobalKTable keep the old topic's keys, or never recover: goka issue 415, faust issue 158. */
    @ParameterizedTest
    @EnumSource
    void aRecreatedTopic(Isolation isolation) {
        KafkaCache<String, String> users = readyWithTen(b -> b.isolation(isolation));

        topic.log.recreateTopic(1);
        topic.fill(0, 20);

        assertRebuilt(users, "made again");
    }

    @Test
    void syncNoticesARecreatedTopicAtOnce() {
        KafkaCache<String, String> users = readyWithTen();

        topic.log.recreateTopic(1);
        topic.fill(0, 20);

        users.sync().join();
        assertThat(users.status().generation()).isEqualTo(2);
        assertThat(users.size()).isEqualTo(20);
    }

    @ParameterizedTest
    @EnumSource
    void aTruncatedLog(Isolation isolation) {
        KafkaCache<String, String> users = readyWithTen(b -> b.isolation(isolation));

        topic.log.partition(0).truncate(5);
        topic.fill(0, 20);

        assertRebuilt(users, "truncated");
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

        assertRebuilt(users, "15 to 30");
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

        assertRebuilt(users, "delete.retention.ms");
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

        assertRebuilt(users, "delete.retention.ms");
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

    /** Neither hangs nor lies: what was acknowledged is readable when they are done. */
    @Test
    void whoWaitsMeanwhileIsToldWhenItIsShown() {
        KafkaCache<String, String> users = readyWithTen();
        topic.log.faults().hangPolls();
        topic.log.append(0, "ann", "Ann");
        topic.log.append(0, "bob", "Bob");
        CompletableFuture<Void> sync = users.sync();
        CompletableFuture<Void> await = users.await(new RecordOffset("users", topic.log.topicId(), 0, 11));
        topic.log.runUntilIdle();

        topic.log.partition(0).trim(11);
        topic.log.faults().resumePolls();
        topic.until(() -> users.status().state() == CacheState.REBUILDING);
        boolean early = sync.isDone() || await.isDone();
        sync.join();
        await.join();

        assertThat(early).isFalse();
        assertThat(users.status().generation()).isEqualTo(2);
        assertThat(users.get("bob")).isEqualTo("Bob");
    }

    @Test
    void whoWaitsForARecordOfTheFormerTopicIsToldAtOnce() {
        KafkaCache<String, String> users = readyWithTen();
        topic.log.faults().hangPolls();
        long offset = topic.log.append(0, "ann", "Ann");
        CompletableFuture<Void> await = users.await(new RecordOffset("users", topic.log.topicId(), 0, offset));
        CompletableFuture<Void> sync = users.sync();
        topic.log.runUntilIdle();

        topic.log.recreateTopic(1);
        topic.log.append(0, "bob", "Bob");

        assertThat(topic.failure(await)).isInstanceOf(TopicRecreatedException.class);
        assertThat(sync).isNotDone();
        topic.log.faults().resumePolls();
        sync.join();
        assertThat(TestTopic.contents(users)).isEqualTo(Map.of("bob", "Bob"));
    }

    /** The tombstone of what was read before an outage is gone when reading goes on: only looking at the log again shows that. */
    @ParameterizedTest
    @EnumSource
    void aReplayThatAnOutageHeldUpForLongEndsInASweep(Isolation isolation) {
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
        assertThat(users.status().generation()).isEqualTo(1);
    }

    /** A cache whose replay met a hole where a tombstone was, long after its retention. */
    private KafkaCache<String, String> openAndOverrun(boolean deleting) {
        return openAndOverrun(deleting, Breaker.none());
    }

    private KafkaCache<String, String> openAndOverrun(boolean deleting, Breaker breaker) {
        KafkaCache<String, String> users = topic.openAndOverrun(deleting, b -> b.haltWhen(breaker));
        topic.log.faults().resumePolls();
        return users;
    }

    /** Who can not read the topic in the time that it keeps tombstones gets there all the same, and right. */
    @Test
    void aReplayThatAlwaysTakesTooLongEndsInASweep() {
        KafkaCache<String, String> users = openAndOverrun(false);
        users.awaitReady(TestTopic.PATIENCE);

        assertThat(users.get("k1")).isNull();
        assertThat(users.size()).isEqualTo(10);
    }

    /** The log is trimmed under the sweep, and goes on being written. */
    @Test
    void aSweepLivesThroughTrimmingAndWriting() {
        KafkaCache<String, String> users = openAndOverrun(true);
        topic.until(() -> topic.log.usage().openReaders() == 2);

        topic.log.partition(0).trim(5);
        topic.log.append(0, "bob", "Bob");
        topic.log.delete(0, "k9");
        users.awaitReady(TestTopic.PATIENCE);
        users.sync().join();
        topic.log.advance(Duration.ofSeconds(6));

        assertThat(TestTopic.contents(users).keySet()).containsExactly("ann", "bob", "k5", "k6", "k7", "k8");
        assertThat(topic.log.usage().openReaders()).isEqualTo(1);
    }

    /** What is halted is what is being read then: nobody sees anything yet. */
    @Test
    void aDeleteStormInASweepIsLeftByUnfreezing() {
        KafkaCache<String, String> users = openAndOverrun(false, Breaker.deletesPerMinute(2));
        topic.until(() -> topic.log.usage().openReaders() == 2);
        topic.fill(0, 1);
        for (int i = 5; i < 9; i++) {
            topic.log.delete(0, "k" + i);
        }
        topic.until(() -> users.status().state() == CacheState.HALTED);

        users.unfreeze();
        topic.log.advance(Duration.ofSeconds(1));
        users.unfreeze();
        users.awaitReady(TestTopic.PATIENCE);
        users.sync().join();

        assertThat(TestTopic.contents(users).keySet()).containsExactly("ann", "k0", "k2", "k3", "k4", "k9");
        assertThat(users.status().state()).isEqualTo(CacheState.READY);
    }

    /** The reader itself polls well beside it and will not tell that all is well again. */
    @Test
    void aSweepThatFailsForAWhileLeavesNoTraceInTheState() {
        KafkaCache<String, String> users = openAndOverrun(false);
        topic.log.faults().failOpening(1, Failure.OTHER);
        users.awaitReady(TestTopic.PATIENCE);
        topic.log.advance(Duration.ofSeconds(6));

        assertThat(topic.log.usage().openReaders()).isEqualTo(1);
        assertThat(users.status().state()).isEqualTo(CacheState.READY);
        assertThat(users.status().lastError()).isNull();
    }

    @Test
    void aCacheThatIsClosedInASweepLeavesNothingOpen() {
        KafkaCache<String, String> users = openAndOverrun(false);
        topic.until(() -> topic.log.usage().openReaders() == 2);

        users.close();

        assertThat(topic.log.usage().openReaders()).isZero();
    }
}
