package io.kafkacache.benchmarks;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/** Reading a topic from its beginning to the ends captured first, as one writes it by hand. Not for several threads. */
final class Ends {
    private final Map<TopicPartition, Long> behind = new HashMap<>();

    private Ends(Map<TopicPartition, Long> ends) {
        ends.forEach((partition, end) -> {
            if (end > 0) {
                behind.put(partition, end);
            }
        });
    }

    static <K, V> KafkaConsumer<K, V> consumer(
            String bootstrap, Map<String, String> settings, Deserializer<K> keys, Deserializer<V> values) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        return new KafkaConsumer<>(all, keys, values);
    }

    /** Assigns all partitions, from their beginnings, and captures their ends. */
    static Ends begin(KafkaConsumer<?, ?> consumer, String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return new Ends(consumer.endOffsets(partitions));
    }

    /** Reads until every captured end is reached. */
    <K, V> void drain(KafkaConsumer<K, V> consumer, Consumer<ConsumerRecord<K, V>> each) {
        while (!behind.isEmpty()) {
            ConsumerRecords<K, V> records = consumer.poll(Duration.ofSeconds(1));
            for (ConsumerRecord<K, V> record : records) {
                each.accept(record);
            }
            records.nextOffsets()
                    .forEach((partition, next) ->
                            behind.computeIfPresent(partition, (p, end) -> next.offset() >= end ? null : end));
        }
    }
}
