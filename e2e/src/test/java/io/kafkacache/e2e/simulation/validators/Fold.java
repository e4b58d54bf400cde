package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.e2e.simulation.history.CacheFacts;
import io.kafkacache.e2e.simulation.history.Shown;
import io.kafkacache.e2e.simulation.history.Snapshot;
import io.kafkacache.e2e.simulation.history.Truth;
import io.kafkacache.e2e.simulation.history.TruthRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one key may show: of each partition its newest record that counts below where the cache stands, or the one before where that one has an
 * excuse to be missing; of these the one with the latest timestamp, then of the highest partition (FollowsTheTopic).
 */
final class Fold {
    private final List<List<@Nullable TruthRecord>> candidates = new ArrayList<>();
    private final String key;

    Fold(Truth truth, CacheFacts cache, Snapshot snapshot, String key, Excuse excuse) {
        this.key = key;
        for (int p = 0; p < Math.min(snapshot.partitions(), truth.partitions()); p++) {
            candidates.add(candidates(truth.partition(p).of(key), cache, snapshot.reached(p), excuse));
        }
    }

    private static List<@Nullable TruthRecord> candidates(
            List<TruthRecord> ofKey, CacheFacts cache, long below, Excuse excuse) {
        List<@Nullable TruthRecord> candidates = new ArrayList<>(1);
        for (int i = ofKey.size() - 1; i >= 0; i--) {
            TruthRecord record = ofKey.get(i);
            if (record.record().offset() < below && record.counts(cache.isolation())) {
                candidates.add(record);
                if (record.isExpired()) {
                    candidates.add(
                            null); // a tombstone is not remembered for ever: another partition's older value may come
                    // up
                }
                if (!excuse.holds(record)) {
                    return candidates;
                }
            }
        }
        candidates.add(null);
        return candidates;
    }

    /** Whether the key may show this; null is absence. */
    boolean allows(@Nullable Shown shown) {
        boolean empty = true;
        for (List<@Nullable TruthRecord> ofPartition : candidates) {
            for (TruthRecord candidate : ofPartition) {
                boolean same = candidate != null
                        && (shown == null ? candidate.record().isTombstone() : shown.is(candidate.record()));
                if (candidate != null && same && canWin(candidate)) {
                    return true;
                }
            }
            empty &= ofPartition.contains(null);
        }
        return shown == null && empty;
    }

    private boolean canWin(TruthRecord winner) {
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
}
