package io.kafkacache.e2e;

import io.kafkacache.Isolation;
import io.kafkacache.embedded.EmbeddedKafka;
import io.kafkacache.internal.log.LogPort;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** A script on a real broker. */
final class KafkaStage implements Stage {
    private final EmbeddedKafka kafka;
    private final String topic;
    private final Map<String, String> configs;
    private final List<LogPort> ports = new ArrayList<>();
    private final List<KafkaProducer<String, String>> producers = new ArrayList<>();
    private final Deque<KafkaProducer<String, String>> idle = new ArrayDeque<>();
    private @Nullable KafkaProducer<String, String> plain;
    private long millis = System.currentTimeMillis();

    KafkaStage(EmbeddedKafka kafka, String topic, int partitions, Map<String, String> configs) {
        this.kafka = kafka;
        this.topic = topic;
        this.configs = configs;
        kafka.createTopic(topic, partitions, configs);
    }

    @Override
    public LogPort port(Isolation isolation) {
        LogPort port = Logs.open(kafka.bootstrapServers(), topic, isolation, Map.of());
        ports.add(port);
        return port;
    }

    @Override
    public void append(int partition, String key, @Nullable String value) {
        KafkaProducer<String, String> producer = plain == null ? producer(Map.of()) : plain;
        plain = producer;
        send(producer, partition, key, value);
    }

    private void send(KafkaProducer<String, String> producer, int partition, String key, @Nullable String value) {
        millis += 1_000; // later than the markers, so that each begins a segment where those are shorter
        try {
            producer.send(new ProducerRecord<>(topic, partition, millis, key, value))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private KafkaProducer<String, String> producer(Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("bootstrap.servers", kafka.bootstrapServers());
        KafkaProducer<String, String> producer =
                new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
        producers.add(producer);
        return producer;
    }

    @Override
    public Transaction begin() {
        KafkaProducer<String, String> producer = idle.poll();
        if (producer == null) {
            producer = producer(Map.of("transactional.id", topic + "-" + producers.size()));
            producer.initTransactions();
        }
        producer.beginTransaction();
        return new OfProducer(producer);
    }

    @Override
    public void trim(int partition, long start) {
        get(kafka.admin()
                .deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(start)))
                .all());
    }

    @Override
    public void compact(int partition) {
        // the cleaner comes by itself
    }

    @Override
    public void grow(int partitions) {
        get(kafka.admin()
                .createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                .all());
    }

    @Override
    public void recreate(int partitions) {
        closeProducers(); // they would create the topic by asking for it
        get(kafka.admin().deleteTopics(List.of(topic)).all());
        kafka.createTopic(topic, partitions, configs);
    }

    private void closeProducers() {
        producers.forEach(KafkaProducer::close);
        producers.clear();
        idle.clear();
        plain = null;
    }

    private static void get(KafkaFuture<?> future) {
        try {
            future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        closeProducers();
        ports.forEach(LogPort::close);
    }

    private final class OfProducer implements Transaction {
        private final KafkaProducer<String, String> producer;

        OfProducer(KafkaProducer<String, String> producer) {
            this.producer = producer;
        }

        @Override
        public void append(int partition, String key, @Nullable String value) {
            send(producer, partition, key, value);
        }

        @Override
        public void commit() {
            producer.commitTransaction();
            idle.add(producer);
        }

        @Override
        public void abort() {
            producer.abortTransaction();
            idle.add(producer);
        }
    }
}
