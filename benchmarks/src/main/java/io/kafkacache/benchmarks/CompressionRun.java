package io.kafkacache.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * What a compression costs the writer and the reader, and what it saves: a flood, whose batches are full, and single puts, whose batches hold
 * one record.
 */
final class CompressionRun {
    static final String WRITE_CPU = "writeCpuMicros";
    static final String READ_CPU = "readCpuMicros";
    static final String BYTES = "bytesPerRecord";
    static final String PUT_P50 = "putP50Micros";
    static final String SINGLE_BYTES = "bytesPerSinglePut";

    private CompressionRun() {}

    /** A flood; the figures are for a record. */
    static Map<String, Double> flood(String compression, String bootstrap, String topic, int records) throws Exception {
        Dataset users = new Dataset(records, records);
        String[] keys = new String[records];
        byte[][] values = new byte[records][];
        for (int i = 0; i < records; i++) {
            keys[i] = users.key(i);
            values[i] = users.value(i);
        }
        Usage before = Usage.now();
        try (KafkaProducer<String, byte[]> producer = producer(bootstrap, compression)) {
            Future<RecordMetadata> last = CompletableFuture.completedFuture(null);
            for (int i = 0; i < records; i++) {
                last = producer.send(new ProducerRecord<>(topic, keys[i], values[i]));
            }
            producer.flush();
            last.get();
        }
        Usage written = Usage.now();
        try (var consumer = Ends.consumer(
                bootstrap, HandWrittenCache.FETCH, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Ends.begin(consumer, topic).drain(consumer, record -> {});
        }
        Usage read = Usage.now();
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(WRITE_CPU, written.since(before).cpuSeconds() * 1e6 / records);
        figures.put(READ_CPU, read.since(written).cpuSeconds() * 1e6 / records);
        figures.put(BYTES, (double) size(bootstrap, topic) / records);
        return figures;
    }

    /** Single puts, each of which waits until it is acknowledged; the compressions take turns. Writes to {@code topic-compression}. */
    static Map<String, Double> singly(List<String> compressions, String bootstrap, String topic, int puts)
            throws Exception {
        List<KafkaProducer<String, byte[]>> producers =
                compressions.stream().map(one -> producer(bootstrap, one)).toList();
        try {
            List<LatencyRun.Wait> waits = new ArrayList<>();
            for (int i = 0; i < compressions.size(); i++) {
                KafkaProducer<String, byte[]> producer = producers.get(i);
                String own = topic + "-" + compressions.get(i);
                waits.add((key, value) ->
                        producer.send(new ProducerRecord<>(own, key, value)).get());
            }
            long[][] nanos = LatencyRun.timed(waits, new Dataset(puts, puts), puts);
            Map<String, Double> figures = new LinkedHashMap<>();
            for (int i = 0; i < compressions.size(); i++) {
                String compression = compressions.get(i);
                figures.put(PUT_P50 + "-" + compression, LatencyRun.percentile(nanos[i], 50));
                figures.put(
                        SINGLE_BYTES + "-" + compression, (double) size(bootstrap, topic + "-" + compression) / puts);
            }
            return figures;
        } finally {
            producers.forEach(KafkaProducer::close);
        }
    }

    private static KafkaProducer<String, byte[]> producer(String bootstrap, String compression) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression);
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    private static long size(String bootstrap, String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            int broker = admin.describeCluster().nodes().get().iterator().next().id();
            return admin.describeLogDirs(List.of(broker)).allDescriptions().get().values().stream()
                    .flatMap(folders -> folders.values().stream())
                    .flatMap(folder -> folder.replicaInfos().entrySet().stream())
                    .filter(replica -> replica.getKey().topic().equals(topic))
                    .mapToLong(replica -> replica.getValue().size())
                    .sum();
        }
    }
}
