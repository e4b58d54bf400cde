package io.kafkacache.e2e;

import static io.kafkacache.e2e.Logs.get;
import static io.kafkacache.e2e.Until.PATIENCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Builder;
import io.kafkacache.CacheState;
import io.kafkacache.Isolation;
import io.kafkacache.KafkaCache;
import io.kafkacache.KafkaCacheException;
import io.kafkacache.KeyPartitioner;
import io.kafkacache.RecordOffset;
import io.kafkacache.embedded.EmbeddedKafka;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of writes on a real broker. */
@OnKafka
class WritingTest {
    @RegisterExtension
    final OneTopic topic = new OneTopic();

    @Test
    void aRecordThatIsTooLargeFailsItsOwnPutAlone() {
        topic.create(1, Map.of("cleanup.policy", "compact", "max.message.bytes", "20000"));
        KafkaCache<String, String> cache = topic.open(writable()
                .property("producer.max.request.size", "40000")
                .property("producer.compression.type", "none")
                .open());
        cache.awaitReady(PATIENCE);

        CompletableFuture<RecordOffset> before = cache.put("a", "1");
        CompletableFuture<RecordOffset> forTheProducer = cache.put("b", "x".repeat(50_000));
        CompletableFuture<RecordOffset> forTheTopic = cache.put("b", "x".repeat(30_000));
        // A record of a few bytes would fit into what the producer's estimate leaves free in the batch before, and such
        // a batch
        // is split into itself until its delivery times out (apache/kafka PR 20358 mends only larger ones).
        String some = "1".repeat(100);
        CompletableFuture<RecordOffset> after = cache.put("c", some);

        assertTooLarge(forTheProducer);
        assertTooLarge(forTheTopic);
        get(before);
        get(after.thenCompose(cache::await));
        assertThat(OneTopic.contents(cache)).isEqualTo(Map.of("a", "1", "c", some));
    }

    private static void assertTooLarge(CompletableFuture<RecordOffset> put) {
        assertThat(put)
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(KafkaCacheException.class, refused -> assertThat(refused.retryHelps())
                        .isFalse())
                .withMessageContaining("the record is too large")
                .withRootCauseInstanceOf(RecordTooLargeException.class);
    }

    @Test
    void aPutThatCannotBeDeliveredFailsInTimeAndTheNextOneSucceeds() {
        EmbeddedKafka kafka = topic.open(EmbeddedKafka.builder().start());
        kafka.createTopic(topic.name(), 1, Map.of("cleanup.policy", "compact"));
        KafkaCache<String, String> cache = topic.open(writable()
                .bootstrapServers(kafka.bootstrapServers())
                .property("producer.request.timeout.ms", "1000")
                .property("producer.delivery.timeout.ms", "2000")
                .open());
        cache.awaitReady(PATIENCE);
        get(cache.put("a", "1").thenCompose(cache::await));

        kafka.stop();
        CompletableFuture<RecordOffset> undelivered = cache.put("a", "2");

        assertThat(undelivered)
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(KafkaCacheException.class, failed -> assertThat(failed.retryHelps())
                        .isTrue());
        assertThat(cache.get("a")).isEqualTo("1");

        kafka.start();
        Until.holds("the topic is described again", () -> cache.status().state() == CacheState.READY);
        get(cache.put("a", "3").thenCompose(cache::await));

        assertThat(cache.get("a")).isEqualTo("3");
    }

    /** The values are those of CRC-32 (ISO 3309), which librdkafka takes modulo the number of partitions. */
    @Test
    void crc32AgreesWithLibrdkafka() {
        topic.create(32);
        KafkaCache<String, String> cache =
                topic.open(writable().partitioner(KeyPartitioner.crc32()).open());
        Map<String, Long> checksums = Map.of(
                "123456789", 0xCBF43926L,
                "a", 0xE8B7BE43L,
                "abc", 0x352441C2L,
                "hello", 0x3610A686L,
                "", 0L);

        checksums.forEach((key, crc) -> {
            assertThat(get(cache.put(key, "v")).partition()).as(key).isEqualTo((int) (crc % 32));
            assertThat(KeyPartitioner.crc32().partition(key.getBytes(UTF_8), 7))
                    .as(key)
                    .isEqualTo((int) (crc % 7));
        });
    }

