package io.kafkacache.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes to and reads from a broker as any client would. */
record Client(String bootstrapServers, Map<String, Object> security) {
    private static final Duration READ = Duration.ofSeconds(30);

    static Client of(String bootstrapServers) {
        return new Client(bootstrapServers, Map.of());
    }

    static Client loggedIn(String bootstrapServers, String user, String password) {
        return new Client(
                bootstrapServers,
                Map.of(
                        "security.protocol",
                        "SASL_PLAINTEXT",
                        "sasl.mechanism",
                        "SCRAM-SHA-256",
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user
                                + "\" password=\"" + password + "\";"));
    }

    Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(security);
        settings.put("bootstrap.servers", bootstrapServers);
        return settings;
    }

    Producer<String, String> producer() {
        Map<String, Object> settings = settings();
        settings.put("acks", "all");
        settings.put("request.timeout.ms", "3000");
        settings.put("delivery.timeout.ms", "60000");
        settings.put("linger.ms", "0");
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    void write(String topic, String key, String value) throws Exception {
        try (Producer<String, String> producer = producer()) {
            producer.send(new ProducerRecord<>(topic, key, value)).get(30, TimeUnit.SECONDS);
        }
    }

    /** The values of partition 0 from its beginning to the end it has now. */
    List<String> read(String topic) throws ExecutionException, InterruptedException {
        Map<String, Object> settings = settings();
        settings.put("auto.offset.reset", "earliest");
        settings.put("isolation.level", "read_committed");
        TopicPartition partition = new TopicPartition(topic, 0);
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            long end = Objects.requireNonNull(
                    consumer.endOffsets(List.of(partition)).get(partition));
            Deadline.in(READ)
                    .awaitTrue(
                            () -> {
                                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
                                return consumer.position(partition) >= end;
                            },
                            () -> "partition " + partition + " was not read to " + end);
        }
        return values;
    }
}
