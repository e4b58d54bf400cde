package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.e2e.simulation.history.CacheFacts;
import io.kafkacache.e2e.simulation.history.Event.Closed;
import io.kafkacache.e2e.simulation.history.Event.Observed;
import io.kafkacache.e2e.simulation.history.Facts;
import io.kafkacache.e2e.simulation.history.History.Happening;
import io.kafkacache.e2e.simulation.history.Shown;
import io.kafkacache.e2e.simulation.history.Snapshot;
import io.kafkacache.e2e.simulation.history.Truth;
import io.kafkacache.e2e.simulation.history.TruthRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Guarantee 11 under {@code KEEP_PREVIOUS}: an entry that was kept in spite of a rejected record is there, and marked by it, also when the topic was
 * read again, as long as that record stands in the log and is the key's newest. Which entries may be kept, {@link PrefixFold} judges.
 *
 * <p>Left out: keys on several partitions, and partitions that were truncated.
 */
final class KeepsPrevious implements Validator {
    private final Map<Integer, Snapshot> before = new HashMap<>();

    @Override
    public void see(Happening happening, Facts facts, Findings findings) {
        if (happening.event() instanceof Closed closed) {
            before.remove(closed.cache());
        } else if (happening.event() instanceof Observed observed
                && observed.snapshot().readable()) {
            CacheFacts cache = facts.cache(observed.cache());
            Snapshot now = observed.snapshot();
            Snapshot last = before.put(observed.cache(), now);
            boolean readAgain = last != null
                    && last.generation() != now.generation()
                    && Objects.equals(last.topicId(), now.topicId());
            if (readAgain && cache.manner().keepsPrevious() && cache.followsTheLog(facts.truth())) {
                last.shown().forEach((key, shown) -> judge(happening.index(), key, shown, now, cache, facts, findings));
            }
        }
    }

    private void judge(
            int index, String key, Shown shown, Snapshot now, CacheFacts cache, Facts facts, Findings findings) {
        if (!shown.isRetained() || !isJudged(facts.truth(), key, shown.partition())) {
            return;
        }
        TruthRecord newest = newest(facts.truth(), key, shown.partition(), now, cache);
        boolean keepsOn = newest != null
                && newest.record().offset() == shown.outdatedBy()
                && !newest.isTaken()
                && newest.record().offset()
                        >= facts.truth().partition(shown.partition()).start()
                && noneAccepted(facts.truth(), key, shown, now, cache);
        if (keepsOn && !shown.equals(now.shown().get(key))) {
            findings.add(
                    this,
                    index,
                    "cache " + cache.cache() + " showed " + shown + " for " + key + " and has read the topic again; "
                            + now);
        }
    }

    /** None of the records behind the kept one: judged again, one that was refused before may be accepted. */
    private static boolean noneAccepted(Truth truth, String key, Shown kept, Snapshot now, CacheFacts cache) {
        return truth.partition(kept.partition()).of(key).stream()
                .filter(record -> record.record().offset() > kept.offset() && record.counts(cache.isolation()))
                .filter(record -> record.record().offset() <= kept.outdatedBy())
                .noneMatch(record -> cache.asSeen(record, now.generation()).accepted());
    }

    private static boolean isJudged(Truth truth, String key, int partition) {
        return truth.partition(partition).truncations() == 0
                && IntStream.range(0, truth.partitions())
                        .allMatch(p ->
                                p == partition || truth.partition(p).of(key).isEmpty());
    }

    private static @Nullable TruthRecord newest(
            Truth truth, String key, int partition, Snapshot now, CacheFacts cache) {
        return truth.partition(partition).of(key).stream()
                .filter(record -> record.record().offset() < now.reached(partition) && record.counts(cache.isolation()))
                .reduce((earlier, later) -> later)
                .orElse(null);
    }
}
