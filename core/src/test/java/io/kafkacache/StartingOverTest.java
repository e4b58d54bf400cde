package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.scripted.ScriptedTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Before the first ready a log that changes underneath starts the replay again, with an empty store and new targets. */
class StartingOverTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    private KafkaCache<String, String> readThreeOfTen(Isolation isolation) {
        topic.fill(0, 10);
        topic.log.faults().pollLimit(1);
        KafkaCache<String, String> users = topic.open(b -> b.isolation(isolation));
        topic.until(() -> users.status().recordsApplied() == 3);
        return users;
    }

    /** The low watermark moves during recovery and the seek target is gone: faust issues 47, 597, 176. */
    @ParameterizedTest
    @EnumSource
    void trimmedDuringReplay(Isolation isolation) {
        KafkaCache<String, String> users = readThreeOfTen(isolation);

        topic.log.partition(0).trim(6);
        users.awaitReady(TestTopic.PATIENCE);

        assertThat(users.size()).isEqualTo(4);
        assertThat(users.get("k1")).isNull();
        assertThat(users.status().generation()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void trimmedToTheEndDuringReplay(Isolation isolation) {
        KafkaCache<String, String> users = readThreeOfTen(isolation);

        topic.log.partition(0).trim(10);
        users.awaitReady(TestTopic.PATIENCE);

        assertThat(users.size()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void trimmedBehindTheReaderChangesNothing(Isolation isolation) {
        KafkaCache<String, String> users = readThreeOfTen(isolation);

        topic.log.partition(0).trim(2);
        users.awaitReady(TestTopic.PATIENCE);

        assertThat(users.size()).isEqualTo(10);
        assertThat(users.status().generation()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void truncatedBelowTheReader(Isolation isolation) {
        KafkaCache<String, String> users = readThreeOfTen(isolation);

        topic.log.partition(0).truncate(1);
        topic.log.append(0, "k1", "other");
        topic.log.append(0, "ann", "Ann");
        topic.log.append(0, "bob", "Bob");
        users.awaitReady(TestTopic.PATIENCE);

        assertThat(users.get("k1")).isEqualTo("other");
        assertThat(users.get("k2")).isNull();
        assertThat(users.size()).isEqualTo(4);
        assertThat(users.status().generation()).isEqualTo(2);
    }

    /** The target of the lap is gone, and nothing will ever stand there. */
    @ParameterizedTest
    @EnumSource
    void truncatedBelowTheTarget(Isolation isolation) {
        KafkaCache<String, String> users = readThreeOfTen(isolation);

        topic.log.partition(0).truncate(5);
        users.awaitReady(TestTopic.PATIENCE);

        assertThat(users.size()).isEqualTo(5);
    }

    @Test
    void truncatedBelowTheTargetWithATransactionOpenThere() {
        topic.fill(0, 3);
        ScriptedTransaction transaction = topic.log.begin();
        transaction.append(0, "ann", "Ann");
        topic.fill(0, 3);
        KafkaCache<String, String> users = topic.open();
        topic.until(() -> users.status().state() == CacheState.WAITING_FOR_TRANSACTION);

        topic.log.partition(0).truncate(3);
        users.awaitReady(TestTopic.PATIENCE);

        assertThat(users.size()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void recreatedDuringReplay(Isolation isolation) {
        KafkaCache<String, String> users = readThreeOfTen(isolation);
        CompletableFuture<Void> sync = users.sync();

        topic.log.recreateTopic(1);
        topic.log.append(0, "ann", "Ann");
        users.awaitReady(TestTopic.PATIENCE);
        sync.join();

        assertThat(users.size()).isEqualTo(1);
        assertThat(users.get("ann")).isEqualTo("Ann");
        assertThat(users.status().topicId()).isEqualTo(topic.log.topicId());
    }

    @ParameterizedTest
    @EnumSource
    void recreatedWithFewerPartitionsDuringReplay(Isolation isolation) {
        topic.log.addPartitions(3);
        KafkaCache<String, String> users = readThreeOfTen(isolation);

        topic.log.recreateTopic(1);
        topic.log.append(0, "ann", "Ann");
        users.awaitReady(TestTopic.PATIENCE);

        assertThat(users.size()).isEqualTo(1);
        assertThat(users.status().partitions()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void grownDuringReplay(Isolation isolation) {
        KafkaCache<String, String> users = readThreeOfTen(isolation);

        topic.log.addPartitions(3);
        topic.log.append(2, "ann", "Ann");
        topic.log.faults().hangPolls();
        topic.log.advance(Duration.ofSeconds(6));
        topic.log.faults().resumePolls();
        users.awaitReady(TestTopic.PATIENCE);

        assertThat(users.get("ann")).isEqualTo("Ann");
        assertThat(users.size()).isEqualTo(11);
        assertThat(users.status().uncoveredPartitions()).isEmpty();
    }

    /** A time is resolved once for each topic id: what was read once is not left out because it would be found elsewhere now. */
    @Test
    void aWindowBeginsWhereItBeganAtFirst() {
        topic.fill(0, 10);
        topic.log.advance(Duration.ofSeconds(10));
        Instant from = topic.log.now();
        topic.fill(0, 10);
        topic.log.faults().pollLimit(1);
        KafkaCache<String, String> users = topic.open(b -> b.startAt(StartAt.timestamp(from)));
        topic.until(() -> users.status().recordsApplied() == 3);

        topic.log.partition(0).truncate(10);
        topic.log.append(0, "ann", "Ann", from.minusSeconds(5));
        topic.log.append(0, "bob", "Bob");
        users.awaitReady(TestTopic.PATIENCE);

        assertThat(users.status().generation()).isEqualTo(2);
        assertThat(TestTopic.contents(users)).isEqualTo(Map.of("ann", "Ann", "bob", "Bob"));
    }

    /** So is an offset beyond the end, which means the end of then. */
    @Test
    void aWindowThatBeganAtTheEndStaysThere() {
        topic.log.addPartitions(2);
        topic.fill(0, 3);
        topic.fill(1, 3);
        topic.log.faults().hangPolls();
        KafkaCache<String, String> users = topic.open(b -> b.startAt(StartAt.offsets(Map.of(0, 700L, 1, 1L))));
        topic.until(() -> users.status().catchUp().totalOffsets() == 2);

        topic.log.append(0, "ann", "Ann");
        topic.log.addPartitions(3);
        topic.log.advance(Duration.ofSeconds(6));
        topic.log.faults().resumePolls();
        users.awaitReady(TestTopic.PATIENCE);

        assertThat(users.status().generation()).isEqualTo(2);
        assertThat(TestTopic.contents(users)).isEqualTo(Map.of("ann", "Ann", "k1", "v1", "k2", "v2"));
    }

    @ParameterizedTest
    @EnumSource
    void readsWhatWasThereNoLongerThanItMay(Isolation isolation) {
        topic.fill(0, 10);
        topic.log.faults().pollLimit(1);
        KafkaCache<String, String> users =
                topic.open(b -> b.isolation(isolation).readsBeforeReady(true));
        topic.until(() -> users.status().recordsApplied() == 3);
        String before = users.get("k1");

        topic.log.partition(0).trim(6);
        topic.log.append(0, "ann", "Ann");
        users.awaitReady(TestTopic.PATIENCE);

        assertThat(before).isEqualTo("v1");
        assertThat(users.get("k1")).isNull();
    }
}
