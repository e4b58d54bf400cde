package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.Isolation;
import io.kafkacache.e2e.simulation.history.CacheFacts;
import io.kafkacache.e2e.simulation.history.Event.Observed;
import io.kafkacache.e2e.simulation.history.Facts;
import io.kafkacache.e2e.simulation.history.History.Happening;
import io.kafkacache.e2e.simulation.history.Shown;
import io.kafkacache.e2e.simulation.history.Truth;
import io.kafkacache.e2e.simulation.history.TruthPartition;
import io.kafkacache.e2e.simulation.history.TruthRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Guarantee 7, MonotonicReads: one cache never goes back for a key, which is to say, never shows an older record of a partition than one it has
 * shown.
 *
 * <p>Allowed: another partition's record may take its place and give it back, as the rule for keys on several partitions wants it; and after the
 * log itself was truncated or the topic recreated, the cache begins anew. Under {@code read_uncommitted} an aborted record goes as it came. A
 * cache that judges changes judges again what another partition's record had replaced, where that is gone when the topic is read again.
 */
final class MonotonicReads implements Validator {
    private final Map<String, Long> highest = new HashMap<>();

    @Override
    public void see(Happening happening, Facts facts, Findings findings) {
        if (happening.event() instanceof Observed observed
                && observed.snapshot().readable()) {
            CacheFacts cache = facts.cache(observed.cache());
            if (cache.followsTheLog(facts.truth())) {
                observed.snapshot()
                        .shown()
                        .forEach((key, shown) -> judge(happening.index(), cache, key, shown, facts.truth(), findings));
            }
        }
    }

    private void judge(int index, CacheFacts cache, String key, Shown shown, Truth truth, Findings findings) {
        TruthPartition partition = truth.partition(shown.partition());
        int truncations = partition.truncations();
        String place = cache.cache() + " " + shown.topicId() + "-" + shown.partition() + " " + truncations + " " + key;
        long before = highest.merge(place, shown.offset(), Math::max);
        boolean uncommitted = cache.isolation() == Isolation.READ_UNCOMMITTED
                && partition.of(key).stream().anyMatch(TruthRecord::isAborted);
        if (before > shown.offset() && !uncommitted && !isRefusedNow(partition.at(before), key, cache, truth)) {
            findings.add(
                    this,
                    index,
                    "cache " + cache.cache() + " showed offset " + before + " of partition " + shown.partition()
                            + " for " + key + " and goes back to " + shown);
        }
    }

    /** Whether another partition's record had taken its place before the topic was read again, and the change was refused then. */
    private static boolean isRefusedNow(@Nullable TruthRecord before, String key, CacheFacts cache, Truth truth) {
        return before != null
                && cache.manner().judges()
                && !cache.asSeen(before).accepted()
                && IntStream.range(0, truth.partitions())
                                .filter(p -> !truth.partition(p).of(key).isEmpty())
                                .count()
                        > 1;
    }
}