    @Test
    void murmur2AgreesWithKafkasProducer() throws Exception {
        topic.create(32);
        KafkaCache<String, String> cache = topic.open(writable().open());
        KafkaProducer<String, String> producer = topic.producer(Map.of());

        for (int i = 0; i < 50; i++) {
            assertThat(get(cache.put("key-" + i, "v")).partition())
                    .isEqualTo(producer.send(new ProducerRecord<>(topic.name(), "key-" + i, "v"))
                            .get()
                            .partition());
        }
    }

    @Test
    void headersGoWithValuesAndTombstones() {
        topic.create(1);
        KafkaCache<String, String> cache = topic.open(writable().open());
        Headers headers = new RecordHeaders()
                .add("who", "me".getBytes(UTF_8))
                .add("twice", new byte[] {1})
                .add("twice", new byte[] {2})
                .add("none", null);

        get(cache.put("a", "1", headers));
        get(cache.delete("a", headers));
        get(cache.put("a", "2"));

        Map<Long, Headers> read = new HashMap<>();
        RawReader reader =
                topic.open(new RawReader(topic.kafka().bootstrapServers(), topic.name(), Isolation.READ_COMMITTED));
        reader.read(record -> read.put(record.offset(), record.headers()));
        assertThat(read.get(0L)).isEqualTo(headers);
        assertThat(read.get(1L)).isEqualTo(headers);
        assertThat(read.get(2L)).isEmpty();
    }

    @Test
    void aTopicDeletedUnderAWriterIsNotMadeAgainByIt() throws Exception {
        topic.create(1);
        KafkaCache<String, String> cache = topic.open(writable()
                .name("orphan")
                .metadataAge(Duration.ofMillis(300))
                .staleAfter(Duration.ofSeconds(1))
                .open());
        String writer = "pod-" + topic.name() + ".orphan.writer";
        cache.awaitReady(PATIENCE);
        get(cache.put("a", "1").thenCompose(cache::await));
        assertThat(Meters.exists("producer", writer)).isTrue();

        topic.kafka().admin().deleteTopics(List.of(topic.name())).all().get();

        Until.holds("it is noticed", () -> cache.status().state() == CacheState.TOPIC_MISSING);
        Until.holds("the producer is gone", () -> !Meters.exists("producer", writer));
        assertThat(cache.put("a", "2"))
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withMessageContaining("does not exist");
        String admin = "pod-" + topic.name() + ".orphan.admin";
        double asked = Meters.questions(admin);
        Until.holds("it has asked often", () -> Meters.questions(admin) > asked + 20);
        assertThat(topic.exists()).isFalse();
        assertThat(cache.get("a")).isEqualTo("1");
        Until.holds("it is stale", () -> cache.status().stale());
        assertThat(cache.status().live()).isTrue();
    }

    /**
     * A client keeps the leader epoch of every partition by name, for longer than its topic: a partition that was added to the new topic has a lower
     * epoch than its namesake had, and does not exist for such a producer.
     */
    @Test
    void aPartitionAddedToATopicThatWasMadeAgainIsWrittenTo() throws Exception {
        EmbeddedKafka kafka = topic.open(EmbeddedKafka.builder().start());
        Map<String, String> compacted = Map.of("cleanup.policy", "compact");
        kafka.createTopic(topic.name(), 2, compacted);
        KafkaCache<String, String> cache = topic.open(writable()
                .bootstrapServers(kafka.bootstrapServers())
                .partitioner((key, partitions) -> partitions - 1)
                .metadataAge(Duration.ofMinutes(1)) // never described while there is no topic
                .property("producer.max.block.ms", "5000")
                .open());
        cache.awaitReady(PATIENCE);
        kafka.stop(); // the leaders' epochs rise by it
        kafka.start();
        get(cache.sync(PATIENCE));
        assertThat(get(cache.put("a", "1")).partition()).isEqualTo(1);

        kafka.admin().deleteTopics(List.of(topic.name())).all().get();
        kafka.createTopic(topic.name(), 1, compacted);
        get(cache.sync(PATIENCE));
        assertThat(cache.status().generation()).isEqualTo(2);
        assertThat(get(cache.put("a", "2")).partition()).isZero();
        kafka.admin()
                .createPartitions(Map.of(topic.name(), NewPartitions.increaseTo(2)))
                .all()
                .get();
        get(cache.sync(PATIENCE));

        assertThat(get(cache.put("b", "3")).partition()).isEqualTo(1);
    }

    private Builder<String, String, String, String, KafkaCache<String, String>> writable() {
        return topic.cache(Isolation.READ_COMMITTED).readOnly(false);
    }
}
