package io.kafkacache.e2e.simulation.history;

import io.kafkacache.Breaker;
import io.kafkacache.Isolation;
import io.kafkacache.OnRejected;
import io.kafkacache.StartAt;

/**
 * How a cache was opened, as far as its promises depend on it.
 *
 * @param isolation what it reads
 * @param startAt where it begins
 * @param breaker how many deletions a minute it bears
 * @param onRejected what follows a record that is rejected
 */
public record Manner(Isolation isolation, StartAt startAt, Breaker breaker, OnRejected onRejected) {
    /** As caches are opened that nobody has other wishes for. */
    public static Manner plain(Isolation isolation) {
        return new Manner(isolation, StartAt.beginning(), Breaker.none(), OnRejected.FAIL_READS);
    }

    /** The same with a breaker. */
    public Manner halting(Breaker when) {
        return new Manner(isolation, startAt, when, onRejected);
    }

    /** The same with another rule for rejected records. */
    public Manner following(OnRejected rule) {
        return new Manner(isolation, startAt, breaker, rule);
    }

    /** The same as a window. */
    public Manner startingAt(StartAt start) {
        return new Manner(isolation, start, breaker, onRejected);
    }

    /** Whether a rejected record leaves its key's previous entry in place. */
    public boolean keepsPrevious() {
        return onRejected == OnRejected.KEEP_PREVIOUS;
    }

    /** Whether it stops for good before a rejected record. */
    public boolean haltsAtRejected() {
        return onRejected == OnRejected.HALT;
    }

    /** Whether a record's key is absent while it stands. */
    public boolean showsNothing(LogRecord record) {
        return record.showsNothing() || (!record.accepted() && onRejected == OnRejected.REMOVE);
    }

    /** Whether it holds only what stands from somewhere on. */
    public boolean isWindow() {
        return !(startAt instanceof StartAt.Beginning);
    }
}
