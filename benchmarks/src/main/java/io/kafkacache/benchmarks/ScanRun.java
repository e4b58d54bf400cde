package io.kafkacache.benchmarks;

import io.kafkacache.KafkaCache;
import io.kafkacache.KeyRange;
import io.kafkacache.Snapshot;
import io.kafkacache.codec.Codecs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/** Pages from a random key on, snapshots, and gets, on one store. The first quarter warms up. */
final class ScanRun {
    static final String READY = "readySeconds";
    static final String PAGE_P50 = "pageP50Micros";
    static final String PAGE_P99 = "pageP99Micros";
    static final String SNAPSHOT_P50 = "snapshotP50Micros";
    static final String GET_MEAN = "getMeanMicros";
    static final List<String> FIGURES = List.of(READY, PAGE_P50, PAGE_P99, SNAPSHOT_P50, GET_MEAN);

    private static final int PAGE = 100;
    private static final int GETS = 500;

    private ScanRun() {}

    static Map<String, Double> measure(String store, String bootstrap, String topic, int pages) throws Exception {
        long before = System.nanoTime();
        try (KafkaCache<String, byte[]> cache = KafkaCache.builder(topic, Codecs.utf8(), Codecs.bytes())
                .bootstrapServers(bootstrap)
                .store(store)
                .open()) {
            cache.ready().get();
            Map<String, Double> figures = new HashMap<>();
            figures.put(READY, (System.nanoTime() - before) / 1e9);
            SplittableRandom random = new SplittableRandom(1);
            long[][] nanos = new long[3][pages];
            for (int i = 0; i < pages; i++) {
                String from = new UUID(random.nextLong(), random.nextLong()).toString();
                nanos[0][i] = LatencyRun.timed(() -> page(cache, from));
                nanos[1][i] = LatencyRun.timed(() -> {
                    try (Snapshot<String, byte[]> snapshot = cache.snapshot().get()) {
                        check(snapshot.size() == cache.size());
                    }
                });
                nanos[2][i] = LatencyRun.timed(() -> get(cache, random)) / GETS;
            }
            figures.put(PAGE_P50, LatencyRun.percentile(nanos[0], 50));
            figures.put(PAGE_P99, LatencyRun.percentile(nanos[0], 99));
            figures.put(SNAPSHOT_P50, LatencyRun.percentile(nanos[1], 50));
            figures.put(GET_MEAN, LatencyRun.percentile(nanos[2], 50));
            return figures;
        }
    }

    private static void page(KafkaCache<String, byte[]> cache, String from) {
        long bytes = 0;
        try (var scan = cache.scan(KeyRange.<String>all().from(from).limit(PAGE))) {
            for (var entry : scan) {
                bytes += entry.value().length;
            }
        }
        check(bytes >= 0);
    }

    private static void get(KafkaCache<String, byte[]> cache, SplittableRandom random) {
        Dataset users = new Dataset(cache.size(), (int) cache.size());
        for (int i = 0; i < GETS; i++) {
            check(cache.get(users.key(random.nextLong(users.records()))) != null);
        }
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("the cache lacks what stands in its topic");
        }
    }
}
