package io.kafkacache.e2e.simulation.history;

import org.jspecify.annotations.Nullable;

/** A mapping and a filter behind it: what they make of a record's value, of which values they make nothing, and at which they fail. */
public final class Mapping {
    private Mapping() {}

    /** The value of the entry; null where the record removes its key. */
    public static @Nullable String of(String value) {
        String mapped = mapped(value);
        return mapped != null && keeps(mapped) ? mapped : null;
    }

    /** The mapping: every fourth value gives nothing. */
    public static @Nullable String mapped(String value) {
        return value.hashCode() % 4 == 0 ? null : value + "m";
    }

    /** The filter: of the others it refuses a third. */
    public static boolean keeps(String mapped) {
        return mapped.hashCode() % 3 != 0;
    }

    /** Whether what makes entries, a mapping or a resolver, throws at a value where it is one that fails. */
    public static boolean fails(String value) {
        return value.hashCode() % 5 == 1;
    }
}
