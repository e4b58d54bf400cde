package io.kafkacache.e2e.simulation.history;

import io.kafkacache.Breaker;
import io.kafkacache.Isolation;

/**
 * How a cache was opened, as far as its promises depend on it.
 *
 * @param isolation what it reads
 * @param breaker how many deletions a minute it bears
 */
public record Manner(Isolation isolation, Breaker breaker) {
    /** As caches are opened that nobody has other wishes for. */
    public static Manner plain(Isolation isolation) {
        return new Manner(isolation, Breaker.none());
    }

    /** The same with a breaker. */
    public Manner halting(Breaker when) {
        return new Manner(isolation, when);
    }
}
