package io.kafkacache.e2e.cluster;

import io.kafkacache.CacheState;
import io.kafkacache.Fingerprint;
import io.kafkacache.Isolation;
import io.kafkacache.e2e.RawReader;
import io.kafkacache.e2e.Until;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Guarantees 8, 9, 10 and 12 in the end: when all brokers are there and nobody writes, every cache is alive, ready and without ghosts; it holds what a
 * fresh one holds, with the same fingerprint, and what Kafka's own consumer reads; and what a listener was told adds up to its cache.
 *
 * <p>Not promised, and not compared: under {@code read_uncommitted} keys of transactions, and so the fingerprint.
 */
final class ReplicasConverge {
    private final Run run;
    private final List<Watched> caches;
    private final Mirror mirror;

    ReplicasConverge(Run run, List<Watched> caches, Mirror mirror) {
        this.run = run;
        this.caches = caches;
        this.mirror = mirror;
    }

    /** What is not as it must be; empty where all is. */
    List<String> differences() {
        List<String> differences = new ArrayList<>();
        caches.forEach(watched -> lives(watched, differences));
        if (!differences.isEmpty()) {
            return differences;
        }
        try (Watched fresh = new Watched(run, "fresh", Isolation.READ_COMMITTED, true)) {
            fresh.cache().awaitReady(Until.PATIENCE);
            fresh.sync();
            Map<String, String> expected = fresh.contents();
            compare("the consumer", raw(), without(expected, Keys::isMixed), differences);
            for (Watched watched : caches) {
                boolean committed = watched.isolation() == Isolation.READ_COMMITTED;
                compare(
                        watched.toString(),
                        committed ? watched.contents() : without(watched.contents(), Keys::isTransactional),
                        committed ? expected : without(expected, Keys::isTransactional),
                        differences);
                if (committed) {
                    compareFingerprints(watched, fresh, differences);
                }
            }
            compare("the listener", mirror.contents(), expected, differences);
        }
        return differences;
    }

    private static void lives(Watched watched, List<String> differences) {
        watched.sync();
        if (watched.cache().status().state() != CacheState.READY
                || watched.cache().status().stale()
                || watched.cache().stopped().isDone()) {
            differences.add("NoSilentDeath: all is well, but " + watched.cache().status());
        }
    }

    private void compareFingerprints(Watched watched, Watched fresh, List<String> differences) {
        Fingerprint one = watched.cache().fingerprint();
        Fingerprint other = fresh.cache().fingerprint();
        List<Fingerprint.Comparison> lines = one.compare(other);
        boolean same = Objects.equals(one.topicId(), other.topicId())
                && one.partitions().size() == other.partitions().size()
                && lines.size() == run.topic().actualPartitions()
                && lines.stream().allMatch(line -> line.outcome() == Fingerprint.Outcome.EQUAL);
        if (!same) {
            differences.add("ReplicasConverge: the fingerprint of " + watched + " of " + one.topicId() + " and of "
                    + other.topicId() + ": " + lines);
        }
    }

    private Map<String, String> raw() {
        try (RawReader reader =
                new RawReader(run.topic().cluster().bootstrapServers(), ClusterTopic.NAME, Isolation.READ_COMMITTED)) {
            return without(reader.fold(), Keys::isMixed);
        }
    }

    private static Map<String, String> without(Map<String, String> contents, Predicate<String> keys) {
        Map<String, String> left = new HashMap<>(contents);
        left.keySet().removeIf(keys);
        return left;
    }

    private static void compare(
            String who, Map<String, String> is, Map<String, String> expected, List<String> differences) {
        Map<String, String> wrong = new TreeMap<>();
        Keys.all().forEach(key -> {
            @Nullable String one = is.get(key);
            @Nullable String other = expected.get(key);
            if (!Objects.equals(one, other)) {
                wrong.put(key, one + " and not " + other);
            }
        });
        if (!wrong.isEmpty()) {
            boolean ghosts = wrong.keySet().stream().anyMatch(key -> is.containsKey(key) && !expected.containsKey(key));
            differences.add(
                    (ghosts ? "NoGhost: " : "ReplicasConverge: ") + who + " differs from a fresh cache: " + wrong);
        }
    }
}
