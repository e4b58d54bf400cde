package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.CacheState;
import io.kafkacache.e2e.simulation.history.CacheFacts;
import io.kafkacache.e2e.simulation.history.Event;
import io.kafkacache.e2e.simulation.history.Event.Closed;
import io.kafkacache.e2e.simulation.history.Event.Observed;
import io.kafkacache.e2e.simulation.history.Event.Passed;
import io.kafkacache.e2e.simulation.history.Event.Read;
import io.kafkacache.e2e.simulation.history.Event.TopicMade;
import io.kafkacache.e2e.simulation.history.Event.Truncated;
import io.kafkacache.e2e.simulation.history.Facts;
import io.kafkacache.e2e.simulation.history.History.Happening;
import io.kafkacache.e2e.simulation.history.Shown;
import io.kafkacache.e2e.simulation.history.Snapshot;
import io.kafkacache.e2e.simulation.history.Truth;
import io.kafkacache.e2e.simulation.history.TruthPartition;
import io.kafkacache.e2e.simulation.history.TruthRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Guarantee 11 under {@code HALT}: a cache halts before a rejected record, or at the end of a replay in which one is its key's newest, for no
 * other reason; and it never goes on but by being opened again. That it stands still and is stale then, {@link StandsStill} holds; that what it
 * serves on is the fold of what came before, {@link PrefixFold}.
 *
 * <p>Allowed: a rejected record that another partition's record of its key outranked may come to stand; then the cache halts behind it.
 */
final class HaltsAtRejected implements Validator {
    private final Map<Integer, Snapshot> observed = new HashMap<>();
    private final Map<Integer, List<Long>> read = new HashMap<>();
    private final Set<Integer> halted = new HashSet<>();

    /** Caches of which the log was another one before; what they read of that is not known any more. */
    private final Set<Integer> unknown = new HashSet<>();

    @Override
    public void see(Happening happening, Facts facts, Findings findings) {
        Event event = happening.event();
        if (event instanceof Closed closed) {
            observed.remove(closed.cache());
            read.remove(closed.cache());
            halted.remove(closed.cache());
        } else if (event instanceof Truncated || event instanceof TopicMade) {
            unknown.addAll(observed.keySet());
        } else if (event instanceof Read now) {
            read.put(now.cache(), now.positions());
        } else if (event instanceof Passed) {
            observed.forEach((cache, last) -> halts(happening.index(), cache, last, findings));
        } else if (event instanceof Observed now
                && facts.cache(now.cache()).manner().haltsAtRejected()) {
            observed.put(now.cache(), now.snapshot());
            judge(happening.index(), now.snapshot(), facts.cache(now.cache()), facts.truth(), findings);
        }
    }

    /** Time has passed, and who has to halt has done so. */
    private void halts(int index, int cache, Snapshot last, Findings findings) {
        if (last.readable()
                && last.state() != CacheState.HALTED
                && last.shown().values().stream().anyMatch(HaltsAtRejected::isRejection)) {
            findings.add(this, index, "cache " + cache + " has not halted: " + last);
        }
    }

    private void judge(int index, Snapshot now, CacheFacts cache, Truth truth, Findings findings) {
        boolean halts = now.state() == CacheState.HALTED;
        if (!halts && halted.contains(cache.cache())) {
            findings.add(this, index, "cache " + cache.cache() + " had halted and goes on: " + now);
        }
        if (halts && halted.add(cache.cache()) && !unknown.contains(cache.cache()) && !hasReason(now, cache, truth)) {
            findings.add(this, index, "cache " + cache.cache() + " has no reason to halt: " + now);
        }
        if (now.readable() && cache.followsTheLog(truth)) {
            now.shown().forEach((key, shown) -> {
                if (isRejection(shown) && !isOnSeveralPartitions(truth, key)) {
                    findings.add(this, index, "cache " + cache.cache() + " halts behind " + shown + ": " + now);
                }
            });
        }
    }

    private static boolean isRejection(Shown shown) {
        return shown.value() == null;
    }

    private static boolean isOnSeveralPartitions(Truth truth, String key) {
        return IntStream.range(0, truth.partitions())
                        .filter(p -> !truth.partition(p).of(key).isEmpty())
                        .count()
                > 1;
    }

    private boolean hasReason(Snapshot now, CacheFacts cache, Truth truth) {
        return IntStream.range(0, truth.partitions())
                .mapToObj(p -> truth.partition(p).records())
                .flatMap(List::stream)
                .filter(record -> cache.rejects(record) && record.counts(cache.isolation()))
                .anyMatch(rejected -> isNext(rejected, now, cache, truth) || isNewest(rejected, now, cache, truth));
    }

    /** Whether a cache stands before a record, and there is nothing between them. */
    private static boolean isNext(TruthRecord rejected, Snapshot now, CacheFacts cache, Truth truth) {
        int partition = rejected.record().partition();
        long position = now.reached(partition);
        return rejected.record().offset() >= position
                && truth.partition(partition).records().stream()
                        .filter(record -> record.record().offset() >= position
                                && record.record().offset() < rejected.record().offset())
                        .noneMatch(record -> record.counts(cache.isolation()) && !record.isTaken());
    }

    /** Whether a record is its key's newest of its partition in what the cache has read. */
    private boolean isNewest(TruthRecord rejected, Snapshot now, CacheFacts cache, Truth truth) {
        int p = rejected.record().partition();
        List<Long> replayed = read.getOrDefault(cache.cache(), List.of());
        long below = Math.max(now.reached(p), p < replayed.size() ? replayed.get(p) : 0);
        TruthPartition partition = truth.partition(p);
        return rejected.record().offset() < below
                && partition.of(rejected.record().key()).stream()
                        .filter(record ->
                                record.record().offset() > rejected.record().offset()
                                        && record.record().offset() < below)
                        .noneMatch(record -> record.counts(cache.isolation()) && !cache.mayHaveMissed(record));
    }
}
