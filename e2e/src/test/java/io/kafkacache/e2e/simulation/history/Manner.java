package io.kafkacache.e2e.simulation.history;

import io.kafkacache.Breaker;
import io.kafkacache.Isolation;
import io.kafkacache.OnRejected;
import io.kafkacache.StartAt;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a cache was opened, as far as its promises depend on it.
 *
 * @param isolation what it reads
 * @param startAt where it begins
 * @param breaker how many deletions a minute it bears
 * @param onRejected what follows a record that is rejected, for whatever reason
 * @param traits what else it has
 */
public record Manner(Isolation isolation, StartAt startAt, Breaker breaker, OnRejected onRejected, Set<Trait> traits) {
    /** As caches are opened that nobody has other wishes for. */
    public static Manner plain(Isolation isolation) {
        return new Manner(
                isolation, StartAt.beginning(), Breaker.none(), OnRejected.FAIL_READS, EnumSet.noneOf(Trait.class));
    }

    /** The same with a breaker. */
    public Manner halting(Breaker when) {
        return new Manner(isolation, startAt, when, onRejected, traits);
    }

    /** The same with another rule for rejected records. */
    public Manner following(OnRejected rule) {
        return new Manner(isolation, startAt, breaker, rule, traits);
    }

    /** The same with something else besides. */
    public Manner with(Trait trait) {
        Set<Trait> more = EnumSet.of(trait);
        more.addAll(traits);
        return new Manner(isolation, startAt, breaker, onRejected, Collections.unmodifiableSet(more));
    }

    /** The same as a window. */
    public Manner startingAt(StartAt start) {
        return new Manner(isolation, start, breaker, onRejected, traits);
    }

    public boolean has(Trait trait) {
        return traits.contains(trait);
    }

    /** Whether it judges changes, and so by what it has met itself. */
    public boolean judges() {
        return has(Trait.JUDGING) || has(Trait.JUDGING_BY_OTHERS);
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
        return value == null || !has(Trait.MAPPING) ? value : Mapping.of(value);
    }

    /** Whether what makes entries of records throws at this one. */
    public boolean failsOn(LogRecord record) {
        String value = record.value();
        if (!has(Trait.FAILING) || !record.accepted() || value == null) {
            return false;
        }
        if (has(Trait.MAPPING) && Mapping.fails(value)) {
            return true;
        }
        String resolved = meaning(record);
        return has(Trait.RESOLVING) && resolved != null && Mapping.fails(resolved);
    }

    /** Whether it makes the same entries of the same records as another one. */
    public boolean makesTheSameAs(Manner other) {
        return has(Trait.MAPPING) == other.has(Trait.MAPPING) && has(Trait.FAILING) == other.has(Trait.FAILING);
    }

    /** Whether it holds only what stands from somewhere on. */
    public boolean isWindow() {
        return !(startAt instanceof StartAt.Beginning);
    }
}
