package io.kafkacache.benchmarks;

import io.kafkacache.KafkaCache;
import io.kafkacache.ResolvedCache;
import io.kafkacache.codec.Codec;
import io.kafkacache.codec.Codecs;
import io.kafkacache.json.JsonCodec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** One contestant reading one topic, from before it makes its first client until all below the captured end is in. */
final class CatchUpRun {
    static final String SECONDS = "seconds";
    static final String CPU = "cpuSeconds";
    static final String GC = "gcSeconds";
    static final String JIT = "jitSeconds";
    static final String ENTRIES = "entries";
    static final String BYTES = "bytesPerEntry";

    private static final Duration DEADLINE = Duration.ofMinutes(10);

    private static final Map<String, String> TUNED = Map.of(
            ConsumerConfig.RECEIVE_BUFFER_CONFIG, "-1",
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "8388608",
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000");

    private CatchUpRun() {}

    static Map<String, Double> measure(Contestant contestant, String bootstrap, String topic) {
        long emptyHeap = Usage.liveHeapBytes();
        Usage before = Usage.now();
        try (Filled filled = fill(contestant, bootstrap, topic)) {
            Usage used = Usage.now().since(before);
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put(SECONDS, used.seconds());
            figures.put(CPU, used.cpuSeconds());
            figures.put(GC, used.gcSeconds());
            figures.put(JIT, used.jitSeconds());
            long entries = filled.entries();
            if (entries > 0) {
                figures.put(ENTRIES, (double) entries);
                figures.put(BYTES, (double) (Usage.liveHeapBytes() - emptyHeap) / filled.entries());
            }
            return figures;
        }
    }

    private static Filled fill(Contestant contestant, String bootstrap, String topic) {
        return switch (contestant) {
            case RAW -> drained(bootstrap, topic, Map.of());
            case RAW_TUNED -> drained(bootstrap, topic, TUNED);
            case HAND_WRITTEN -> handWritten(bootstrap, topic, new ByteArrayDeserializer());
            case HAND_WRITTEN_JSON -> handWritten(bootstrap, topic, jackson());
            case CACHE -> cache(bootstrap, topic, Codecs.bytes());
            case CACHE_JSON -> cache(bootstrap, topic, JsonCodec.of(User.class));
            case CACHE_RESOLVER -> resolved(bootstrap, topic, 1);
            case CACHE_RESOLVER_TWO -> resolved(bootstrap, topic, 2);
        };
    }

    private static Filled drained(String bootstrap, String topic, Map<String, String> settings) {
        KafkaConsumer<byte[], byte[]> consumer =
                Ends.consumer(bootstrap, settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        long[] records = new long[1];
        Ends.begin(consumer, topic).drain(consumer, record -> records[0]++);
        return new Filled(() -> 0, consumer::close);
    }

    private static <V> Filled handWritten(String bootstrap, String topic, Deserializer<V> values) {
        HandWrittenCache<V> cache = HandWrittenCache.caughtUp(bootstrap, topic, values);
        return new Filled(cache::size, cache::close);
    }

    private static Deserializer<User> jackson() {
        ObjectReader reader = JsonMapper.builder().build().readerFor(User.class);
        return (topic, bytes) -> reader.readValue(bytes);
    }

    private static <V> Filled cache(String bootstrap, String topic, Codec<V> values) {
        KafkaCache<String, V> cache = KafkaCache.builder(topic, Codecs.utf8(), values)
                .bootstrapServers(bootstrap)
                .open();
        cache.awaitReady(DEADLINE);
        return new Filled(cache::size, cache::close);
    }

    /** By their groups, which no two users share: so each entry has one owner. */
    private static Filled resolved(String bootstrap, String topic, int yielded) {
        ResolvedCache<String, User, String, User> cache = KafkaCache.builder(
                        topic, Codecs.utf8(), JsonCodec.of(User.class))
                .bootstrapServers(bootstrap)
                .resolver(
                        "groups-" + yielded,
                        Codecs.utf8(),
                        JsonCodec.of(User.class),
                        (id, user) -> user.groups().subList(0, yielded).stream()
                                .collect(Collectors.toMap(UUID::toString, group -> user)))
                .open();
        cache.awaitReady(DEADLINE);
        return new Filled(cache::size, cache::close);
    }

    private interface Size {
        long entries();
    }

    /** What was read, still reachable. */
    private record Filled(Size size, Runnable closing) implements AutoCloseable {
        long entries() {
            return size.entries();
        }

        @Override
        public void close() {
            closing.run();
        }
    }
}
