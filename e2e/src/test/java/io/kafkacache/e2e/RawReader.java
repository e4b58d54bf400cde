package io.kafkacache.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Isolation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A topic as Kafka's own consumer sees it. For one thread. */
public final class RawReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final String topic;
    private final KafkaConsumer<String, String> consumer;

    /** Reads a topic under an isolation. */
    public RawReader(String servers, String topic, Isolation isolation) {
        this.topic = topic;
        Map<String, Object> properties = Map.of(
                "bootstrap.servers", servers,
                "auto.offset.reset", "earliest",
                "enable.auto.commit", "false",
                "allow.auto.create.topics", "false",
                "isolation.level", isolation.name().toLowerCase(Locale.ROOT));
        consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer());
    }

    /** Each key's newest value. */
    public Map<String, String> fold() {
        Map<String, String> fold = new HashMap<>();
        read(record -> {
            if (record.value() == null) {
                fold.remove(record.key());
            } else {
                fold.put(record.key(), record.value());
            }
        });
        return fold;
    }

    /** Reads from the start to the end of now. */
    void read(Consumer<ConsumerRecord<String, String>> taker) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long deadline = System.nanoTime() + Until.PATIENCE.toNanos();
        while (!ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
            assertThat(System.nanoTime() - deadline).as("time left to read").isNegative();
            consumer.poll(POLL).forEach(taker);
        }
    }

    /** Whether there is no record at an offset below the end. */
    boolean lacks(int partition, long offset) {
        TopicPartition from = new TopicPartition(topic, partition);
        consumer.assign(List.of(from));
        consumer.seek(from, offset);
        var records = consumer.poll(POLL).records(from);
        return consumer.position(from) > offset && records.stream().noneMatch(record -> record.offset() == offset);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
