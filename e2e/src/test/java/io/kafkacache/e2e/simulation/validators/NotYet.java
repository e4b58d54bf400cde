package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.e2e.simulation.history.CacheFacts;
import io.kafkacache.e2e.simulation.history.Truth;

/**
 * What today's cache does not do yet: it keeps what retention took from the log, and deleted keys where a replay took too long twice. This class
 * goes away with these.
 */
final class NotYet {
    private static final long LONG_REPLAY_MILLIS = 10_000;

    private NotYet() {}

    /** Whether a replay may have taken too long for the second time, after which deleted keys may stay. */
    static boolean mayKeepGhosts(CacheFacts cache) {
        return cache.longestReplayMillis() > LONG_REPLAY_MILLIS;
    }

    /** Whether an entry below the log start may stay. */
    static boolean mayOutliveRetention(Truth truth, int partition, long offset) {
        return offset < truth.partition(partition).start();
    }
}
