package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.CacheState;
import io.kafkacache.e2e.simulation.history.CacheFacts;
import io.kafkacache.e2e.simulation.history.Event.Observed;
import io.kafkacache.e2e.simulation.history.Facts;
import io.kafkacache.e2e.simulation.history.History.Happening;
import io.kafkacache.e2e.simulation.history.Shown;
import io.kafkacache.e2e.simulation.history.Snapshot;
import io.kafkacache.e2e.simulation.history.Truth;

/**
 * Guarantee 9, NoGhosts: a deleted key never stays. A tombstone that was gone for its age before the cache came by deletes its key all the same:
 * the cache notices that it was away too long, and reads the topic again.
 *
 * <p>Allowed: what {@link PrefixFold} allows but for such tombstones, and what an old generation shows, marked as stale, while the next one is
 * read (REBUILDING). Not promised, and allowed: another writer's tombstone outlasting its retention against an older value on another partition; and what
 * is kept in spite of a rejected record, marked, where the tombstone before that one went. Under {@code read_uncommitted} aborted records are left out.
 */
final class NoGhost implements Validator {
    @Override
    public void see(Happening happening, Facts facts, Findings findings) {
        if (happening.event() instanceof Observed observed
                && observed.snapshot().readable()
                && observed.snapshot().state() != CacheState.REBUILDING) {
            CacheFacts cache = facts.cache(observed.cache());
            if (cache.followsTheLog(facts.truth())) {
                judge(happening.index(), observed.snapshot(), cache, facts, findings);
            }
        }
    }

    private void judge(int index, Snapshot snapshot, CacheFacts cache, Facts facts, Findings findings) {
        Excuse excuse = Excuse.taken(facts, cache);
        snapshot.shown().forEach((key, shown) -> {
            Excuse strict = excuse.butForTombstones(shown.partition());
            Fold fold = new Fold(facts.truth(), cache, snapshot, key, strict);
            boolean ghost = !fold.allows(shown) && new Fold(facts.truth(), cache, snapshot, key, excuse).allows(shown);
            if (ghost && !wasDeletedBefore(facts.truth(), key, shown)) {
                findings.add(
                        this,
                        index,
                        "cache " + cache.cache() + " shows " + shown + ", which was deleted; " + fold + "; "
                                + snapshot);
            }
        });
    }

    /** Whether an entry is kept in spite of a rejected record before which a tombstone of its key went. */
    private static boolean wasDeletedBefore(Truth truth, String key, Shown shown) {
        return shown.isRetained()
                && truth.partition(shown.partition()).of(key).stream()
                        .anyMatch(record -> record.isExpired()
                                && record.record().offset() > shown.offset()
                                && record.record().offset() < shown.outdatedBy());
    }
}
