package io.kafkacache.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Isolation;
import io.kafkacache.KafkaCache;
import io.kafkacache.RecordOffset;
import io.kafkacache.e2e.Until;
import io.kafkacache.e2e.cluster.LyingStore.Lie;
import io.kafkacache.embedded.KafkaCluster;
import io.kafkacache.testing.LeakCheck;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The proof proven: those that judge the caches of {@link ClusterFaultsTest} object to one whose store lies, each to its own lie. */
@ExtendWith(LeakCheck.class)
class ClusterValidatorsTest {
    private static final String KEY = Keys.SINGLE.get(0);
    private static KafkaCluster cluster;
    private static ClusterTopic topic;

    private final Findings findings = new Findings();
    private Run run;
    private Watched writing;

    @BeforeAll
    static void start() {
        cluster = KafkaCluster.builder().brokers(2).start();
        topic = new ClusterTopic(cluster);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void openWriter() {
        run = new Run(topic, findings, new Pauses());
        writing = new Watched(run, "writing", Isolation.READ_COMMITTED, false);
        writing.cache().awaitReady(Until.PATIENCE);
        put();
    }

    @AfterEach
    void closeWriter() {
        writing.close();
    }

    @Test
    void whatIsTrueIsNotObjectedTo() {
        put();
        delete();
        put();

        writing.sync();
        writing.read();

        assertThat(findings.violations()).isEmpty();
        assertThat(findings.counted("barriers judged, sync")).isEqualTo(1);
    }

    @Test
    void barrierNotStaleObjectsToAStaleRead() {
        LyingStore store = new LyingStore(Lie.STALE);
        try (Watched lying = open(store)) {
            lying.sync();
            put();
            store.lie();

            lying.sync();
        }

        assertObjects("BarrierNotStale");
    }

    @Test
    void monotonicReadsObjectsToGoingBack() {
        LyingStore store = new LyingStore(Lie.STALE);
        try (Watched lying = open(store)) {
            lying.sync();
            put();
            lying.sync();
            lying.read();
            store.lie();

            lying.read();
        }

        assertObjects("MonotonicReads");
    }

    @Test
    void noGhostObjectsToADeletedKey() {
        LyingStore store = new LyingStore(Lie.GHOST);
        try (Watched lying = open(store)) {
            store.lie();
            delete();

            lying.sync();
        }

        assertObjects("NoGhost");
    }

    @Test
    void prefixFoldObjectsToWhatNobodyWrote() {
        LyingStore store = new LyingStore(Lie.INVENTED);
        try (Watched lying = open(store)) {
            store.lie();

            lying.read();
        }

        assertObjects("PrefixFold");
    }

    @Test
    void prefixFoldObjectsToWhatWasAborted() {
        topic.write(ledger -> {
            Place newest = Objects.requireNonNull(ledger.newest().get(KEY));
            Objects.requireNonNull(ledger.of(KEY).at(newest)).aborted();
        });

        writing.read();

        assertObjects("PrefixFold");
    }

    @Test
    void replicasConvergeObjectsToAReplicaThatLacksARecord() {
        LyingStore store = new LyingStore(Lie.LOST);
        try (Watched lying = open(store);
                Mirror mirror = new Mirror(run, lying)) {
            store.lie();
            put();

            assertThat(new ReplicasConverge(run, List.of(lying), mirror).differences())
                    .anyMatch(difference -> difference.startsWith("ReplicasConverge: lying"));
        }
    }

    @Test
    void noSilentDeathObjectsToAWaitThatFailsForNoReasonOfACache() {
        writing.isDone("sync", CompletableFuture.failedFuture(new IllegalStateException("a defect")));

        assertObjects("NoSilentDeath");
    }

    private Watched open(LyingStore store) {
        Watched lying = new Watched(run, "lying", Isolation.READ_COMMITTED, true, builder -> builder.store(store));
        lying.cache().awaitReady(Until.PATIENCE);
        return lying;
    }

    private void put() {
        topic.write(ledger -> {
            Write write = ledger.put(KEY, "test");
            acknowledged(write, cache().put(KEY, String.valueOf(write.value())));
        });
    }

    private void delete() {
        topic.write(ledger -> acknowledged(ledger.delete(KEY), cache().delete(KEY)));
    }

    private KafkaCache<String, String> cache() {
        return writing.cache();
    }

    private static void acknowledged(Write write, CompletableFuture<RecordOffset> sent) {
        RecordOffset place = sent.join();
        write.acknowledged(place.partition(), place.offset());
    }

    private void assertObjects(String validator) {
        assertThat(findings.violations()).isNotEmpty().allMatch(violation -> violation.contains(validator + ": "));
    }
}
