package io.kafkacache.e2e;

import static io.kafkacache.e2e.Logs.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Isolation;
import io.kafkacache.KafkaCache;
import io.kafkacache.KeyRange;
import io.kafkacache.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Snapshots and scans beside a real consumer. */
@OnKafka
class SnapshotsTest {
    private static final int THREADS = 4;
    private static final int RECORDS = 300;

    @RegisterExtension
    final OneTopic topic = new OneTopic();

    /** Each snapshot interrupts the poll that waits, which gives nothing then. */
    @Test
    void whoTakesOneSnapshotAfterAnotherDoesNotKeepTheReaderFromReading() {
        topic.create(1);
        KafkaCache<String, String> cache = topic.open(topic.cache(Isolation.READ_COMMITTED)
                .store("sorted")
                .readOnly(false)
                .open());
        cache.awaitReady(Until.PATIENCE);
        AtomicBoolean done = new AtomicBoolean();
        List<CompletableFuture<Integer>> takers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            takers.add(
                    CompletableFuture.supplyAsync(() -> takeSnapshots(cache, done), task -> new Thread(task).start()));
        }

        try {
            for (int i = 0; i < RECORDS; i++) {
                get(cache.put("k" + i, "v" + i).thenCompose(cache::await));
            }
        } finally {
            done.set(true);
        }

        takers.forEach(taker -> assertThat(get(taker)).isPositive());
        assertThat(cache.scanKeys(KeyRange.prefix("k29"))).hasSize(11);
    }

    /** Each shows the keys below its own position, and nothing else. */
    private static int takeSnapshots(KafkaCache<String, String> cache, AtomicBoolean done) {
        int taken = 0;
        while (!done.get()) {
            try (Snapshot<String, String> snapshot = get(cache.snapshot())) {
                assertThat(snapshot.size()).isEqualTo(snapshot.positions().offset(0));
                taken++;
            }
        }
        return taken;
    }
}
