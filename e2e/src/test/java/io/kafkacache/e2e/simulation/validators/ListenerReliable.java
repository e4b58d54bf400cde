package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.CacheState;
import io.kafkacache.e2e.simulation.history.CacheFacts;
import io.kafkacache.e2e.simulation.history.Event.Appended;
import io.kafkacache.e2e.simulation.history.Event.Change;
import io.kafkacache.e2e.simulation.history.Event.Gone;
import io.kafkacache.e2e.simulation.history.Event.Settled;
import io.kafkacache.e2e.simulation.history.Event.Told;
import io.kafkacache.e2e.simulation.history.Facts;
import io.kafkacache.e2e.simulation.history.History.Happening;
import io.kafkacache.e2e.simulation.history.Shown;
import io.kafkacache.e2e.simulation.history.Snapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Guarantee 8, Reliable: no update is missing. What a listener is told of a key links up: the entry before is the one it was told last; what it was
 * told in the end is what the cache shows; and it was told that the initial state is complete, also of an empty cache.
 *
 * <p>Allowed: a listener that begins with now knows of a key what it was told of it; of one that coalesces the
 * entry before is that of the first update that was merged, and so the same; and one that is slow may be given up where more waits than it allowed,
 * which it is told, and nothing more.
 */
final class ListenerReliable implements Validator {
    private final Listeners listeners = new Listeners();

    /** By subscription and key; empty where the key was told to be absent. */
    private final Map<Integer, Map<String, Optional<Shown>>> known = new HashMap<>();

    private final Set<Integer> gone = new HashSet<>();

    /** All that were ever written, also to a former topic of that name. */
    private final Set<String> keys = new HashSet<>();

    @Override
    public void see(Happening happening, Facts facts, Findings findings) {
        if (happening.event() instanceof Appended appended) {
            keys.add(appended.record().key());
        } else if (happening.event() instanceof Gone now) {
            Listeners.Listener listener = listeners.find(now.subscription());
            gone.add(now.subscription());
            if (listener != null && !listener.hearing().mayBeGivenUp(keys.size())) {
                findings.add(this, happening.index(), listener + " was given up: " + now.reason());
            }
        }
        listeners.see(happening.event());
        if (happening.event() instanceof Told told) {
            if (gone.contains(told.subscription())) {
                findings.add(this, happening.index(), "given up, and told: " + told);
            }
            Listeners.Listener listener = listeners.find(told.subscription());
            if (listener != null) {
                told.changes()
                        .forEach(change -> judge(happening.index(), told.subscription(), listener, change, findings));
            }
        } else if (happening.event() instanceof Settled settled) {
            for (Listeners.Listener listener : listeners.all()) {
                CacheFacts cache = facts.find(listener.cache());
                if (cache != null && settled.caches().contains(cache.cache())) {
                    addsUp(happening.index(), listener, cache, findings);
                }
            }
        }
    }

    private void judge(int index, int subscription, Listeners.Listener listener, Change change, Findings findings) {
        Map<String, Optional<Shown>> ofThis = known(listener);
        Optional<Shown> before = Optional.ofNullable(change.before());
        Optional<Shown> expected = ofThis.put(change.key(), Optional.ofNullable(change.after()));
        if (expected == null && listener.stateFirst()) {
            expected = Optional.empty();
        }
        if (expected != null && !expected.equals(before)) {
            findings.add(
                    this,
                    index,
                    "listener " + subscription + " is told that " + change.key() + " was " + change.before()
                            + ", but last it was " + expected + "; " + change);
        }
    }

    private Map<String, Optional<Shown>> known(Listeners.Listener listener) {
        return known.computeIfAbsent(listener.number(), number -> new HashMap<>());
    }

    private void addsUp(int index, Listeners.Listener listener, CacheFacts cache, Findings findings) {
        Snapshot snapshot = Objects.requireNonNull(cache.last());
        if (snapshot.state() != CacheState.READY) {
            return; // NoSilentDeath judges
        }
        if (listener.timesDone() == 0 && !listener.hearing().published()) {
            findings.add(this, index, listener + " was never told that the state is complete");
        }
        Map<String, Optional<Shown>> told = known(listener);
        told.forEach((key, last) -> {
            if (!last.equals(Optional.ofNullable(snapshot.shown().get(key)))) {
                findings.add(
                        this,
                        index,
                        listener + " was told last that " + key + " is " + last + ", the cache shows "
                                + snapshot.shown().get(key));
            }
        });
        if (listener.stateFirst() && !told.keySet().containsAll(snapshot.shown().keySet())) {
            findings.add(
                    this, index, listener + " was told of " + told.keySet() + ", the cache shows " + snapshot.shown());
        }
    }
}
