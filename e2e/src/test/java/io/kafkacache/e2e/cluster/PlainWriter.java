package io.kafkacache.e2e.cluster;

import io.kafkacache.KeyPartitioner;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** An idempotent producer, as Java's or as another language's partitions. One step at a time. */
final class PlainWriter implements Writer {
    private static final int MOST_AT_ONCE = 10;
    private static final int ONE_DELETION_IN = 5;

    private final Run run;
    private final String name;
    private final KeyPartitioner partitioner;
    private final Random random;
    private @Nullable KafkaProducer<String, String> producer;

    PlainWriter(Run run, String name, KeyPartitioner ofMixed, long seed) {
        this.run = run;
        this.name = name;
        this.partitioner = Keys.partitioner(ofMixed);
        this.random = new Random(seed);
    }

    /** What all producers of a run have in common: acknowledged by all replicas, idempotent, and not patient for long. */
    static KafkaProducer<String, String> open(Run run, Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("bootstrap.servers", run.topic().cluster().bootstrapServers());
        properties.put("acks", "all");
        properties.put("enable.idempotence", true);
        properties.put("request.timeout.ms", 4_000);
        properties.put("delivery.timeout.ms", 15_000);
        properties.put("max.block.ms", 15_000);
        return new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
    }

    @Override
    public void step() {
        run.topic().write(ledger -> {
            try {
                KafkaProducer<String, String> open = producer == null ? open(run, Map.of()) : producer;
                producer = open;
                if (!write(ledger, open)) {
                    close();
                }
            } catch (KafkaException e) {
                run.findings().count(name + " failed, " + e.getClass().getSimpleName());
                close();
            }
        });
    }

    /** Whether all were acknowledged. */
    private boolean write(Ledger ledger, KafkaProducer<String, String> to) {
        int partitions = to.partitionsFor(ClusterTopic.NAME).size();
        AtomicBoolean acknowledged = new AtomicBoolean(true);
        for (int i = random.nextInt(MOST_AT_ONCE); i >= 0; i--) {
            String key = Keys.any(random.nextBoolean() ? Keys.SINGLE : Keys.MIXED, random);
            Write write = random.nextInt(ONE_DELETION_IN) == 0 ? ledger.delete(key) : ledger.put(key, name);
            int partition = partitioner.partition(key.getBytes(StandardCharsets.UTF_8), partitions);
            var unused = to.send(new ProducerRecord<>(ClusterTopic.NAME, partition, key, write.value()), (place, e) -> {
                if (e == null && place.hasOffset()) {
                    write.acknowledged(place.partition(), place.offset());
                    run.findings().count(name + " wrote");
                } else {
                    acknowledged.set(false);
                }
            });
        }
        to.flush();
        return acknowledged.get();
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }
}
