package io.kafkacache.e2e.simulation.history;

import org.jspecify.annotations.Nullable;

/** A mapping and a filter behind it: what they make of a record's value, and of which values they make nothing. */
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
}
