package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.CacheState;
import io.kafkacache.e2e.simulation.history.CacheFacts;
import io.kafkacache.e2e.simulation.history.Event;
import io.kafkacache.e2e.simulation.history.Event.AllClosed;
import io.kafkacache.e2e.simulation.history.Event.AllReady;
import io.kafkacache.e2e.simulation.history.Event.AllReadyAsked;
import io.kafkacache.e2e.simulation.history.Event.AllSeen;
import io.kafkacache.e2e.simulation.history.Event.Settled;
import io.kafkacache.e2e.simulation.history.Facts;
import io.kafkacache.e2e.simulation.history.History.Happening;
import io.kafkacache.e2e.simulation.history.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * {@code KafkaCaches}: several caches say together what they say each: all that were open when somebody asked are ready when he is told so, and he is told; the
 * status is ready where each is, stale where one is, and in the state of one of them; and one close closes all.
 */
final class TogetherAsOne implements Validator {
    private final List<List<Integer>> waiting = new ArrayList<>();

    @Override
    public void see(Happening happening, Facts facts, Findings findings) {
        Event event = happening.event();
        if (event instanceof AllReady ready) {
            waiting.remove(ready.caches());
            if (ready.succeeded() && !all(ready.caches(), facts, Snapshot::ready)) {
                findings.add(this, happening.index(), "not all are ready: " + ready);
            }
        } else if (event instanceof AllReadyAsked asked) {
            waiting.add(asked.caches());
        } else if (event instanceof AllSeen seen && !isTrue(seen, facts)) {
            findings.add(this, happening.index(), "each says otherwise: " + seen);
        } else if (event instanceof AllClosed closed && !closed.everyOne()) {
            findings.add(this, happening.index(), "not all are closed");
        } else if (event instanceof Settled) {
            waiting.stream()
                    .filter(caches -> all(caches, facts, Snapshot::ready))
                    .forEach(caches ->
                            findings.add(this, happening.index(), "all are ready, and nobody was told: " + caches));
        }
    }

    private static boolean all(List<Integer> caches, Facts facts, Predicate<Snapshot> what) {
        return caches.stream()
                .map(facts::find)
                .filter(Objects::nonNull) // closed since
                .map(CacheFacts::last)
                .allMatch(last -> last != null && what.test(last));
    }

    private static boolean isTrue(AllSeen seen, Facts facts) {
        boolean ready = all(seen.caches(), facts, Snapshot::ready);
        boolean fresh = all(seen.caches(), facts, last -> !last.stale());
        boolean none = all(seen.caches(), facts, last -> last.state() != seen.state());
        return seen.count() == seen.caches().size()
                && seen.ready() == ready
                && seen.stale() == !fresh
                && (seen.caches().isEmpty() ? seen.state() == CacheState.READY : !none);
    }
}
