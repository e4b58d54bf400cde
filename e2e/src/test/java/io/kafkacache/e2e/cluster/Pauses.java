package io.kafkacache.e2e.cluster;

import java.time.Duration;

/**
 * When a broker last woke up from a pause. It answers as the leader that it was until it hears of its successor, and whoever has not seen the
 * successor's epoch must believe it: Kafka has no read lease. That is the one stale answer that is not promised away. One that sleeps answers nobody.
 * Callable from any thread.
 */
final class Pauses {
    private static final long AFTERMATH_NANOS = Duration.ofSeconds(10).toNanos();

    private boolean asleep;
    private boolean hasWoken;
    private long wokenNanos;

    synchronized void begin() {
        asleep = true;
    }

    /** To be called before the broker is woken. Does nothing where none is paused. */
    synchronized void end() {
        if (asleep) {
            asleep = false;
            hasWoken = true;
            wokenNanos = System.nanoTime();
        }
    }

    /** Whether a broker that was replaced as a leader without knowing it may have answered between then and now. */
    synchronized boolean touch(long sinceNanos) {
        return hasWoken && wokenNanos + AFTERMATH_NANOS - sinceNanos > 0;
    }
}
