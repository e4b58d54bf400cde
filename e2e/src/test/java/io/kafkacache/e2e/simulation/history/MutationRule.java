package io.kafkacache.e2e.simulation.history;

import org.jspecify.annotations.Nullable;

/** Which changes of a key simulated caches refuse that judge them: a third of those that replace a value, told by both values. */
public final class MutationRule {
    /** How many things there are in the other cache by which some judge. */
    public static final int OTHERS = 3;

    private MutationRule() {}

    /** Whether a value may not follow another one; what nothing stood before may always come. */
    public static boolean refuses(@Nullable String before, String after) {
        return before != null && Math.floorMod(before.hashCode() + after.hashCode(), 3) == 0;
    }

    /** Whether that is told by throwing. */
    public static boolean throwsAt(String after) {
        return after.hashCode() % 2 == 0;
    }

    /** The key without which the other cache does not allow a value. */
    public static String other(int number) {
        return "g" + Math.floorMod(number, OTHERS);
    }

    /** The key without which the other cache does not allow this value. */
    public static String other(String after) {
        return other(after.hashCode() >> 1);
    }
}
