package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.e2e.simulation.history.CacheFacts;
import io.kafkacache.e2e.simulation.history.Event;
import io.kafkacache.e2e.simulation.history.Event.Closed;
import io.kafkacache.e2e.simulation.history.Event.Frozen;
import io.kafkacache.e2e.simulation.history.Event.Observed;
import io.kafkacache.e2e.simulation.history.Event.Passed;
import io.kafkacache.e2e.simulation.history.Event.Unfrozen;
import io.kafkacache.e2e.simulation.history.Facts;
import io.kafkacache.e2e.simulation.history.History.Happening;
import io.kafkacache.e2e.simulation.history.Snapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code freeze} and a halt: a cache that was told to freeze says within a second that it has; while it is frozen or halted it is stale, applies
 * nothing, does not become ready, and what it showed it goes on showing. That it goes on afterwards, {@link NoSilentDeath} and {@link
 * ReplicasConverge} hold.
 */
final class StandsStill implements Validator {
    private static final long NOTICED_MILLIS = 1_000;

    private final Map<Integer, Hold> holds = new HashMap<>();

    @Override
    public void see(Happening happening, Facts facts, Findings findings) {
        Event event = happening.event();
        if (event instanceof Frozen frozen) {
            hold(frozen.cache()).frozen();
        } else if (event instanceof Unfrozen unfrozen) {
            hold(unfrozen.cache()).released();
        } else if (event instanceof Closed closed) {
            holds.remove(closed.cache());
        } else if (event instanceof Passed passed) {
            holds.forEach((cache, hold) -> {
                hold.passedMillis += passed.millis();
                saysSo(happening.index(), hold, facts.cache(cache), findings);
            });
        } else if (event instanceof Observed observed) {
            judge(happening.index(), observed, hold(observed.cache()), findings);
        }
    }

    private Hold hold(int cache) {
        return holds.computeIfAbsent(cache, none -> new Hold());
    }

    private void saysSo(int index, Hold hold, CacheFacts cache, Findings findings) {
        Snapshot last = cache.last();
        if (hold.frozen && hold.passedMillis >= NOTICED_MILLIS && (last == null || !last.holds())) {
            findings.add(this, index, "cache " + cache.cache() + " was told to freeze and has not: " + last);
        }
    }

    private void judge(int index, Observed observed, Hold hold, Findings findings) {
        Snapshot now = observed.snapshot();
        Snapshot before = hold.before;
        if (now.holds() && !now.stale()) {
            findings.add(this, index, "cache " + observed.cache() + " stands still and is not stale: " + now);
        }
        if (before != null && now.holds() && !isSame(before, now)) {
            findings.add(
                    this, index, "cache " + observed.cache() + " stands still and goes from " + before + " to " + now);
        }
        hold.before = now.holds() && hold.isSettled() ? now : null;
    }

    /** What nobody sees before ready may be begun anew; and partitions may be added, of which nothing is read. */
    private static boolean isSame(Snapshot before, Snapshot now) {
        return before.ready() == now.ready()
                && (!before.ready()
                        || (before.generation() == now.generation()
                                && before.shown().equals(now.shown())
                                && before.partitions() <= now.partitions()
                                && IntStream.range(0, before.partitions())
                                        .allMatch(p -> before.reached(p) == now.reached(p))));
    }

    /** What holds one cache. */
    private static final class Hold {
        private boolean frozen;
        private boolean wasReleased;
        private long passedMillis;
        private @Nullable Snapshot before;

        void frozen() {
            if (!frozen) {
                frozen = true;
                passedMillis = 0;
            }
        }

        void released() {
            frozen = false;
            wasReleased = true;
            passedMillis = 0;
            before = null;
        }

        /** Whether a release is not still on its way to the reader. */
        boolean isSettled() {
            return !wasReleased || passedMillis >= NOTICED_MILLIS;
        }
    }
}
