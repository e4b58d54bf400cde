package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.e2e.simulation.history.Event.Change;
import io.kafkacache.e2e.simulation.history.Event.StateDone;
import io.kafkacache.e2e.simulation.history.Event.Told;
import io.kafkacache.e2e.simulation.history.Facts;
import io.kafkacache.e2e.simulation.history.History.Happening;
import io.kafkacache.e2e.simulation.history.Truth;
import java.util.HashSet;
import java.util.Set;

/**
 * Guarantee 8, Unique: a listener is told each update once, whether as a part of the initial state or as a change, and that the initial state is
 * complete once. An offset that a truncation gave to another record is another update.
 */
final class ListenerUnique implements Validator {
    private final Listeners listeners = new Listeners();
    private final Set<String> told = new HashSet<>();

    @Override
    public void see(Happening happening, Facts facts, Findings findings) {
        listeners.see(happening.event());
        if (happening.event() instanceof Told now) {
            now.changes().stream()
                    .filter(change -> change.partition() >= 0)
                    .filter(change -> !told.add(now.subscription() + " " + cause(change, facts.truth())))
                    .forEach(change -> findings.add(
                            this, happening.index(), "listener " + now.subscription() + " is told again of " + change));
        } else if (happening.event() instanceof StateDone done) {
            Listeners.Listener listener = listeners.find(done.subscription());
            if (listener != null && listener.timesDone() > 1) {
                findings.add(this, happening.index(), listener + " was told again that the state is complete");
            }
        }
    }

    /** Which record has caused a change. Two tombstones at one offset are told apart only by the truncation between them. */
    private static String cause(Change change, Truth truth) {
        int p = change.partition();
        boolean known = change.after() == null && truth.topicId().equals(change.topicId()) && p < truth.partitions();
        return change.topicId() + "-" + p + "@" + change.offset() + " " + change.key() + "=" + change.after()
                + (known ? " " + truth.partition(p).truncations() : "");
    }
}
