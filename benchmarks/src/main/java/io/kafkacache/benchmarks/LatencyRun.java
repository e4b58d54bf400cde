package io.kafkacache.benchmarks;

import io.kafkacache.KafkaCache;
import io.kafkacache.codec.Codecs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sequential waits on topics of one partition: until a put is visible, in a hand-written cache and in this one, and until a {@code sync} and an
 * {@code Admin.listOffsets} are through. The callers of both caches are blocked in each step; a further figure is that of stages that depend on each
 * other. In turn, so that all meet the same disturbances. The first quarter warms up.
 */
final class LatencyRun {
    static final String VISIBLE_P50 = "putVisibleP50Micros";
    static final String VISIBLE_P99 = "putVisibleP99Micros";
    static final String COMPOSED_P50 = "putVisibleComposedP50Micros";
    static final String HAND_WRITTEN_P50 = "handWrittenP50Micros";
    static final String HAND_WRITTEN_P99 = "handWrittenP99Micros";
    static final String SYNC_P50 = "syncP50Micros";
    static final String ENDS_P50 = "listOffsetsP50Micros";
    /** The default of what is compared. */
    private static final String COMPRESSION = "lz4";

    private LatencyRun() {}

    /** Writes to two topics. */
    static Map<String, Double> measure(String bootstrap, String topic, String handWrittenTopic, int puts)
            throws Exception {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, COMPRESSION);
        try (KafkaCache<String, byte[]> cache = KafkaCache.builder(topic, Codecs.utf8(), Codecs.bytes())
                        .bootstrapServers(bootstrap)
                        .readOnly(false)
                        .property("producer.compression.type", COMPRESSION)
                        .open();
                HandWrittenCache<byte[]> handWritten =
                        HandWrittenCache.caughtUp(bootstrap, handWrittenTopic, new ByteArrayDeserializer());
                KafkaProducer<String, byte[]> producer =
                        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
                Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            handWritten.follow();
            cache.ready().get();
            Dataset users = new Dataset(puts, puts);
            Map<TopicPartition, OffsetSpec> end = Map.of(new TopicPartition(topic, 0), OffsetSpec.latest());
            List<Wait> waits = List.of(
                    (key, value) -> cache.await(cache.put(key, value).get()).get(),
                    (key, value) -> handWritten.await(producer.send(new ProducerRecord<>(handWrittenTopic, key, value))
                            .get()
                            .offset()),
                    (key, value) -> cache.sync().get(),
                    (key, value) -> admin.listOffsets(end).all().get(),
                    (key, value) ->
                            cache.put(key, value).thenCompose(cache::await).get());
            long[][] nanos = timed(waits, users, puts);
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put(VISIBLE_P50, percentile(nanos[0], 50));
            figures.put(VISIBLE_P99, percentile(nanos[0], 99));
            figures.put(HAND_WRITTEN_P50, percentile(nanos[1], 50));
            figures.put(HAND_WRITTEN_P99, percentile(nanos[1], 99));
            figures.put(SYNC_P50, percentile(nanos[2], 50));
            figures.put(ENDS_P50, percentile(nanos[3], 50));
            figures.put(COMPOSED_P50, percentile(nanos[4], 50));
            return figures;
        }
    }

    /** Nanoseconds of each wait. They take turns in an order that changes, for who waits behind an idle client waits longer. */
    static long[][] timed(List<Wait> waits, Dataset users, int times) throws Exception {
        long[][] nanos = new long[waits.size()][times];
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, waits.size()).boxed().toList());
        Random random = new Random(times);
        for (int i = 0; i < times; i++) {
            String key = users.key(i);
            byte[] value = users.value(i);
            Collections.shuffle(order, random);
            for (int which : order) {
                nanos[which][i] = timed(() -> waits.get(which).done(key, value));
            }
        }
        return nanos;
    }

    static long timed(Action action) throws Exception {
        long before = System.nanoTime();
        action.run();
        return System.nanoTime() - before;
    }

    /** In microseconds, without the first quarter. */
    static double percentile(long[] nanos, int percent) {
        long[] sorted = Arrays.copyOfRange(nanos, nanos.length / 4, nanos.length);
        Arrays.sort(sorted);
        return sorted[(int) ((sorted.length - 1) * (percent / 100.0))] / 1e3;
    }

    /** What is timed. */
    interface Action {
        void run() throws Exception;
    }

    /** Something that is waited for. */
    interface Wait {
        void done(String key, byte[] value) throws Exception;
    }
}
