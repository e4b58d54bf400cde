package io.kafkacache.e2e.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * When a broker was paused. One that wakes up answers as the leader that it was until it hears of its successor, and whoever has not seen the
 * successor's epoch must believe it: Kafka has no read lease. That is the one stale answer that is not promised away. Callable from any thread.
 */
final class Pauses {
    private static final long AFTERMATH_NANOS = Duration.ofSeconds(10).toNanos();

    private final List<Long> begun = new ArrayList<>();
    private final List<Long> ended = new ArrayList<>();

    synchronized void begin() {
        begun.add(System.nanoTime());
    }

    /** Does nothing where none is paused. */
    synchronized void end() {
        if (ended.size() < begun.size()) {
            ended.add(System.nanoTime());
        }
    }

    /** Whether a broker that was replaced as a leader without knowing it may have answered between then and now. */
    synchronized boolean touch(long sinceNanos) {
        int last = begun.size() - 1;
        return last >= 0 && (ended.size() == last || ended.get(last) + AFTERMATH_NANOS - sinceNanos > 0);
    }
}
