package io.kafkacache.e2e.simulation.history;

import io.kafkacache.Breaker;
import io.kafkacache.Isolation;

/**
 * How a cache was opened, as far as its promises depend on it.
 *
 * @param isolation what it reads
 * @param breaker how many deletions a minute it bears
 * @param keepsPrevious whether a rejected record leaves its key's previous entry in place, and does not have reads fail
 */
public record Manner(Isolation isolation, Breaker breaker, boolean keepsPrevious) {
    /** As caches are opened that nobody has other wishes for. */
    public static Manner plain(Isolation isolation) {
        return new Manner(isolation, Breaker.none(), false);
    }

    /** The same with a breaker. */
    public Manner halting(Breaker when) {
        return new Manner(isolation, when, keepsPrevious);
    }

    /** The same with previous entries kept. */
    public Manner keepingPrevious() {
        return new Manner(isolation, breaker, true);
    }
}
