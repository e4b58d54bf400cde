package io.kafkacache.benchmarks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Makes topics and fills them. */
final class Loader {
    private final String bootstrap;
    private final Admin admin;

    Loader(String bootstrap, Admin admin) {
        this.bootstrap = bootstrap;
        this.admin = admin;
    }

    /** A topic that is compacted by name and never cleaned, so that each contestant reads the same. */
    void create(String topic, int partitions) throws InterruptedException, ExecutionException {
        NewTopic created = new NewTopic(topic, partitions, (short) 1)
                .configs(Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", Long.toString(Long.MAX_VALUE)));
        admin.createTopics(List.of(created)).all().get();
    }

    /** Writes the records in their order, each to the partition of its key. */
    void load(String topic, Dataset users) {
        load(topic, users, (key, record) -> null);
    }

    /** Writes {@code each} records to every partition. */
    void loadEvenly(String topic, int partitions, int each) {
        Dataset users = new Dataset((long) partitions * each, partitions * each);
        load(topic, users, (key, record) -> (int) (record % partitions));
    }

    private void load(String topic, Dataset users, Partitioning partitioning) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        // The topics are new, and with more a record could be overtaken before its partition is led: KAFKA-15591.
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 20);
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        Callback noting = (metadata, e) -> {
            if (e != null) {
                failure.compareAndSet(null, e);
            }
        };
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            for (long i = 0; i < users.records(); i++) {
                String key = users.key(i);
                Future<RecordMetadata> unused = producer.send(
                        new ProducerRecord<>(topic, partitioning.partition(key, i), key, users.value(i)), noting);
            }
        }
        Exception first = failure.get();
        if (first != null) {
            throw new IllegalStateException("the data could not be written: " + first.getMessage(), first);
        }
    }

    private interface Partitioning {
        /** The partition, or null for that of the key. */
        @Nullable
        Integer partition(String key, long record);
    }
}
