package io.kafkacache.e2e;

import static io.kafkacache.e2e.Until.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Isolation;
import io.kafkacache.KafkaCache;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** ReadyMeansComplete, for each form a log can have when a cache comes to it. */
@OnKafka
class CatchUpMatrixTest {
    @RegisterExtension
    final OneTopic topic = new OneTopic();

    @ParameterizedTest
    @EnumSource
    void anEmptyTopicIsComplete(Isolation isolation) {
        topic.create(3);

        KafkaCache<String, String> cache = topic.open(isolation);
        cache.awaitReady(PATIENCE);

        topic.assertComplete(cache, isolation);
        assertThat(cache.size()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aTopicTrimmedToItsEndIsComplete(Isolation isolation) throws Exception {
        topic.create(1, Map.of("cleanup.policy", "compact,delete"));
        topic.write(0, "a", "1");
        topic.write(0, "b", "2");
        topic.trim(0, -1);

        KafkaCache<String, String> cache = topic.open(isolation);
        cache.awaitReady(PATIENCE);

        topic.assertComplete(cache, isolation);
        assertThat(cache.status().partitions().get(0).position().offset()).isEqualTo(2);
        assertThat(cache.size()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aTopicTrimmedWhileItIsReplayedIsReadAgain(Isolation isolation) throws Exception {
        topic.create(1, Map.of("cleanup.policy", "compact,delete"));
        for (int i = 0; i < 20; i++) {
            topic.write(0, "k" + i, "old");
        }
        topic.write(0, "k0", "new");
        Gate.Keys keys = new Gate.Keys();
        KafkaCache<String, String> cache = topic.open(
                topic.cache(keys, isolation).properties(OneTopic.SMALL_FETCHES).open());
        Gate gate = topic.open(keys.gate("k0"));

        gate.awaitReached();
        topic.trim(0, 15);
        gate.close();
        cache.awaitReady(PATIENCE);

        topic.assertComplete(cache, isolation);
        assertThat(cache.getAll(List.of("k0", "k14", "k15"))).isEqualTo(Map.of("k0", "new", "k15", "old"));
        assertThat(cache.status().generation()).isGreaterThan(1);
    }

    @ParameterizedTest
    @EnumSource
    void readyPassesATransactionMarkerAtTheTail(Isolation isolation) {
        topic.create(1);
        KafkaProducer<String, String> producer = topic.transactional("writer");
        producer.beginTransaction();
        topic.write(producer, 0, "a", "1");
        producer.commitTransaction();

        KafkaCache<String, String> cache = topic.open(isolation);
        cache.awaitReady(PATIENCE);

        topic.assertComplete(cache, isolation);
        assertThat(cache.get("a")).isEqualTo("1");
        assertThat(cache.status().partitions().get(0).position().offset()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void readyPassesAnAbortedTail(Isolation isolation) {
        topic.create(1);
        topic.write(0, "a", "1");
        KafkaProducer<String, String> producer = topic.transactional("writer");
        producer.beginTransaction();
        topic.write(producer, 0, "a", "2");
        topic.write(producer, 0, "b", "2");
        producer.abortTransaction();

        KafkaCache<String, String> cache = topic.open(isolation);
        cache.awaitReady(PATIENCE);

        topic.assertComplete(cache, isolation);
        assertThat(cache.get("a")).isEqualTo(isolation == Isolation.READ_COMMITTED ? "1" : "2");
    }

    @ParameterizedTest
    @EnumSource
    void aPartitionWithoutDataDoesNotHoldItUp(Isolation isolation) {
        topic.create(3);
        topic.write(0, "a", "1");
        topic.write(2, "c", "1");
        topic.write(2, "c", null);

        KafkaCache<String, String> cache = topic.open(isolation);
        cache.awaitReady(PATIENCE);

        topic.assertComplete(cache, isolation);
        assertThat(cache.get("a")).isEqualTo("1");
        assertThat(cache.contains("c")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1, READ_COMMITTED", "4, READ_COMMITTED", "32, READ_COMMITTED",
        "1, READ_UNCOMMITTED", "4, READ_UNCOMMITTED", "32, READ_UNCOMMITTED"
    })
    void allPartitionsAreRead(int partitions, Isolation isolation) {
        topic.create(partitions);
        for (int i = 0; i < 64; i++) {
            topic.write(i % partitions, "k" + i, "v" + i);
        }
        topic.write(0, "k0", null);

        KafkaCache<String, String> cache = topic.open(isolation);
        cache.awaitReady(PATIENCE);

        topic.assertComplete(cache, isolation);
        assertThat(cache.size()).isEqualTo(63);
        assertThat(cache.status().partitions()).hasSize(partitions);
    }
}
