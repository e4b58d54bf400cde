package io.kafkacache.e2e;

import static io.kafkacache.e2e.Logs.get;
import static io.kafkacache.e2e.Logs.readTo;

import io.kafkacache.Isolation;
import io.kafkacache.Position;
import io.kafkacache.embedded.EmbeddedKafka;
import io.kafkacache.internal.log.EndKind;
import io.kafkacache.internal.log.LogPort;
import io.kafkacache.internal.log.LogReader;
import io.kafkacache.internal.log.LogWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives each test a topic named after it and a log on it, on a broker that all share and that creates whatever is asked for, so that every
 * test shows that nothing asks that way. Closes what was opened.
 */
final class LogBroker implements BeforeEachCallback, AfterEachCallback {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private @Nullable EmbeddedKafka kafka;
    private @Nullable LogPort log;
    private String topic = "";

    @Override
    public void beforeEach(ExtensionContext test) {
        kafka = SharedBroker.of(test);
        topic = test.getRequiredTestMethod().getName();
        log = open(topic, Isolation.READ_COMMITTED, Map.of());
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

    /** A log on the test's topic, {@code read_committed}. */
    LogPort log() {
        return Objects.requireNonNull(log);
    }

    String topic() {
        return topic;
    }

    void create(int partitions) {
        kafka().createTopic(topic, partitions, Map.of("cleanup.policy", "compact"));
    }

    LogPort open(String name, Isolation isolation, Map<String, String> properties) {
        LogPort port = Logs.open(kafka().bootstrapServers(), name, isolation, properties);
        opened.push(port);
        return port;
    }

    LogReader reader(LogPort of) {
        LogReader reader = of.openReader();
        opened.push(reader);
        return reader;
    }

    LogWriter writer(LogPort of) {
        LogWriter writer = of.openWriter();
        opened.push(() -> writer.close(Duration.ZERO));
        return writer;
    }

    /** Reads partition 0 to its end. */
    Logs.Reading readFromStart(LogPort of) {
        LogReader reader = reader(of);
        reader.assign(Map.of(0, Position.at(0)));
        return readTo(reader, get(of.ends(Set.of(0), EndKind.TARGET)));
    }

    /** An end of partition 0. */
    Position end(LogPort of, EndKind kind) {
        return get(of.ends(Set.of(0), kind)).getOrDefault(0, Position.at(-1));
    }

    /** Sets a quota for the test's client of this role. */
    void limit(String role, String quota, double rate) throws ExecutionException, InterruptedException {
        Quotas.set(kafka(), "test." + topic + "." + role, quota, rate);
    }

    Map<TopicPartition, OffsetAndMetadata> committed(String group) throws ExecutionException, InterruptedException {
        return kafka().admin()
                .listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
    }

    KafkaProducer<String, String> transactional() {
        KafkaProducer<String, String> producer = producer(Map.of("transactional.id", topic));
        producer.initTransactions();
        return producer;
    }

    KafkaProducer<String, String> plain() {
        return producer(Map.of());
    }

    private KafkaProducer<String, String> producer(Map<String, Object> properties) {
        var all = new HashMap<>(properties);
        all.put("bootstrap.servers", kafka().bootstrapServers());
        return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
    }

    void write(KafkaProducer<String, String> producer, String key) {
        written(producer, new ProducerRecord<>(topic, 0, key, "v"));
    }

    void written(KafkaProducer<String, String> producer, ProducerRecord<String, String> record) {
        try {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
