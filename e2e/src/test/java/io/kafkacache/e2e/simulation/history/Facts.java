package io.kafkacache.e2e.simulation.history;

import io.kafkacache.e2e.simulation.history.Event.Closed;
import io.kafkacache.e2e.simulation.history.Event.Opened;
import io.kafkacache.e2e.simulation.history.History.Happening;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What follows from the history up to a moment: the log, and each cache that is open. */
public final class Facts {
    private final Truth truth = new Truth();
    private final Map<Integer, CacheFacts> caches = new HashMap<>();

    /** Takes over the next thing that happened. */
    public void see(Happening happening) {
        truth.see(happening);
        caches.values().forEach(cache -> cache.see(happening, truth));
        if (happening.event() instanceof Opened opened) {
            caches.put(opened.cache(), new CacheFacts(opened.cache(), opened.manner(), happening, truth));
        } else if (happening.event() instanceof Closed closed) {
            caches.remove(closed.cache());
        }
    }

    public Truth truth() {
        return truth;
    }

    /** A cache that is open. */
    public CacheFacts cache(int cache) {
        return Objects.requireNonNull(caches.get(cache));
    }

    /** The same, or null where it was closed. */
    public @Nullable CacheFacts find(int cache) {
        return caches.get(cache);
    }
}
