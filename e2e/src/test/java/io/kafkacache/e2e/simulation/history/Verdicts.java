package io.kafkacache.e2e.simulation.history;

import io.kafkacache.e2e.simulation.history.Event.Judged;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which records a cache has refused as changes, by the reading in which it judged them. */
final class Verdicts {
    private final Map<Integer, Set<Long>> refused = new HashMap<>();

    /** What was judged last of a record counts. */
    void see(Judged judged) {
        Set<Long> ofGeneration = refused.computeIfAbsent(judged.generation(), none -> new HashSet<>());
        if (judged.refused()) {
            ofGeneration.add(place(judged.partition(), judged.offset()));
        } else {
            ofGeneration.remove(place(judged.partition(), judged.offset()));
        }
    }

    boolean isRefused(int generation, LogRecord record) {
        return refused.getOrDefault(generation, Set.of()).contains(place(record.partition(), record.offset()));
    }

    /** The reading that came last. */
    int newest() {
        return refused.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    private static long place(int partition, long offset) {
        return ((long) partition << 40) | offset;
    }
}
