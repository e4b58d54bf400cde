package io.kafkacache.e2e.cluster;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What was sent to one topic and what was acknowledged: the truth that a test outside the brokers can know. Another one is begun when the topic is
 * made again. The last records of each key are kept. Callable from any thread.
 */
final class Ledger {
    private static final int KEPT_OF_A_KEY = 2_000;

    private final int era;
    private final String topicId;
    private final AtomicLong sequence = new AtomicLong();
    private final Map<String, OfKey> byKey = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Ledger(int era, String topicId) {
        this.era = era;
        this.topicId = topicId;
    }

    String topicId() {
        return topicId;
    }

    /** Whether the topic is being deleted, or was. */
    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }

    /** Begins a write; each value is written once only. */
    Write put(String key, String writer) {
        return begin(key, key + "|" + writer + "|" + sequence.incrementAndGet() + "|" + era);
    }

    /** Begins a deletion. */
    Write delete(String key) {
        return begin(key, null);
    }

    private Write begin(String key, @Nullable String value) {
        Write write = new Write(this, key, value);
        of(key).begun(write);
        return write;
    }

    OfKey of(String key) {
        return byKey.computeIfAbsent(key, k -> new OfKey());
    }

    /** Whether a value was written for this key, in this topic. */
    boolean mayHold(String key, String value) {
        return value.startsWith(key + "|") && value.endsWith("|" + era);
    }

    /** The newest acknowledged place of every key that stays on its partition. */
    Map<String, Place> newest() {
        Map<String, Place> newest = new HashMap<>();
        byKey.forEach((key, of) -> {
            Place place = Keys.isMixed(key) ? null : of.newest();
            if (place != null) {
                newest.put(key, place);
            }
        });
        return newest;
    }

    /** What was written of one key. */
    static final class OfKey {
        private final NavigableMap<Place, Write> acknowledged = new TreeMap<>();
        private final Set<Write> uncertain = new LinkedHashSet<>();
        private final Map<String, Boolean> aborted = new LinkedHashMap<>();

        private synchronized void begun(Write write) {
            uncertain.add(write);
        }

        synchronized void acknowledged(Write write, Place place) {
            uncertain.remove(write);
            acknowledged.put(place, write);
            if (acknowledged.size() > KEPT_OF_A_KEY) {
                acknowledged.pollFirstEntry();
            }
        }

        synchronized void aborted(Write write) {
            uncertain.remove(write);
            if (write.value() != null) {
                aborted.put(write.value(), true);
            }
            if (aborted.size() > KEPT_OF_A_KEY) {
                aborted.remove(aborted.keySet().iterator().next());
            }
        }

        private synchronized @Nullable Place newest() {
            return acknowledged.isEmpty() ? null : acknowledged.lastKey();
        }

        synchronized @Nullable Write at(Place place) {
            return acknowledged.get(place);
        }

        synchronized boolean wasAborted(String value) {
            return aborted.containsKey(value);
        }

        /** Whether the key may be absent for one who has read this place. */
        synchronized boolean mayBeAbsentFrom(Place place) {
            return acknowledged.tailMap(place, true).values().stream().anyMatch(Write::isTombstone)
                    || uncertain.stream().anyMatch(Write::isTombstone);
        }
    }
}
