package io.kafkacache.e2e.simulation;

import io.kafkacache.Entry;
import io.kafkacache.ReadableCache;
import io.kafkacache.e2e.simulation.history.Manner;
import io.kafkacache.e2e.simulation.history.Sharing;
import io.kafkacache.e2e.simulation.history.Shown;
import io.kafkacache.e2e.simulation.history.Trait;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A resolver for simulated caches: each record yields an entry with its own key, by which everything else of a run is judged, and some of a few keys
 * that records <em>share</em>. So the entries of the former kind say which records there are, and what is to stand for the latter follows from them.
 */
final class Shares {
    private static final Comparator<Entry<?, ?>> EARLIEST_FIRST = Comparator.<Entry<?, ?>>comparingLong(
                    Entry::timestampMillis)
            .thenComparingInt(entry -> entry.source().partition())
            .thenComparingLong(Entry::offsetInPartition);

    private Shares() {}

    /** The entries of a record. */
    static Map<String, String> of(String key, String value) {
        Map<String, String> entries = new HashMap<>();
        entries.put(key, value);
        Sharing.KEYS.stream()
                .filter(shared -> Sharing.yields(value, shared))
                .forEach(shared -> entries.put(shared, value));
        return entries;
    }

    /** What was shown of all other keys, with the shared ones that stand. Throws where these are not what follows from the others. */
    static Map<String, Shown> seen(ReadableCache<String, String> cache, Manner manner, Map<String, Shown> shown) {
        Map<String, Shown> all = new HashMap<>(shown);
        Map<String, Entry<String, String>> standing = new HashMap<>();
        cache.forEach(entry -> standing.put(entry.key(), entry));
        for (String key : Sharing.KEYS) {
            Shown entry = Eyes.shown(cache.entry(key));
            if (entry != null) {
                all.put(key, entry);
            }
        }
        String wrong = wrong(standing, manner);
        if (wrong != null) {
            throw new IllegalStateException(wrong);
        }
        return all;
    }

    /** What is wrong with the shared keys among all entries that stand, by their keys; null where nothing is. */
    static <E extends Entry<? extends String, ? extends String>> @Nullable String wrong(
            Map<String, E> standing, Manner manner) {
        boolean filtered = manner.has(Trait.MAPPING);
        for (String shared : Sharing.KEYS) {
            E shown = standing.get(shared);
            E owner = standing.values().stream()
                    .filter(entry -> !Sharing.isShared(entry.key())
                            && Sharing.yields(entry.value(), shared)
                            && (!filtered || Sharing.keeps(shared, entry.value())))
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
