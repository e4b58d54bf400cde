package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.e2e.simulation.history.CacheFacts;
import io.kafkacache.e2e.simulation.history.LogRecord;
import io.kafkacache.e2e.simulation.history.Manner;
import io.kafkacache.e2e.simulation.history.Shown;
import io.kafkacache.e2e.simulation.history.Snapshot;
import io.kafkacache.e2e.simulation.history.Truth;
import io.kafkacache.e2e.simulation.history.TruthRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one key may show: of each partition its newest record that counts below where the cache stands, or the one before where that one has an
 * excuse to be missing; where a rejected record keeps the previous entry, that one, marked; of these the one with the latest timestamp, then of the highest partition (FollowsTheTopic).
 */
final class Fold {
    private final List<List<@Nullable Candidate>> candidates = new ArrayList<>();
    private final String key;

    Fold(Truth truth, CacheFacts cache, Snapshot snapshot, String key, Excuse excuse) {
        this.key = key;
        for (int p = 0; p < Math.min(snapshot.partitions(), truth.partitions()); p++) {
            candidates.add(candidates(truth, truth.partition(p).of(key), cache, snapshot, p, excuse));
        }
    }

    private static List<@Nullable Candidate> candidates(
            Truth truth, List<TruthRecord> ofKey, CacheFacts cache, Snapshot snapshot, int partition, Excuse excuse) {
        List<@Nullable Candidate> candidates = new ArrayList<>(1);
        long below = snapshot.reached(partition);
        Marks marks = new Marks();
        for (int i = ofKey.size() - 1; i >= 0; i--) {
            TruthRecord record = ofKey.get(i);
            if (record.record().offset() >= below
                    || !record.counts(cache.isolation())
                    || cache.beginsBehind(record, truth)) {
                continue;
            }
            LogRecord seen = cache.asSeen(record, snapshot.generation());
            if (cache.manner().keepsPrevious() && !seen.accepted()) {
                marks.add(record, excuse);
                continue;
            }
            candidates.add(new Candidate(record, seen, marks.all(), cache.manner()));
            if (truth.mayBeForgotten(
                    record)) { // a tombstone is not remembered for ever: another partition's older value may come up
                candidates.add(null);
            }
            if (!excuse.holds(record)) {
                return candidates;
            }
        }
        candidates.add(null);
        return candidates;
    }

    String key() {
        return key;
    }

    /** Whether the key may show this; null is absence. */
    boolean allows(@Nullable Shown shown) {
        boolean empty = true;
        for (List<@Nullable Candidate> ofPartition : candidates) {
            for (Candidate candidate : ofPartition) {
                if (candidate != null && candidate.shows(shown) && canWin(candidate)) {
                    return true;
                }
            }
            empty &= ofPartition.contains(null);
        }
        return shown == null && empty;
    }

    private boolean canWin(Candidate winner) {
        for (int p = 0; p < candidates.size(); p++) {
            boolean own = p == winner.record().partition();
            if (!own
                    && candidates.get(p).stream()
                            .allMatch(c -> c != null && c.record().beats(winner.record()))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(key).append(" may show");
        for (int p = 0; p < candidates.size(); p++) {
            text.append(p == 0 ? " " : ", ").append(p).append(": ").append(candidates.get(p));
        }
        return text.toString();
    }

    /** What a partition may say of the key: a record, kept in spite of one of the {@code marks} where there are any. */
    private record Candidate(TruthRecord of, LogRecord record, Set<Long> marks, Manner manner) {
        boolean shows(@Nullable Shown shown) {
            boolean absent = manner.showsNothing(record());
            return shown == null ? absent : !absent && shown.is(record(), manner) && marks.contains(shown.outdatedBy());
        }

        @Override
        public String toString() {
            String taken = record.accepted() == of.record().accepted() ? of.toString() : of + " (refused)";
            return marks.equals(Set.of(Shown.CURRENT)) ? taken : taken + " outdated by " + marks;
        }
    }

    /** By which rejected records an entry that is kept in spite of them may be marked: by the newest that the cache cannot have missed. */
    private static final class Marks {
        private final Set<Long> offsets = new TreeSet<>();
        private boolean certain;

        void add(TruthRecord rejected, Excuse excuse) {
            if (!certain) {
                offsets.add(rejected.record().offset());
                certain = !excuse.holds(rejected);
            }
        }

        Set<Long> all() {
            Set<Long> all = new TreeSet<>(offsets);
            if (!certain) {
                all.add(Shown.CURRENT);
            }
            return all;
        }
    }
}
