package io.kafkacache.e2e.simulation.history;

/**
 * How somebody listens.
 *
 * @param stateFirst whether the initial state is told
 * @param coalescing whether what waits of one key is merged
 * @param maxPending how much may wait
 * @param slow whether others run while it is told
 */
public record Hearing(boolean stateFirst, boolean coalescing, int maxPending, boolean slow) {
    private static final int ANY = 100_000;

    /** Who is told everything at once. */
    public static Hearing quick(boolean stateFirst) {
        return new Hearing(stateFirst, false, ANY, false);
    }

    /** Whether it may have to be given up, on a topic with so many keys: of what is merged not more can wait than there are keys. */
    public boolean mayBeGivenUp(int keys) {
        return maxPending < (coalescing ? keys : ANY);
    }
}
