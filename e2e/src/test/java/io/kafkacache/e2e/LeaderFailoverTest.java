package io.kafkacache.e2e;

import static io.kafkacache.e2e.Logs.get;
import static io.kafkacache.e2e.Until.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.KafkaCache;
import io.kafkacache.RecordOffset;
import io.kafkacache.codec.Codecs;
import io.kafkacache.embedded.ClusterBroker;
import io.kafkacache.embedded.KafkaCluster;
import io.kafkacache.testing.LeakCheck;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The leader dies under a writer and a cache. */
@ExtendWith(LeakCheck.class)
class LeaderFailoverTest {
    private static final String TOPIC = "users";
    private static final int IN_FLIGHT = 50;

    private final Map<String, RecordOffset> acknowledged = new ConcurrentHashMap<>();
    private final AtomicBoolean stop = new AtomicBoolean();

    @Test
    void nothingAcknowledgedIsLostWhenTheLeaderIsKilled() {
        try (KafkaCluster cluster = KafkaCluster.builder().start()) {
            cluster.createTopic(TOPIC, 3, Map.of("cleanup.policy", "compact"));
            try (KafkaCache<String, String> writes = open(cluster, "writes");
                    KafkaCache<String, String> reads = open(cluster, "reads")) {
                writes.awaitReady(PATIENCE);
                reads.awaitReady(PATIENCE);
                CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(writes));
                try {
                    killLeaderUnder(cluster, reads);
                } finally {
                    stop.set(true);
                    get(writing);
                }
                assertNothingIsLost(cluster, writes, reads);
            }
        }
    }

    private void killLeaderUnder(KafkaCluster cluster, KafkaCache<String, String> reads) {
        Until.holds("it writes", () -> acknowledged.size() > 500);
        ClusterBroker leader = cluster.leaderOf(TOPIC, 0);
        leader.kill();

        Map<String, RecordOffset> before = Map.copyOf(acknowledged);
        get(reads.sync(PATIENCE));
        assertThat(reads.getAll(before.keySet())).hasSameSizeAs(before);
        assertThat(cluster.leaderOf(TOPIC, 0)).isNotEqualTo(leader);
        Until.holds("it writes on", () -> acknowledged.size() > before.size() + 500);
        Until.holds("the cache goes on", () -> reads.size() > before.size() + 500);
    }

    private void assertNothingIsLost(
            KafkaCluster cluster, KafkaCache<String, String> writes, KafkaCache<String, String> reads) {
        get(reads.sync(PATIENCE));
        get(writes.sync(PATIENCE));
        assertThat(acknowledged).allSatisfy((key, place) -> {
            assertThat(reads.get(key)).isEqualTo(key);
            assertThat(writes.get(key)).isEqualTo(key);
        });
        try (KafkaCache<String, String> fresh = open(cluster, "fresh")) {
            fresh.awaitReady(PATIENCE);
            assertThat(OneTopic.contents(reads)).isEqualTo(OneTopic.contents(fresh));
            assertThat(OneTopic.contents(writes)).isEqualTo(OneTopic.contents(fresh));
            assertThat(reads.status().generation()).isEqualTo(1);
        }
    }

    /** Writes a new key after the other, with a bounded number in flight; those that fail may or may not be in the topic. */
    private void write(KafkaCache<String, String> cache) {
        Semaphore inFlight = new Semaphore(IN_FLIGHT);
        for (int i = 0; !stop.get(); i++) {
            String key = "k" + i;
            inFlight.acquireUninterruptibly();
            var unused = cache.put(key, key).whenComplete((place, failure) -> {
                inFlight.release();
                if (failure == null) {
                    acknowledged.put(key, place);
                }
            });
        }
        inFlight.acquireUninterruptibly(IN_FLIGHT);
    }

    private static KafkaCache<String, String> open(KafkaCluster cluster, String name) {
        return KafkaCache.builder(TOPIC, Codecs.utf8(), Codecs.utf8())
                .bootstrapServers(cluster.bootstrapServers())
                .identity("pod")
                .name(name)
                .readOnly(!name.equals("writes"))
                .open();
    }
}
