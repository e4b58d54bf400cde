package io.kafkacache.testing;

import io.kafkacache.ReadableCache;
import java.util.Map;

/** Caches without a topic, for unit tests of what reads a cache. */
public final class TestCaches {
    private TestCaches() {}

    /**
     * A ready cache of a map. It reads the map itself: what the test changes later shows, though no listener is told. Barriers are complete
     * at once; listeners and subscribers get the state, where they ask for it, on the caller's thread before {@code listen} or {@code
     * request} returns. A wanted prefix is compared with the key's {@code toString()} in UTF-8. Each entry's offset is 0, its timestamp the
     * epoch.
     *
     * @param <K> the key
     * @param <V> the value
     * @param map the entries; one that is changed while other threads read must be a concurrent map
     * @return a cache that is ready until closed
     */
    public static <K, V> ReadableCache<K, V> of(Map<K, V> map) {
        return new MapCache<>("test", map);
    }
}
