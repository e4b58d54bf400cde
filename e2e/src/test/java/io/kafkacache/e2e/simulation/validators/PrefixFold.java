package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.e2e.simulation.history.CacheFacts;
import io.kafkacache.e2e.simulation.history.Event.Observed;
import io.kafkacache.e2e.simulation.history.Facts;
import io.kafkacache.e2e.simulation.history.History.Happening;
import io.kafkacache.e2e.simulation.history.Shown;
import io.kafkacache.e2e.simulation.history.Snapshot;

/**
 * Guarantee 2, Prefix: from ready on the cache equals the fold of a prefix of each partition.
 *
 * <p>The prefix is the published position, or where the store stands when it is looked at in the midst of a batch. Not promised, and allowed: a
 * record the cleaner took ahead of the reader shows as its key's older entry, or absence, until what superseded it is applied; retention may show
 * at any time after it moved the log's start; and from a truncation or a recreation until the cache has begun anew nothing is judged, since it
 * cannot know at once (that it must notice, {@link NoSilentDeath} holds). Tombstones that went for their age are {@link NoGhost}'s.
 */
final class PrefixFold implements Validator {
    @Override
    public void see(Happening happening, Facts facts, Findings findings) {
        if (happening.event() instanceof Observed observed
                && observed.snapshot().readable()) {
            CacheFacts cache = facts.cache(observed.cache());
            if (cache.followsTheLog(facts.truth())) {
                judge(happening.index(), observed.snapshot(), cache, facts, findings);
            }
        }
    }

    private void judge(int index, Snapshot snapshot, CacheFacts cache, Facts facts, Findings findings) {
        Excuse excuse = Excuse.taken(facts, cache);
        for (String key : facts.truth().keys()) {
            Shown shown = snapshot.shown().get(key);
            Fold fold = new Fold(facts.truth(), cache, snapshot, key, excuse);
            if (!fold.allows(shown)) {
                findings.add(this, index, "cache " + cache.cache() + " shows " + shown + "; " + fold + "; " + snapshot);
                return;
            }
        }
    }
}
