package io.kafkacache.e2e.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What must not be, told by the validators; beside it what happened last, and how often what did. Callable from any thread. */
final class Findings {
    private static final int MOST_TOLD = 20;
    private static final int HAPPENINGS = 400;

    private final long beganNanos = System.nanoTime();
    private final List<String> violations = new ArrayList<>();
    private final Deque<String> happenings = new ArrayDeque<>();
    private final Map<String, Long> counts = new TreeMap<>();

    synchronized void add(String validator, String message) {
        if (violations.size() < MOST_TOLD) {
            violations.add(at() + validator + ": " + message);
        }
        count(validator + " objects");
        happened(validator + " objects");
    }

    synchronized void happened(String what) {
        happenings.add(at() + what);
        if (happenings.size() > HAPPENINGS) {
            happenings.remove();
        }
    }

    synchronized void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    synchronized long counted(String what) {
        return counts.getOrDefault(what, 0L);
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** What was counted, then what happened last. */
    synchronized String story() {
        return counts + "\n" + String.join("\n", happenings);
    }

    synchronized String counts() {
        return counts.toString();
    }

    private String at() {
        return (System.nanoTime() - beganNanos) / 1_000_000 + " ms ";
    }
}
