package io.kafkacache.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Isolation;
import io.kafkacache.KeyPartitioner;
import io.kafkacache.e2e.Until;
import io.kafkacache.embedded.ClusterBroker;
import io.kafkacache.embedded.KafkaCluster;
import io.kafkacache.testing.LeakCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every guarantee, on three real brokers that are killed, stopped, paused and moved under writers, caches and listeners. {@code
 * -Dcluster.seconds=N} makes the faults last longer; {@code -Dcluster.seed=N} makes the same faults in the same order. A real cluster cannot be
 * replayed exactly: what meets what is up to the threads of eight processes. What a seed finds here is to be shown again by a simulation.
 */
@ExtendWith(LeakCheck.class)
class ClusterFaultsTest {
    private static final long SECONDS = Long.getLong("cluster.seconds", 180);
    /** Among its faults are those by which a producer once lost sight of an added partition. */
    private static final long SEED = Long.getLong("cluster.seed", 16);

    private static final Duration HEALING = Duration.ofMinutes(15);
    private static final Duration AGREEING = Duration.ofMinutes(5);
    private static final int THREADS = 14;

    private final Findings findings = new Findings();
    private final Pauses pauses = new Pauses();
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(THREADS);

    @Test
    void everyGuaranteeHoldsWhileBrokersComeAndGo() throws Exception {
        System.out.println("the cluster test begins: -Dcluster.seed=" + SEED + " -Dcluster.seconds=" + SECONDS
                + " (the same faults in the same order, not the same interleaving)");
        try (KafkaCluster cluster = KafkaCluster.builder()
                .config("broker.session.timeout.ms", "6000")
                .config("log.cleaner.backoff.ms", "200")
                .start()) {
            try {
                run(new Run(new ClusterTopic(cluster), findings, pauses));
            } catch (Exception | Error e) {
                keepLogs(cluster);
                throw new AssertionError("with -Dcluster.seed=" + SEED + " (" + e + ")\n" + findings.story(), e);
            }
        } finally {
            executor.shutdownNow();
        }
        System.out.println("the cluster test saw " + findings.counts());
    }

    private void run(Run run) throws Exception {
        try (Watched writing = new Watched(run, "writing", Isolation.READ_COMMITTED, false);
                Watched listened = new Watched(run, "listened", Isolation.READ_COMMITTED, true);
                Watched uncommitted = new Watched(run, "uncommitted", Isolation.READ_UNCOMMITTED, true);
                Mirror mirror = new Mirror(run, listened);
                CacheWriter cacheWriter = new CacheWriter(run, writing, SEED + 1);
                Writer murmur2 = new PlainWriter(run, "murmur2", KeyPartitioner.murmur2(), SEED + 2);
                Writer crc32 = new PlainWriter(run, "crc32", KeyPartitioner.crc32(), SEED + 3);
                Writer transactional = new TransactionalWriter(run, SEED + 4)) {
            List<Watched> caches = List.of(writing, listened, uncommitted);
            for (Watched watched : caches) {
                watched.cache().awaitReady(Until.PATIENCE);
            }
            List<Writer> writers = List.of(cacheWriter, murmur2, crc32, transactional);
            disturb(run, caches, writers, mirror);
            cacheWriter.settle();
            converge(run, caches, mirror);
            assertThat(findings.violations()).as("what must not be").isEmpty();
            assertThat(List.of("sync", "await", "ready"))
                    .as("judged at all, of " + findings.counts())
                    .allMatch(wait -> findings.counted("barriers judged, " + wait) > 0);
        }
    }

    /** Lets everybody write and read, and the faults come, until they are over. */
    private void disturb(Run run, List<Watched> caches, List<Writer> writers, Mirror mirror) throws Exception {
        Activities activities = new Activities(executor, findings);
        writers.forEach(writer -> activities.repeat("writing", 30, writer::step));
        for (Watched watched : caches) {
            activities.repeat("sync of " + watched, 200, watched::sync);
            activities.repeat("reads of " + watched, 50, watched::read);
        }
        activities.repeat("reopening", 500, new Reopening(run)::step);
        activities.repeat("resuming", 4_000, mirror::resume);
        try {
            new Faults(run.topic(), new Fault.Plan(SEED), Duration.ofSeconds(SECONDS), findings, pauses, executor)
                    .begin()
                    .get(Duration.ofSeconds(SECONDS).plus(HEALING).toSeconds(), TimeUnit.SECONDS);
            Until.until(AGREEING, "all replicas are in sync", findings::counts, run.topic()::isInSync);
        } finally {
            activities.end();
        }
    }

    private static void converge(Run run, List<Watched> caches, Mirror mirror) throws Exception {
        if (mirror.isGone()) {
            mirror.resume();
        }
        ReplicasConverge validator = new ReplicasConverge(run, caches, mirror);
        AtomicReference<List<String>> last = new AtomicReference<>(new ArrayList<>());
        Until.until(AGREEING, "all replicas agree", last::get, () -> {
            List<String> differences = validator.differences();
            last.set(differences);
            return differences.isEmpty();
        });
    }

    private static void keepLogs(KafkaCluster cluster) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "cluster-logs"));
        for (ClusterBroker broker : cluster.brokers()) {
            Files.copy(
                    broker.log(),
                    folder.resolve("broker-" + broker.id() + ".log"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
