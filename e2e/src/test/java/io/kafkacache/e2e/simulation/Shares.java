package io.kafkacache.e2e.simulation;

import io.kafkacache.Entry;
import io.kafkacache.ReadableCache;
import io.kafkacache.e2e.simulation.history.Shown;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A resolver for simulated caches: each record yields an entry with its own key, by which everything else of a run is judged, and some of a few keys
 * that records <em>share</em>. So the entries of the former kind say which records there are, and what is to stand for the latter follows from them.
 */
final class Shares {
    static final List<String> KEYS = List.of("x0", "x1", "x2");

    private static final Comparator<Entry<?, ?>> EARLIEST_FIRST = Comparator.<Entry<?, ?>>comparingLong(
                    Entry::timestampMillis)
            .thenComparingInt(entry -> entry.source().partition())
            .thenComparingLong(Entry::offsetInPartition);

    private Shares() {}

    static boolean isShared(String key) {
        return KEYS.contains(key);
    }

    /** The entries of a record: about half of all records share each key. */
    static Map<String, String> of(String key, String value) {
        Map<String, String> entries = new HashMap<>();
        entries.put(key, value);
        KEYS.stream().filter(shared -> yields(value, shared)).forEach(shared -> entries.put(shared, value));
        return entries;
    }

    private static boolean yields(String value, String shared) {
        int bits = value.hashCode() * 31;
        return ((bits >> (KEYS.indexOf(shared) + 2)) & 1) == 1;
    }

    /** What was shown of all other keys, with the shared ones that stand. Throws where these are not what follows from the others. */
    static Map<String, Shown> seen(ReadableCache<String, String> cache, Map<String, Shown> shown) {
        Map<String, Shown> all = new HashMap<>(shown);
        Map<String, Entry<String, String>> standing = new HashMap<>();
        cache.forEach(entry -> standing.put(entry.key(), entry));
        for (String key : KEYS) {
            Shown entry = Eyes.shown(cache.entry(key));
            if (entry != null) {
                all.put(key, entry);
            }
        }
        String wrong = wrong(standing);
        if (wrong != null) {
            throw new IllegalStateException(wrong);
        }
        return all;
    }

    /** What is wrong with the shared keys among all entries that stand, by their keys; null where nothing is. */
    static <E extends Entry<? extends String, ? extends String>> @Nullable String wrong(Map<String, E> standing) {
        for (String shared : KEYS) {
            E shown = standing.get(shared);
            E owner = standing.values().stream()
                    .filter(entry -> !isShared(entry.key()) && yields(entry.value(), shared))
                    .max(EARLIEST_FIRST)
                    .orElse(null);
            if (!isSame(shown, owner)) {
                return shared + " is " + told(shown) + " where it is to be " + told(owner) + ": " + standing;
            }
        }
        return null;
    }

    private static boolean isSame(
            @Nullable Entry<? extends String, ? extends String> one,
            @Nullable Entry<? extends String, ? extends String> other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return EARLIEST_FIRST.compare(one, other) == 0 && one.value().equals(other.value());
    }

    private static String told(@Nullable Entry<?, ?> entry) {
        return entry == null ? "absent" : Objects.toString(entry);
    }
}
