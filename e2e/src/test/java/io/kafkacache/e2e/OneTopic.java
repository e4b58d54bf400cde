package io.kafkacache.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Builder;
import io.kafkacache.Isolation;
import io.kafkacache.KafkaCache;
import io.kafkacache.ReadableCache;
import io.kafkacache.codec.Codec;
import io.kafkacache.codec.Codecs;
import io.kafkacache.embedded.EmbeddedKafka;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A topic of its own for each test on the shared broker, with what a test does to it and the caches it opens on it. Closes what was opened,
 * the newest first.
 */
final class OneTopic implements BeforeEachCallback, AfterEachCallback {
    /** Each record in a segment of its own, since they are written a second apart; and a cleaner that comes at once. */
    static final Map<String, String> COMPACTED_AT_ONCE =
            Map.of("cleanup.policy", "compact", "segment.ms", "50", "min.cleanable.dirty.ratio", "0.01");
    /** Fetches of a single batch, so that a reader that is held back has the next one or two at most. */
    static final Map<String, String> SMALL_FETCHES =
            Map.of("consumer.max.partition.fetch.bytes", "1", "consumer.max.poll.records", "1");

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Map<Isolation, RawReader> raw = new HashMap<>();
    private @Nullable EmbeddedKafka kafka;
    private @Nullable KafkaProducer<String, String> plain;
    private String name = "";
    private long nextMillis;

    @Override
    public void beforeEach(ExtensionContext test) {
        kafka = SharedBroker.of(test);
        name = test.getRequiredTestMethod().getName() + "-" + NUMBER.incrementAndGet();
        nextMillis = System.currentTimeMillis() - 3_600_000;
    }

    @Override
    public void afterEach(ExtensionContext test) throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    EmbeddedKafka kafka() {
        return Objects.requireNonNull(kafka);
    }

    String name() {
        return name;
    }

    void create(int partitions) {
        create(partitions, Map.of("cleanup.policy", "compact"));
    }

    void create(int partitions, Map<String, String> configs) {
        kafka().createTopic(name, partitions, configs);
    }

    /** Has something closed when the test ends. */
    <T extends AutoCloseable> T open(T resource) {
        opened.push(resource);
        return resource;
    }

    KafkaCache<String, String> open(Isolation isolation) {
        return open(cache(isolation).open());
    }

    Builder<String, String, String, String, KafkaCache<String, String>> cache(Isolation isolation) {
        return cache(Codecs.utf8(), isolation);
    }

    Builder<String, String, String, String, KafkaCache<String, String>> cache(Codec<String> keys, Isolation isolation) {
        return KafkaCache.builder(name, keys, Codecs.utf8())
                .bootstrapServers(kafka().bootstrapServers())
                .identity("pod-" + name)
                .isolation(isolation);
    }

    /** Writes with a plain producer, a second after the record before, and returns once it is acknowledged. */
    long write(int partition, String key, @Nullable String value) {
        KafkaProducer<String, String> producer = plain;
        if (producer == null) {
            producer = producer(Map.of());
            plain = producer;
        }
        return write(producer, partition, key, value);
    }

    long write(KafkaProducer<String, String> producer, int partition, String key, @Nullable String value) {
        nextMillis += 1_000;
        try {
            return producer.send(new ProducerRecord<>(name, partition, nextMillis, key, value))
                    .get()
                    .offset();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    KafkaProducer<String, String> transactional(String id) {
        KafkaProducer<String, String> producer = producer(Map.of("transactional.id", name + "-" + id));
        producer.initTransactions();
        return producer;
    }

    KafkaProducer<String, String> producer(Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("bootstrap.servers", kafka().bootstrapServers());
        return open(new KafkaProducer<>(all, new StringSerializer(), new StringSerializer()));
    }

    /** Deletes the records below an offset; −1: all. */
    void trim(int partition, long before) throws Exception {
        kafka().admin()
                .deleteRecords(Map.of(new TopicPartition(name, partition), RecordsToDelete.beforeOffset(before)))
                .all()
                .get();
    }

    boolean exists() throws Exception {
        return kafka().admin().listTopics().names().get().contains(name);
    }

    /** Returns when the cleaner has taken the record at an offset. */
    void awaitTaken(int partition, long offset) {
        RawReader reader = raw(Isolation.READ_UNCOMMITTED);
        Until.holds("offset " + offset + " is compacted away", () -> reader.lacks(partition, offset));
    }

    /** What a cache of the topic must hold: each key's newest value, read by a consumer of Kafka's own. */
    Map<String, String> fold(Isolation isolation) {
        return raw(isolation).fold();
    }

    private RawReader raw(Isolation isolation) {
        return raw.computeIfAbsent(isolation, i -> open(new RawReader(kafka().bootstrapServers(), name, i)));
    }

    /** Checks that the cache is ready, right, and got there without trouble. */
    void assertComplete(ReadableCache<String, String> cache, Isolation isolation) {
        assertHolds(cache, fold(isolation));
        var status = cache.status();
        assertThat(status.ready()).isTrue();
        assertThat(status.streamErrors()).as("%s", status.lastError()).isZero();
        assertThat(status.shortEnds()).isZero();
        assertThat(status.commitErrors()).isZero();
        assertThat(status.uncoveredPartitions()).isEqualTo(List.of());
    }

    static void assertHolds(ReadableCache<String, String> cache, Map<String, String> expected) {
        assertThat(contents(cache)).isEqualTo(expected);
        assertThat(cache.size()).isEqualTo(expected.size());
        assertThat(cache.getAll(expected.keySet())).isEqualTo(expected);
    }

    static Map<String, String> contents(ReadableCache<String, String> cache) {
        Map<String, String> contents = new HashMap<>();
        cache.forEach(entry -> contents.put(entry.key(), entry.value()));
        return contents;
    }
}
