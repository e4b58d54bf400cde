package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.Position;
import io.kafkacache.e2e.simulation.history.CacheFacts;
import io.kafkacache.e2e.simulation.history.Event.Observed;
import io.kafkacache.e2e.simulation.history.Facts;
import io.kafkacache.e2e.simulation.history.History.Happening;
import io.kafkacache.e2e.simulation.history.Snapshot;
import io.kafkacache.e2e.simulation.history.Truth;
import java.util.HashSet;
import java.util.Set;

/**
 * Guarantees 3 and 4, ReadyMeansComplete and NoFalseAbsence: nothing that stood in the log when the cache was opened is missing when it becomes
 * ready, open transactions below that end included; and nothing that it passed is missing because the cleaner came first, since it read on in laps
 * until one met no hole. Before ready no read is answered (the recorder looks, and what it was answered would stand in the snapshot).
 *
 * <p>Not promised, and allowed: keys that were still being superseded in the fifth lap; what a replaced leader that does not know it leaves out of
 * the end; a topic that was recreated since it was opened.
 */
final class ReadyImpliesComplete implements Validator {
    private static final int MOST_LAPS = 5;

    private final Set<Integer> wereReady = new HashSet<>();

    private final StaleLeaders staleLeaders = new StaleLeaders();

    @Override
    public void see(Happening happening, Facts facts, Findings findings) {
        staleLeaders.see(happening);
        if (!(happening.event() instanceof Observed observed)) {
            return;
        }
        Snapshot snapshot = observed.snapshot();
        if (!snapshot.ready() && !snapshot.shown().isEmpty()) {
            findings.add(this, happening.index(), "cache " + observed.cache() + " answers before ready: " + snapshot);
        }
        if (snapshot.complete() == facts.cache(observed.cache()).manner().isWindow()) {
            findings.add(this, happening.index(), "cache " + observed.cache() + " is not what it says: " + snapshot);
        }
        if (snapshot.readable() && wereReady.add(observed.cache())) {
            CacheFacts cache = facts.cache(observed.cache());
            if (cache.followsTheLog(facts.truth())) {
                beganEarlyEnough(happening.index(), snapshot, cache, facts.truth(), findings);
                missesNothing(happening.index(), snapshot, cache, facts, findings);
            }
        }
    }

    private void beganEarlyEnough(int index, Snapshot snapshot, CacheFacts cache, Truth truth, Findings findings) {
        if (!cache.topicAtOpening().equals(truth.topicId())) {
            return;
        }
        for (int p = 0; p < cache.endsAtOpening().size(); p++) {
            long position = p < cache.replayed().size() ? cache.replayed().get(p) : snapshot.position(p);
            long end = staleLeaders.lowest(p, cache.endsAtOpening().get(p), cache.openedAt(), Position.NO_EPOCH);
            if (truth.partition(p).leavesUnread(position, end, cache.isolation())) {
                findings.add(
                        this,
                        index,
                        "cache " + cache.cache() + " is ready at " + cache.replayed() + ", but partition " + p
                                + " ended at " + end + " when it was opened");
            }
        }
    }

    private void missesNothing(int index, Snapshot snapshot, CacheFacts cache, Facts facts, Findings findings) {
        if (snapshot.lap() >= MOST_LAPS) {
            return;
        }
        Excuse excuse = Excuse.taken(facts, cache)
                .unlessBelow(staleLeaders.strict(cache.replayed(), cache.openedAt()), Excuse.expired(facts, cache));
        for (String key : facts.truth().keys()) {
            Fold fold = new Fold(facts.truth(), cache, snapshot, key, excuse);
            if (!fold.allows(snapshot.shown().get(key))) {
                findings.add(
                        this,
                        index,
                        "cache " + cache.cache() + " is ready in lap " + snapshot.lap() + " and shows "
                                + snapshot.shown().get(key) + "; " + fold + "; replayed to " + cache.replayed() + "; "
                                + snapshot);
                return;
            }
        }
    }
}
