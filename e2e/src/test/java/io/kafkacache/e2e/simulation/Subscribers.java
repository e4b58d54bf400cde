package io.kafkacache.e2e.simulation;

import io.kafkacache.ListenOptions;
import io.kafkacache.e2e.simulation.history.Event.Listened;
import io.kafkacache.e2e.simulation.history.Event.Resumed;
import io.kafkacache.e2e.simulation.history.Event.Unlistened;
import io.kafkacache.e2e.simulation.history.Hearing;
import io.kafkacache.e2e.simulation.history.Sharing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Who listens to the caches of a world, and the tokens they were given. */
final class Subscribers {
    private final World world;
    private final Map<Integer, Deque<Listening>> byCache = new TreeMap<>();
    private final List<String> tokens = new ArrayList<>();
    private int count;
    private boolean resumed;

    Subscribers(World world) {
        this.world = world;
    }

    void listen(SimulatedCache cache, Hearing hearing) {
        int number = count++;
        world.tell(new Listened(number, cache.number(), hearing));
        ListenOptions<String> options = hearing.stateFirst() ? ListenOptions.stateFirst() : ListenOptions.fromNow();
        // the changes of shared keys wait as well, and validators are not told of them
        int besides = world.resolving() ? Sharing.KEYS.size() : 0;
        options = options.maxPending(hearing.maxPending() + besides);
        listen(
                cache,
                hearing.coalescing() ? options.coalescing() : options,
                new SimulatedListener(number, hearing, false, cache, world));
    }

    /** Listens behind one of the last tokens that some listener was given, of this cache or another one. */
    void resume(SimulatedCache cache, int back, Hearing hearing) {
        if (!tokens.isEmpty()) {
            int bookmark = tokens.size() - 1 - back % tokens.size();
            int number = count++;
            resumed = true;
            world.tell(new Resumed(number, cache.number(), bookmark));
            listen(
                    cache,
                    ListenOptions.<String>fromNow().resume(tokens.get(bookmark)),
                    new SimulatedListener(number, hearing, true, cache, world));
        }
    }

    private void listen(SimulatedCache cache, ListenOptions<String> options, SimulatedListener listener) {
        byCache.computeIfAbsent(cache.number(), none -> new ArrayDeque<>())
                .add(new Listening(listener.number(), begun(cache, options, listener)));
    }

    /** Gives what ends it. */
    private static Runnable begun(SimulatedCache cache, ListenOptions<String> options, SimulatedListener listener) {
        if (!listener.isPublished()) {
            return cache.cache().listen(options, listener)::close;
        }
        SimulatedSubscriber subscriber = new SimulatedSubscriber(listener);
        cache.cache().asPublisher(options).subscribe(subscriber);
        return subscriber::cancel;
    }

    boolean hasAnybodyResumed() {
        return resumed;
    }

    /** Keeps a token; gives its number. */
    int keep(String token) {
        tokens.add(token);
        return tokens.size() - 1;
    }

    /** Closes the listener that listens longest. */
    void unlisten(SimulatedCache cache) {
        Deque<Listening> ofCache = byCache.get(cache.number());
        Listening first = ofCache == null ? null : ofCache.poll();
        if (first != null) {
            first.end.run();
            world.tell(new Unlistened(first.number));
        }
    }

    /** A cache is closed, and nobody listens to it any more. */
    void forget(SimulatedCache cache) {
        byCache.remove(cache.number());
    }

    private record Listening(int number, Runnable end) {}
}
