package io.kafkacache.e2e.simulation.history;

import java.util.List;

/** Which of a few keys that records share each of them yields besides its own, where records yield several entries. */
public final class Sharing {
    /** The keys that are shared. */
    public static final List<String> KEYS = List.of("x0", "x1", "x2");

    private Sharing() {}

    public static boolean isShared(String key) {
        return KEYS.contains(key);
    }

    /** Whether a record of this value yields an entry of a shared key: about half of all records do, of each. */
    public static boolean yields(String value, String shared) {
        int bits = value.hashCode() * 31;
        return ((bits >> (KEYS.indexOf(shared) + 2)) & 1) == 1;
    }

    /** The filter behind: it refuses some of the entries of shared keys. */
    public static boolean keeps(String key, String value) {
        return !isShared(key) || (value.hashCode() + KEYS.indexOf(key)) % 3 != 0;
    }
}
