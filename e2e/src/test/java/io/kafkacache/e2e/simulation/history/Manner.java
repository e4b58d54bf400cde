package io.kafkacache.e2e.simulation.history;

import io.kafkacache.Breaker;
import io.kafkacache.Isolation;
import io.kafkacache.StartAt;

/**
 * How a cache was opened, as far as its promises depend on it.
 *
 * @param isolation what it reads
 * @param startAt where it begins
 * @param breaker how many deletions a minute it bears
 * @param keepsPrevious whether a rejected record leaves its key's previous entry in place, and does not have reads fail
 */
public record Manner(Isolation isolation, StartAt startAt, Breaker breaker, boolean keepsPrevious) {
    /** As caches are opened that nobody has other wishes for. */
    public static Manner plain(Isolation isolation) {
        return new Manner(isolation, StartAt.beginning(), Breaker.none(), false);
    }

    /** The same with a breaker. */
    public Manner halting(Breaker when) {
        return new Manner(isolation, startAt, when, keepsPrevious);
    }

    /** The same with previous entries kept. */
    public Manner keepingPrevious() {
        return new Manner(isolation, startAt, breaker, true);
    }

    /** The same as a window. */
    public Manner startingAt(StartAt start) {
        return new Manner(isolation, start, breaker, keepsPrevious);
    }

    /** Whether it holds only what stands from somewhere on. */
    public boolean isWindow() {
        return !(startAt instanceof StartAt.Beginning);
    }
}
