package io.kafkacache.e2e.simulation;

import io.kafkacache.Builder;
import io.kafkacache.CacheState;
import io.kafkacache.CachesStatus;
import io.kafkacache.KafkaCaches;
import io.kafkacache.ResolvedCache;
import io.kafkacache.e2e.simulation.history.Event.AllClosed;
import io.kafkacache.e2e.simulation.history.Event.AllReady;
import io.kafkacache.e2e.simulation.history.Event.AllReadyAsked;
import io.kafkacache.e2e.simulation.history.Event.AllSeen;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The caches of a world opened as one, where they are. */
final class Together {
    private final World world;
    private final boolean wanted;
    private final List<SimulatedCache> members = new ArrayList<>();
    private KafkaCaches all = KafkaCaches.builder().build();
    private CachesStatus last = all.status();
    private boolean over;

    Together(World world, boolean wanted) {
        this.world = world;
        this.wanted = wanted;
    }

    /** Opens a cache, as one of these where that is wanted. */
    <C extends ResolvedCache<String, String, String, String>> C open(
            SimulatedCache cache, Builder<String, String, String, String, C> options) {
        if (!wanted) {
            return options.open();
        }
        C opened = all.open(options);
        members.add(cache);
        return opened;
    }

    /** Somebody waits until all that are open now are ready. */
    void awaitReady() {
        List<Integer> waited = numbers();
        if (!waited.isEmpty()) {
            world.tell(new AllReadyAsked(waited));
            CompletableFuture<Void> unused = all.ready().whenComplete((done, failure) -> {
                if (!over) {
                    members.forEach(SimulatedCache::look);
                    world.tell(new AllReady(waited, failure == null));
                }
            });
        }
    }

    /** The run is over; what their owners close now is nobody's business. */
    void end() {
        over = true;
    }

    private List<Integer> numbers() {
        members.removeIf(cache -> !cache.isOpen());
        return members.stream().map(SimulatedCache::number).toList();
    }

    /** Looks at what they say together, behind what each of them says. */
    void look() {
        List<Integer> numbers = numbers();
        CachesStatus now = all.status();
        boolean same = now.state() == last.state()
                && now.ready() == last.ready()
                && now.stale() == last.stale()
                && now.caches().keySet().equals(last.caches().keySet());
        if (wanted && !same) {
            last = now;
            world.tell(new AllSeen(numbers, now.caches().size(), now.state(), now.ready(), now.stale()));
        }
    }

    /** Closes all at once; who opens one later does so with others. */
    void close() {
        List<SimulatedCache> closing = List.copyOf(members);
        members.clear();
        closing.forEach(SimulatedCache::leave);
        all.close();
        boolean closed = closing.stream().allMatch(cache -> cache.state() == CacheState.CLOSED);
        world.tell(new AllClosed(closed && all.status().state() == CacheState.CLOSED));
        all = KafkaCaches.builder().build();
        last = all.status();
    }
}
