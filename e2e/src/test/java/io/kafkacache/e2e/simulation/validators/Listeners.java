package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.e2e.simulation.history.Event;
import io.kafkacache.e2e.simulation.history.Event.Gone;
import io.kafkacache.e2e.simulation.history.Event.Listened;
import io.kafkacache.e2e.simulation.history.Event.StateDone;
import io.kafkacache.e2e.simulation.history.Event.Unlistened;
import io.kafkacache.e2e.simulation.history.Hearing;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The subscriptions of a history as of a moment. */
final class Listeners {
    private final Map<Integer, Listener> open = new HashMap<>();

    void see(Event event) {
        if (event instanceof Listened listened) {
            open.put(listened.subscription(), new Listener(listened));
        } else if (event instanceof Unlistened unlistened) {
            open.remove(unlistened.subscription());
        } else if (event instanceof Gone gone) {
            open.remove(gone.subscription());
        } else if (event instanceof StateDone done) {
            Listener listener = open.get(done.subscription());
            if (listener != null) {
                listener.stateDone++;
            }
        }
    }

    @Nullable
    Listener find(int subscription) {
        return open.get(subscription);
    }

    Collection<Listener> all() {
        return open.values();
    }

    /** One subscription. */
    static final class Listener {
        private final Listened begun;
        private int stateDone;

        Listener(Listened begun) {
            this.begun = begun;
        }

        int number() {
            return begun.subscription();
        }

        int cache() {
            return begun.cache();
        }

        boolean stateFirst() {
            return begun.hearing().stateFirst();
        }

        /** Whether it can be known of what it is told that this is no part of the initial state. */
        boolean knowsThatStateIsDone() {
            return hearing().published() ? !stateFirst() : stateDone > 0;
        }

        Hearing hearing() {
            return begun.hearing();
        }

        /** How often it was told that its initial state is complete. */
        int timesDone() {
            return stateDone;
        }

        @Override
        public String toString() {
            return "listener " + begun.subscription() + " of cache " + begun.cache();
        }
    }
}
