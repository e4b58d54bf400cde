package io.kafkacache.benchmarks;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The cache that services write themselves: a consumer into a ConcurrentHashMap. */
final class HandWrittenCache<V> implements AutoCloseable {
    /** What kafka-cache sets of its consumer (docs/configuration.md). */
    static final Map<String, String> FETCH = Map.of(
            ConsumerConfig.RECEIVE_BUFFER_CONFIG, "-1",
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "4194304",
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");

    private final Map<String, V> map = new ConcurrentHashMap<>();
    private final KafkaConsumer<String, V> consumer;
    private final Thread reader = new Thread(this::read, "hand-written");
    private long applied = -1; // guarded by this

    private HandWrittenCache(KafkaConsumer<String, V> consumer) {
        this.consumer = consumer;
    }

    /** Reads a topic up to its end. */
    static <V> HandWrittenCache<V> caughtUp(String bootstrap, String topic, Deserializer<V> values) {
        HandWrittenCache<V> cache =
                new HandWrittenCache<>(Ends.consumer(bootstrap, FETCH, new StringDeserializer(), values));
        Ends.begin(cache.consumer, topic).drain(cache.consumer, cache::apply);
        return cache;
    }

    /** Goes on reading, on a thread. */
    void follow() {
        reader.start();
    }

    int size() {
        return map.size();
    }

    /** Returns once the record at this offset of the topic's only partition is in. */
    synchronized void await(long offset) throws InterruptedException {
        while (applied < offset) {
            wait();
        }
    }

    private void apply(ConsumerRecord<String, V> record) {
        V value = record.value();
        if (value == null) {
            map.remove(record.key());
        } else {
            map.put(Objects.requireNonNull(record.key()), value);
        }
    }

    private void read() {
        try {
            while (true) {
                for (ConsumerRecord<String, V> record : consumer.poll(Duration.ofSeconds(1))) {
                    apply(record);
                    arrived(record.offset());
                }
            }
        } catch (WakeupException e) {
            // closed
        }
    }

    private synchronized void arrived(long offset) {
        applied = offset;
        notifyAll();
    }

    @Override
    public void close() {
        if (reader.isAlive()) {
            consumer.wakeup();
            try {
                reader.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        consumer.close();
    }
}
