package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.e2e.simulation.history.CacheFacts;
import io.kafkacache.e2e.simulation.history.Event.Change;
import io.kafkacache.e2e.simulation.history.Event.StateDone;
import io.kafkacache.e2e.simulation.history.Event.Told;
import io.kafkacache.e2e.simulation.history.Facts;
import io.kafkacache.e2e.simulation.history.History.Happening;
import io.kafkacache.e2e.simulation.history.Snapshot;
import io.kafkacache.e2e.simulation.history.Truth;
import java.util.HashMap;
import java.util.Map;

/**
 * Guarantee 8, Ordered: a listener sees the updates of a partition in the order of their offsets, after the store shows them, and nothing before
 * ready.
 *
 * <p>Allowed: the initial state comes in no order, and a publisher does not tell where it ends; and where a partition was truncated its offsets begin again.
 */
final class ListenerOrdered implements Validator {
    private final Listeners listeners = new Listeners();
    private final Map<String, Long> last = new HashMap<>();

    @Override
    public void see(Happening happening, Facts facts, Findings findings) {
        listeners.see(happening.event());
        if (happening.event() instanceof Told told) {
            Listeners.Listener listener = listeners.find(told.subscription());
            CacheFacts cache = listener == null ? null : facts.find(listener.cache());
            if (listener != null && cache != null && listener.knowsThatStateIsDone()) {
                told.changes().forEach(change -> judge(happening.index(), told, change, cache, facts, findings));
            }
        } else if (happening.event() instanceof StateDone done) {
            Listeners.Listener listener = listeners.find(done.subscription());
            CacheFacts cache = listener == null ? null : facts.find(listener.cache());
            if (cache != null && cache.last() != null && !cache.last().ready()) {
                findings.add(this, happening.index(), listener + " was told that the state is complete before ready");
            }
        }
    }

    private void judge(int index, Told told, Change change, CacheFacts cache, Facts facts, Findings findings) {
        Truth truth = facts.truth();
        Snapshot snapshot = cache.last();
        int p = change.partition();
        if (p < 0
                || snapshot == null
                || !truth.topicId().equals(change.topicId())
                || truth.partition(p).truncations() > 0) {
            return;
        }
        String what = "listener " + told.subscription() + " of cache " + cache.cache() + " is told of " + change;
        Long before = last.put(told.subscription() + " " + change.topicId() + "-" + p, change.offset());
        if (before != null && before > change.offset()) {
            findings.add(this, index, what + " after offset " + before);
        }
        if (cache.followsTheLog(truth) && snapshot.reached(p) <= change.offset()) {
            findings.add(this, index, what + " before the store shows it: " + snapshot);
        }
    }
}
