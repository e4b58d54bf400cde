package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.scripted.AdminCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * ReadYourWrites and Latest of a log that was cut below the position, as by an unclean leader: ends and offsets are smaller then than what was read,
 * so whoever takes them for passed answers with what stands in no log any more.
 */
class TruncatedLogTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    private KafkaCache<String, String> readyWithTen() {
        return readyWithTen(Isolation.READ_COMMITTED);
    }

    private KafkaCache<String, String> readyWithTen(Isolation isolation) {
        topic.fill(0, 10);
        return topic.openReady(b -> b.readOnly(false).isolation(isolation));
    }

    /** Only five records are left, and another value of k1 behind them. */
    private void truncate() {
        topic.log.partition(0).truncate(5);
        topic.log.append(0, "k1", "acknowledged");
    }

    /** The log was cut, and the cache knows. */
    private KafkaCache<String, String> rebuilding(Isolation isolation) {
        KafkaCache<String, String> users = readyWithTen(isolation);
        truncate();
        topic.until(() -> users.status().state() == CacheState.REBUILDING);
        return users;
    }

    @ParameterizedTest
    @EnumSource
    void syncWaitsUntilWhatIsLeftIsShown(Isolation isolation) {
        KafkaCache<String, String> users = rebuilding(isolation);

        CompletableFuture<Void> sync = users.sync();
        topic.log.runUntilIdle();
        boolean early = sync.isDone();
        sync.join();

        assertThat(early).isFalse();
        assertThat(users.get("k1")).isEqualTo("acknowledged");
        assertThat(users.get("k9")).isNull();
    }

    /** The log ends again where the cache stands, so that no end tells the two apart. */
    @Test
    void syncWaitsAlsoWhereAsMuchWasWrittenSince() {
        KafkaCache<String, String> users = rebuilding(Isolation.READ_COMMITTED);
        topic.fill(0, 4);

        users.sync().join();

        assertThat(users.status().generation()).isEqualTo(2);
        assertThat(users.get("k9")).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void awaitWaitsUntilTheRecordIsShown(Isolation isolation) {
        KafkaCache<String, String> users = rebuilding(isolation);

        RecordOffset offset = users.put("k1", "mine").join();
        users.await(offset).join();

        assertThat(offset.offset()).isEqualTo(6);
        assertThat(users.get("k1")).isEqualTo("mine");
    }

    /** Each of these puts has to learn whether the topic was made again; one question does for all who wait for it. */
    @Test
    void manyPutsMeanwhileAskNoMoreOftenThanOne() {
        topic.fill(0, 200);
        KafkaCache<String, String> users = rebuilding(Isolation.READ_COMMITTED);
        topic.log.faults().hangPolls();
        int before = topic.log.usage().adminCalls(AdminCall.DESCRIBE);

        List<CompletableFuture<RecordOffset>> puts =
                IntStream.range(0, 100).mapToObj(i -> users.put("k1", "mine")).toList();
        topic.log.advance(Duration.ofSeconds(6));

        assertThat(puts).allSatisfy(put -> assertThat(put).isCompleted());
        assertThat(topic.log.usage().adminCalls(AdminCall.DESCRIBE) - before).isLessThan(100);
    }

    @Test
    void whoWaitsForTooLongIsToldWhy() {
        KafkaCache<String, String> users = rebuilding(Isolation.READ_COMMITTED);
        topic.log.faults().hangPolls();

        assertThat(List.of(
                        topic.failure(users.sync(Duration.ofSeconds(8))),
                        topic.failure(users.await(new RecordOffset("users", null, 0, 5), Duration.ofSeconds(8)))))
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOf(CacheTimeoutException.class)
                        .hasMessageContaining("REBUILDING"));
    }

    /** A rebuild may take long, and a question each 50 ms would be asked of brokers that have just lost one of them. */
    @Test
    void whoWaitsForARebuildAsksOnce() {
        KafkaCache<String, String> users = rebuilding(Isolation.READ_COMMITTED);
        topic.log.faults().hangPolls();
        topic.log.advance(Duration.ofSeconds(6));
        int before = topic.log.usage().adminCalls(AdminCall.ENDS);

        CompletableFuture<Void> sync = users.sync();
        topic.log.advance(Duration.ofSeconds(10));

        assertThat(sync).isNotDone();
        assertThat(topic.log.usage().adminCalls(AdminCall.ENDS) - before).isLessThan(20);
    }

    /** Nothing is read, so the end alone can tell: it is below what was read, and a later leader's. */
    @ParameterizedTest
    @EnumSource
    void syncIsNotTakenInByAnEndBelowThePosition(Isolation isolation) {
        KafkaCache<String, String> users = readyWithTen(isolation);
        topic.log.faults().hangPolls();
        truncate();

        CompletableFuture<Void> sync = users.sync();
        topic.log.runUntilIdle();
        boolean early = sync.isDone();
        topic.log.faults().resumePolls();
        sync.join();

        assertThat(early).isFalse();
        assertThat(users.get("k1")).isEqualTo("acknowledged");
    }

    /** The same of a leader that was replaced, whose epoch is the one of what was read: nothing was lost, and it lags. */
    @Test
    void syncIsNotTakenInByALeaderThatLagsBehindThePosition() {
        KafkaCache<String, String> users = readyWithTen();
        topic.log.faults().hangPolls();
        topic.log.append(0, "k1", "acknowledged");
        topic.log
                .faults()
                .answerStaleEnds(
                        0,
                        3,
                        new Position(
                                8, users.status().partitions().get(0).position().leaderEpoch()));

        CompletableFuture<Void> sync = users.sync();
        topic.log.runUntilIdle();
        boolean early = sync.isDone();
        topic.log.faults().resumePolls();
        sync.join();

        assertThat(early).isFalse();
        assertThat(users.get("k1")).isEqualTo("acknowledged");
        assertThat(users.status().generation()).isEqualTo(1);
    }

    /** A consumer may get nothing of the partition, and so not learn of it: seen for half a minute, taken for fresh meanwhile. */
    @Test
    void anEndBelowThePositionIsNoticedWithoutTheReader() {
        KafkaCache<String, String> users = readyWithTen();
        topic.log.faults().stallReaders(0);
        truncate();
        Instant cut = topic.log.now();

        topic.until(() -> users.status().state() == CacheState.REBUILDING);
        CacheStatus noticed = users.status();
        Duration unnoticed = Duration.between(cut, topic.log.now());
        users.sync().join();

        assertThat(unnoticed).isLessThan(Duration.ofSeconds(2));
        assertThat(noticed.stale()).isTrue();
        assertThat(users.get("k1")).isEqualTo("acknowledged");
    }

    /** What it has read is of another log, so it is not known to be anywhere near the head of this one. */
    @Test
    void theEndOfACutLogIsNoProofOfTheHead() {
        KafkaCache<String, String> users = readyWithTen();
        topic.log.faults().hangPolls();
        truncate();

        topic.log.advance(Duration.ofSeconds(20));

        assertThat(users.status().lagRecords()).isNotZero();
        assertThat(users.status().lagSeconds()).isNaN();
        assertThat(users.status().staleness()).isGreaterThan(Duration.ofSeconds(15));
    }

    @Test
    void aFrozenCacheNoticesToo() {
        KafkaCache<String, String> users = readyWithTen();
        users.freeze();
        truncate();
        topic.log.advance(Duration.ofSeconds(2));

        CompletableFuture<Void> await = users.await(new RecordOffset("users", topic.log.topicId(), 0, 5));
        topic.log.advance(Duration.ofSeconds(10));
        boolean early = await.isDone();
        String meanwhile = users.get("k9");
        users.unfreeze();
        await.join();

        assertThat(early).isFalse();
        assertThat(meanwhile).isEqualTo("v9");
        assertThat(users.get("k1")).isEqualTo("acknowledged");
    }
}
