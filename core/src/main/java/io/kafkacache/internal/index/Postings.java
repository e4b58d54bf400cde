package io.kafkacache.internal.index;

import io.kafkacache.Entry;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which entries each index key has, for one generation. Most index keys have one entry, which stands alone. One thread writes, any thread reads.
 * Entries are found by an identity of their key: the key, or its bytes where two equal keys may not be {@code equals}.
 */
final class Postings<I, K, V> {
    private final Map<I, Map<Object, Entry<K, V>>> byKey = new ConcurrentHashMap<>();

    void add(I key, Object identity, Entry<K, V> entry) {
        Map<Object, Entry<K, V>> standing = byKey.get(key);
        if (standing == null || (isSingle(standing) && standing.containsKey(identity))) {
            byKey.put(key, Map.of(identity, entry));
        } else if (isSingle(standing)) {
            Map<Object, Entry<K, V>> several = new ConcurrentHashMap<>(standing);
            several.put(identity, entry);
            byKey.put(key, several);
        } else {
            standing.put(identity, entry);
        }
    }

    void remove(I key, Object identity) {
        Map<Object, Entry<K, V>> standing = byKey.get(key);
        if (standing == null || !standing.containsKey(identity)) {
            return;
        }
        if (standing.size() == 1) {
            byKey.remove(key);
        } else {
            standing.remove(identity);
        }
    }

    private static boolean isSingle(Map<?, ?> standing) {
        return !(standing instanceof ConcurrentHashMap);
    }

    Collection<Entry<K, V>> of(I key) {
        return byKey.getOrDefault(key, Map.of()).values();
    }

    int size() {
        return byKey.size();
    }
}
