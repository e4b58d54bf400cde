package io.kafkacache.e2e.simulation.history;

/**
 * How somebody listens.
 *
 * @param stateFirst whether the initial state is told
 * @param coalescing whether what waits of one key is merged
 * @param maxPending how much may wait
 * @param slow whether others run while it is told
 * @param published whether it is told by a publisher: one by one, of tokens and of the end of the state nothing
 */
public record Hearing(boolean stateFirst, boolean coalescing, int maxPending, boolean slow, boolean published) {
    private static final int ANY = 100_000;

    /** Who is told everything at once. */
    public static Hearing quick(boolean stateFirst) {
        return new Hearing(stateFirst, false, ANY, false, false);
    }

    /** The same by a publisher. */
    public Hearing byPublisher() {
        return new Hearing(stateFirst, coalescing, maxPending, slow, true);
    }

    /**
     * Whether it may have to be given up, on a topic with so many keys: of what is merged not more can wait than there are keys, but for what a publisher
     * has taken and is still about to tell.
     */
    public boolean mayBeGivenUp(int keys) {
        return maxPending < (coalescing && !published ? keys : ANY);
    }
}
