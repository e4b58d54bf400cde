package io.kafkacache.e2e.simulation.history;

/** Which values simulated caches refuse to write that check them. */
public final class WriteRule {
    private WriteRule() {}

    public static boolean refuses(String value) {
        return value.hashCode() % 3 == 1;
    }

    /** Whether that is told by throwing. */
    public static boolean throwsAt(String value) {
        return value.hashCode() % 2 == 0;
    }
}
