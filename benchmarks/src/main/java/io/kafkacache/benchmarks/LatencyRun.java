package io.kafkacache.benchmarks;

import io.kafkacache.KafkaCache;
import io.kafkacache.codec.Codecs;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sequential waits on a topic of one partition: until a put is visible, and until a sync is through. The first quarter warms up. */
final class LatencyRun {
    static final String VISIBLE_P50 = "putVisibleP50Micros";
    static final String VISIBLE_P99 = "putVisibleP99Micros";
    static final String SYNC_P50 = "syncP50Micros";
    static final String ENDS_P50 = "listOffsetsP50Micros";

    private LatencyRun() {}

    static Map<String, Double> ofCache(String bootstrap, String topic, int puts) throws Exception {
        try (KafkaCache<String, byte[]> cache = KafkaCache.builder(topic, Codecs.utf8(), Codecs.bytes())
                        .bootstrapServers(bootstrap)
                        .readOnly(false)
                        .open();
                Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            cache.ready().get();
            Map<String, Double> figures = visible(puts, (key, value) -> cache.put(key, value)
                    .thenCompose(cache::await)
                    .get());
            Map<TopicPartition, OffsetSpec> end = Map.of(new TopicPartition(topic, 0), OffsetSpec.latest());
            long[][] nanos = new long[2][puts];
            for (int i = 0; i < puts; i++) { // in turn, so that both meet the same disturbances
                nanos[0][i] = timed(() -> cache.sync().get());
                nanos[1][i] = timed(() -> admin.listOffsets(end).all().get());
            }
            figures.put(SYNC_P50, percentile(nanos[0], 50));
            figures.put(ENDS_P50, percentile(nanos[1], 50));
            return figures;
        }
    }

    static Map<String, Double> handWritten(String bootstrap, String topic, int puts) throws Exception {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        try (HandWrittenCache<byte[]> cache = HandWrittenCache.caughtUp(bootstrap, topic, new ByteArrayDeserializer());
                KafkaProducer<String, byte[]> producer =
                        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            cache.follow();
            return visible(
                    puts,
                    (key, value) -> cache.await(producer.send(new ProducerRecord<>(topic, key, value))
                            .get()
                            .offset()));
        }
    }

    private static Map<String, Double> visible(int puts, Put put) throws Exception {
        Dataset users = new Dataset(puts, puts);
        long[] nanos = new long[puts];
        for (int i = 0; i < puts; i++) {
            String key = users.key(i);
            byte[] value = users.value(i);
            nanos[i] = timed(() -> put.andAwait(key, value));
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(VISIBLE_P50, percentile(nanos, 50));
        figures.put(VISIBLE_P99, percentile(nanos, 99));
        return figures;
    }

    private static long timed(Action action) throws Exception {
        long before = System.nanoTime();
        action.run();
        return System.nanoTime() - before;
    }

    private static double percentile(long[] nanos, int percent) {
        long[] sorted = Arrays.copyOfRange(nanos, nanos.length / 4, nanos.length);
        Arrays.sort(sorted);
        return sorted[(int) ((sorted.length - 1) * (percent / 100.0))] / 1e3;
    }

    private interface Action {
        void run() throws Exception;
    }

    private interface Put {
        void andAwait(String key, byte[] value) throws InterruptedException, ExecutionException;
    }
}
