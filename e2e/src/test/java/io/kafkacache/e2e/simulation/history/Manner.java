package io.kafkacache.e2e.simulation.history;

import io.kafkacache.Breaker;
import io.kafkacache.Isolation;
import io.kafkacache.OnRejected;
import io.kafkacache.StartAt;
import org.jspecify.annotations.Nullable;

/**
 * How a cache was opened, as far as its promises depend on it.
 *
 * @param isolation what it reads
 * @param startAt where it begins
 * @param breaker how many deletions a minute it bears
 * @param onRejected what follows a record that is rejected
 * @param mapping whether a {@link Mapping} makes its entries of records
 */
public record Manner(Isolation isolation, StartAt startAt, Breaker breaker, OnRejected onRejected, boolean mapping) {
    /** As caches are opened that nobody has other wishes for. */
    public static Manner plain(Isolation isolation) {
        return new Manner(isolation, StartAt.beginning(), Breaker.none(), OnRejected.FAIL_READS, false);
    }

    /** The same with a breaker. */
    public Manner halting(Breaker when) {
        return new Manner(isolation, startAt, when, onRejected, mapping);
    }

    /** The same with another rule for rejected records. */
    public Manner following(OnRejected rule) {
        return new Manner(isolation, startAt, breaker, rule, mapping);
    }

    /** The same with a mapping and a filter. */
    public Manner mapped() {
        return new Manner(isolation, startAt, breaker, onRejected, true);
    }

    /** The same as a window. */
    public Manner startingAt(StartAt start) {
        return new Manner(isolation, start, breaker, onRejected, mapping);
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
        return record.accepted() ? meaning(record) == null : record.showsNothing() || onRejected == OnRejected.REMOVE;
    }

    /** The value that an accepted record gives its key; null where it takes it away. */
    public @Nullable String meaning(LogRecord record) {
        String value = record.value();
        return value == null || !mapping ? value : Mapping.of(value);
    }

    /** Whether it holds only what stands from somewhere on. */
    public boolean isWindow() {
        return !(startAt instanceof StartAt.Beginning);
    }
}
