package io.kafkacache.e2e.simulation;

import io.kafkacache.Entry;
import io.kafkacache.Index;
import io.kafkacache.KeyRange;
import io.kafkacache.NotReadyException;
import io.kafkacache.RejectedRecordException;
import io.kafkacache.Rejection;
import io.kafkacache.ResolvedCache;
import io.kafkacache.e2e.simulation.history.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a cache in every way a user can: by keys, by ranges, by an index. These have to agree. */
final class Eyes {
    private final ResolvedCache<String, String, String, String> cache;
    private final Index<Integer, String, String> index;
    private int ranges;

    Eyes(ResolvedCache<String, String, String, String> cache) {
        this.cache = cache;
        index = cache.index("hash", Eyes::indexKeys);
    }

    /** Several of one value, several values of one. */
    private static List<Integer> indexKeys(String value) {
        return List.of(value.hashCode() & 1, 2 + (value.hashCode() >> 1 & 1));
    }

    /** What these keys show; those that are absent are not in it. */
    Map<String, Shown> shown(List<String> keys) {
        Map<String, Shown> shown = new HashMap<>();
        for (String key : keys) {
            Shown entry = shown(key);
            if (entry != null) {
                shown.put(key, entry);
            }
        }
        return shown;
    }

    /** What an index finds is what reads show; in the midst of a batch it may lack some of that. */
    void find(Map<String, Shown> shown, boolean inBatch) {
        Map<Integer, Set<String>> expected = new HashMap<>();
        shown.forEach((key, entry) -> {
            String value = entry.value();
            if (value != null) {
                indexKeys(value).forEach(indexKey -> expected.computeIfAbsent(indexKey, i -> new HashSet<>())
                        .add(key));
            }
        });
        for (int indexKey = 0; indexKey < 4; indexKey++) {
            Set<String> found = Set.copyOf(index.keys(indexKey));
            Set<String> exact = expected.getOrDefault(indexKey, Set.of());
            if (inBatch ? !exact.containsAll(found) : !exact.equals(found)) {
                throw new IllegalStateException(
                        "an index finds " + found + " where reads show " + exact + (inBatch ? " in the midst" : ""));
            }
        }
    }

    /** What is read by ranges is what is read by keys, in their order; all of it is judged as the latter. */
    void scan(Map<String, Shown> shown) {
        List<String> keys = shown.keySet().stream().sorted().toList(); // ASCII: this is the order of their bytes
        Map<String, Shown> scanned = new LinkedHashMap<>();
        List<String> last = new ArrayList<>();
        cache.scan(KeyRange.all()).forEach(entry -> scanned.put(entry.key(), Objects.requireNonNull(shown(entry))));
        cache.scanKeys(KeyRange.<String>all().reversed().limit(2)).forEach(last::add);
        if (!scanned.equals(shown) || !keys.equals(List.copyOf(scanned.keySet()))) {
            throw new IllegalStateException("a scan shows " + scanned + " where reads show " + shown);
        }
        KeyRange<String> range = Ranges.of(ranges++);
        List<String> within = new ArrayList<>();
        cache.scanKeys(range).forEach(within::add);
        if (!within.equals(Ranges.within(range, keys))) {
            throw new IllegalStateException("a scan of " + range + " gives " + within + " of " + keys);
        }
        List<String> highest = keys.subList(Math.max(0, keys.size() - 2), keys.size());
        if (last.size() != highest.size()
                || !highest.containsAll(last)
                || (last.size() == 2 && last.get(0).compareTo(last.get(1)) < 0)) {
            throw new IllegalStateException("a scan gives " + last + " as the highest of " + keys);
        }
    }

    private @Nullable Shown shown(String key) {
        try {
            return shown(cache.entry(key));
        } catch (RejectedRecordException e) {
            return new Shown(
                    e.rejection().offset().topicId(),
                    e.rejection().offset().partition(),
                    e.rejection().offset().offset(),
                    null,
                    Shown.CURRENT);
        } catch (NotReadyException e) {
            return null; // where the status says something else, a key is missing
        }
    }

    /** What an entry shows; null for none. */
    static @Nullable Shown shown(@Nullable Entry<? extends String, ? extends String> entry) {
        if (entry == null) {
            return null;
        }
        String value = entry.rejection() == null ? entry.value() : null;
        Rejection by = entry.outdatedBy();
        return new Shown(
                entry.source().topicId(),
                entry.source().partition(),
                entry.offsetInPartition(),
                value,
                by == null ? Shown.CURRENT : by.offset().offset());
    }
}
