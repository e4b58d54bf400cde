package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.scripted.AdminCall;
import io.kafkacache.scripted.ScriptedTransaction;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ReadyMeansComplete, whatever stands in the log: see also {@link CatchUpLapsTest}, {@link ShortEndTest}, {@link StartingOverTest}. */
class CatchUpMatrixTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(2);

    @ParameterizedTest
    @EnumSource
    void anEmptyTopicIsComplete(Isolation isolation) {
        KafkaCache<String, String> users = topic.openReady(b -> b.isolation(isolation));

        assertThat(users.size()).isZero();
        assertThat(users.get("ann")).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void aTopicTrimmedToItsEndIsComplete(Isolation isolation) {
        topic.fill(0, 5);
        topic.log.partition(0).trim(5);

        KafkaCache<String, String> users = topic.openReady(b -> b.isolation(isolation));

        assertThat(users.size()).isZero();
        assertThat(TestTopic.position(users, 0)).isEqualTo(5);
    }

    /** Readiness decided by the last delivered record would hang here: apache/kafka PR 10894, karapace PR 1355. */
    @ParameterizedTest
    @EnumSource
    void readyPassesATransactionMarkerAtTheTail(Isolation isolation) {
        ScriptedTransaction transaction = topic.log.begin();
        transaction.append(0, "ann", "Ann");
        transaction.commit();

        KafkaCache<String, String> users = topic.openReady(b -> b.isolation(isolation));

        assertThat(users.get("ann")).isEqualTo("Ann");
        assertThat(TestTopic.position(users, 0)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void readyPassesAnAbortedTail(Isolation isolation) {
        topic.log.append(0, "ann", "Ann");
        ScriptedTransaction transaction = topic.log.begin();
        transaction.append(0, "bob", "Bob");
        transaction.abort();

        KafkaCache<String, String> users = topic.openReady(b -> b.isolation(isolation));

        assertThat(users.get("bob")).isEqualTo(isolation == Isolation.READ_COMMITTED ? null : "Bob");
        assertThat(TestTopic.position(users, 0)).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void readyPassesACompactedTail(Isolation isolation) {
        topic.log.append(0, "ann", "Ann");
        topic.log.append(0, "bob", "Bob");
        topic.log.delete(0, "bob");
        topic.log.partition(0).compact(true);

        KafkaCache<String, String> users = topic.openReady(b -> b.isolation(isolation));

        assertThat(users.size()).isEqualTo(1);
        assertThat(TestTopic.position(users, 0)).isEqualTo(3);
    }

    /** The consumer's end is the last stable offset, below which a newer committed record is missing: kafka-flow issue 850. */
    @ParameterizedTest
    @EnumSource
    void anOpenTransactionBelowTheEndIsWaitedForVisibly(Isolation isolation) {
        ScriptedTransaction transaction = topic.log.begin();
        transaction.append(0, "ann", "Ann");
        topic.log.append(0, "bob", "Bob");
        KafkaCache<String, String> users = topic.open(b -> b.isolation(isolation));

        topic.log.advance(Duration.ofSeconds(10));
        boolean readyBefore = users.status().ready();
        OpenTransaction seen = users.status().openTransaction();
        CacheState stateBefore = users.status().state();
        transaction.commit();
        users.awaitReady(TestTopic.PATIENCE);

        boolean waits = isolation == Isolation.READ_COMMITTED;
        assertThat(readyBefore).isEqualTo(!waits);
        assertThat(stateBefore).isEqualTo(waits ? CacheState.WAITING_FOR_TRANSACTION : CacheState.READY);
        assertThat(seen != null && seen.partition() == 0 && seen.offset() == 0).isEqualTo(waits);
        assertThat(users.get("ann")).isEqualTo("Ann");
        assertThat(users.get("bob")).isEqualTo("Bob");
        assertThat(users.status().openTransaction()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void aPartitionWithoutDataDoesNotHoldItUp(Isolation isolation) {
        topic.fill(0, 1_000);

        KafkaCache<String, String> users = topic.openReady(b -> b.isolation(isolation));

        assertThat(users.size()).isEqualTo(1_000);
        assertThat(TestTopic.position(users, 1)).isZero();
    }

    /** A target that is asked for again and again moves away for ever: pulsar issue 21170. */
    @ParameterizedTest
    @EnumSource
    void aWriterThatNeverStopsDoesNotHoldItUp(Isolation isolation) {
        topic.fill(0, 20);
        topic.log.faults().pollLimit(2);
        KafkaCache<String, String> users = topic.open(b -> b.isolation(isolation));

        for (int i = 0; !users.status().ready(); i++) {
            assertThat(i).as("records written before ready").isLessThan(10_000);
            topic.log.append(0, "new" + i, "v");
            topic.log.append(0, "newer" + i, "v");
            topic.log.append(0, "newest" + i, "v");
            topic.log.step();
        }

        assertThat(users.get("k19")).isEqualTo("v19");
    }

    /** Restoring one partition after another costs a fetch wait for each: Kafka Streams' GlobalKTable. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 32})
    void manyPartitionsTakeAboutAsManyPollsAsOne(int partitions) {
        if (partitions > 2) {
            topic.log.addPartitions(partitions);
        }
        for (int p = 0; p < topic.log.partitions(); p++) {
            topic.log.append(p, "k" + p, "v");
        }

        KafkaCache<String, String> users = topic.openReady();

        assertThat(users.size()).isEqualTo(topic.log.partitions());
        assertThat(topic.log.usage().polls()).isLessThan(5);
    }

    /** Fetches leave throttled partitions out, so what they give proves nothing about those. */
    @ParameterizedTest
    @EnumSource
    void aThrottledPartitionIsNotTakenForRead(Isolation isolation) {
        topic.fill(0, 10);
        topic.log.append(1, "ann", "Ann");
        topic.log.faults().throttle(1);
        KafkaCache<String, String> users = topic.open(b -> b.isolation(isolation));

        topic.log.advance(Duration.ofMinutes(5));
        CacheStatus throttled = users.status();
        topic.log.faults().unthrottle();
        users.awaitReady(TestTopic.PATIENCE);

        assertThat(throttled.ready()).isFalse();
        assertThat(throttled.shortEnds()).isZero();
        assertThat(topic.log.usage().adminCalls(AdminCall.PROBE)).isPositive();
        assertThat(users.get("ann")).isEqualTo("Ann");
    }

    /** "First empty poll means caught up": karapace PR 483, druid issue 19575. */
    @ParameterizedTest
    @EnumSource
    void emptyPollsNeverMakeItReady(Isolation isolation) {
        topic.fill(0, 3);
        topic.log.faults().hangPolls();
        KafkaCache<String, String> users = topic.open(b -> b.isolation(isolation));

        topic.log.advance(Duration.ofMinutes(10));
        CacheStatus empty = users.status();
        topic.log.faults().resumePolls();
        users.awaitReady(TestTopic.PATIENCE);

        assertThat(empty.ready()).isFalse();
        assertThat(empty.state()).isEqualTo(CacheState.CATCHING_UP);
        assertThat(empty.catchUp().totalOffsets()).isEqualTo(3);
        assertThat(users.size()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void aTopicThatComesLaterIsWaitedFor(Isolation isolation) {
        topic.log.deleteTopic();
        KafkaCache<String, String> users = topic.open(b -> b.isolation(isolation));
        topic.log.advance(Duration.ofMinutes(1));
        CacheStatus missing = users.status();

        topic.log.createTopic(1);
        topic.log.append(0, "ann", "Ann");
        users.awaitReady(TestTopic.PATIENCE);

        assertThat(missing.state()).isEqualTo(CacheState.TOPIC_MISSING);
        assertThat(missing.lastError()).contains("users");
        assertThat(users.get("ann")).isEqualTo("Ann");
    }

    @ParameterizedTest
    @EnumSource
    void aTopicIsCreatedByNobodyUnlessTold(Isolation isolation) {
        topic.log.deleteTopic();
        KafkaCache<String, String> users =
                topic.open(b -> b.isolation(isolation).readOnly(false));
        topic.log.advance(Duration.ofMinutes(1));

        assertThat(topic.log.partitions()).isZero();
        assertThat(topic.failure(users.put("ann", "Ann"))).hasMessageContaining("does not exist");

        KafkaCache<String, String> creating = topic.openReady(b -> b.createTopic(3, -1, java.util.Map.of()));

        assertThat(topic.log.partitions()).isEqualTo(3);
        assertThat(creating.size()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void brokersThatComeLaterAreWaitedFor(Isolation isolation) {
        topic.log.append(0, "ann", "Ann");
        topic.log.faults().disconnect();
        topic.log.faults().failOpening(3, io.kafkacache.scripted.Failure.UNREACHABLE);
        KafkaCache<String, String> users = topic.open(b -> b.isolation(isolation));
        topic.log.advance(Duration.ofMinutes(10));
        CacheStatus away = users.status();

        topic.log.faults().reconnect();
        users.awaitReady(TestTopic.PATIENCE);

        assertThat(away.state()).isEqualTo(CacheState.CONNECTING);
        assertThat(away.live()).isTrue();
        assertThat(away.lastError()).isNotNull();
        assertThat(users.get("ann")).isEqualTo("Ann");
    }
}
