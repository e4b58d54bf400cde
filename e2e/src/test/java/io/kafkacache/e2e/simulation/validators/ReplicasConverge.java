package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.CacheState;
import io.kafkacache.Isolation;
import io.kafkacache.e2e.simulation.history.CacheFacts;
import io.kafkacache.e2e.simulation.history.Event.Settled;
import io.kafkacache.e2e.simulation.history.Facts;
import io.kafkacache.e2e.simulation.history.History.Happening;
import io.kafkacache.e2e.simulation.history.LogRecord;
import io.kafkacache.e2e.simulation.history.Shown;
import io.kafkacache.e2e.simulation.history.Snapshot;
import io.kafkacache.e2e.simulation.history.Truth;
import io.kafkacache.e2e.simulation.history.TruthPartition;
import io.kafkacache.e2e.simulation.history.TruthRecord;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Guarantees 9 and 10 in the end: once all is well and no writes come, every cache equals a fresh reader, and both what stands in the log; a window, what stands there from its
 * start on.
 *
 * <p>A cache that judges changes agrees up to its own verdicts: what it refused counts as a rejected record of that cache, and {@link
 * MutationsAsked} judges what it refused. Not promised, and left out: under {@code read_uncommitted} keys with aborted records; keys whose newest record was
 * rejected by a cache that keeps the previous entry ({@link KeepsPrevious} judges); keys of which the cleaner took a record for the sake of
 * one that was truncated; keys on several partitions of which a tombstone went for its age, or by retention, while another partition still has an older value.
 */
final class ReplicasConverge implements Validator {
    @Override
    public void see(Happening happening, Facts facts, Findings findings) {
        if (happening.event() instanceof Settled settled) {
            settled.caches().forEach(cache -> judge(happening.index(), facts.cache(cache), false, facts, findings));
            settled.fresh().forEach(cache -> judge(happening.index(), facts.cache(cache), true, facts, findings));
        }
    }

    private void judge(int index, CacheFacts cache, boolean fresh, Facts facts, Findings findings) {
        Snapshot snapshot = Objects.requireNonNull(cache.last());
        Truth truth = facts.truth();
        if (snapshot.state() != CacheState.READY || !cache.followsTheLog(truth)) {
            return; // NoSilentDeath judges
        }
        for (String key : truth.keys()) {
            Shown shown = snapshot.shown().get(key);
            LogRecord stands = standing(truth, snapshot, cache, key);
            boolean same = shown == null ? stands == null : stands != null && shown.is(stands, cache.manner());
            if (!same && isPromised(truth, key, cache) && !keepsPrevious(cache, truth, snapshot, key)) {
                findings.add(
                        this,
                        index,
                        (fresh ? "the fresh reader " : "cache ") + cache.cache() + " shows " + shown + " for " + key
                                + ", in the log stands " + stands + "; " + snapshot);
                return;
            }
        }
    }

    /** What a fold of the log as it stands gives for a key; null for absence. */
    private static @Nullable LogRecord standing(Truth truth, Snapshot snapshot, CacheFacts cache, String key) {
        LogRecord winner = null;
        for (int p = 0; p < Math.min(snapshot.partitions(), truth.partitions()); p++) {
            LogRecord newest = newest(truth, p, cache, key);
            winner = newest != null && (winner == null || newest.beats(winner)) ? newest : winner;
        }
        return winner == null || cache.manner().showsNothing(winner) ? null : winner;
    }

    private static @Nullable LogRecord newest(Truth truth, int p, CacheFacts cache, String key) {
        TruthPartition partition = truth.partition(p);
        LogRecord newest = null;
        for (TruthRecord record : partition.of(key)) {
            boolean stands = !record.isTaken() && record.record().offset() >= partition.start();
            stands &= !cache.beginsBehind(record, truth);
            newest = stands && record.counts(cache.isolation()) ? cache.asSeen(record) : newest;
        }
        return newest;
    }

    /** Whether the key's newest record was rejected by a cache that keeps what stood before, which another one may not have met. */
    private static boolean keepsPrevious(CacheFacts cache, Truth truth, Snapshot snapshot, String key) {
        return cache.manner().keepsPrevious()
                && IntStream.range(0, Math.min(snapshot.partitions(), truth.partitions()))
                        .mapToObj(p -> newest(truth, p, cache, key))
                        .anyMatch(newest -> newest != null && !newest.accepted());
    }

    private static boolean isBelowTheStart(Truth truth, LogRecord record) {
        return record.offset() < truth.partition(record.partition()).start();
    }

    private static boolean isPromised(Truth truth, String key, CacheFacts cache) {
        List<List<TruthRecord>> records = IntStream.range(0, truth.partitions())
                .mapToObj(p -> truth.partition(p).of(key))
                .filter(of -> !of.isEmpty())
                .toList();
        boolean forgotten = records.stream()
                .flatMap(List::stream)
                .anyMatch(record -> truth.mayBeForgotten(record)
                        || (record.record().isTombstone() && isBelowTheStart(truth, record.record())));
        boolean aborted = records.stream().flatMap(List::stream).anyMatch(TruthRecord::isAborted);
        boolean lost = records.stream().flatMap(List::stream).anyMatch(TruthRecord::isLost);
        boolean perhaps = records.stream()
                .flatMap(List::stream)
                .anyMatch(record -> cache.mayBeginBehind(record) && !cache.beginsBehind(record, truth));
        return !lost
                && !perhaps
                && !(forgotten && records.size() > 1)
                && !(aborted && cache.isolation() == Isolation.READ_UNCOMMITTED);
    }
}
