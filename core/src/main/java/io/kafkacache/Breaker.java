package io.kafkacache;

/**
 * A bound to what may be deleted in a minute: beyond it a cache halts, serves what it has and waits for {@link ReadableCache#unfreeze()}, for
 * a delete storm is more often a mistake than meant. It goes on with the deletion before which it halted, and counts anew. Counts entries that
 * leave by tombstones, from ready on; with a {@link Resolver} records, of how many entries they may be. Immutable.
 *
 * @param deletesPerMinute how many entries may leave within a minute; {@link Long#MAX_VALUE} for any number
 * @param share which share of the entries that stood a minute ago may leave; 1 for all
 */
public record Breaker(long deletesPerMinute, double share) {
    private static final Breaker NONE = new Breaker(Long.MAX_VALUE, 1);

    /**
     * Checks the bounds.
     *
     * @param deletesPerMinute how many entries may leave within a minute
     * @param share which share of the entries may leave within a minute
     * @throws IllegalArgumentException where the number is below 1, or the share not above 0 and at most 1
     */
    public Breaker {
        if (deletesPerMinute < 1) {
            throw new IllegalArgumentException("deletesPerMinute=" + deletesPerMinute + " must be at least 1");
        }
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share=" + share + " must be above 0 and at most 1");
        }
    }

    /**
     * No bound.
     *
     * @return the default
     */
    public static Breaker none() {
        return NONE;
    }

    /**
     * Halts before more entries than this leave within a minute.
     *
     * @param deletes at least 1
     * @return the breaker
     */
    public static Breaker deletesPerMinute(long deletes) {
        return new Breaker(deletes, 1);
    }

    /**
     * Halts before a larger share of the entries leaves within a minute.
     *
     * @param share above 0, below 1; of few entries a share is soon reached, by a single deletion too
     * @return the breaker
     */
    public static Breaker share(double share) {
        return new Breaker(Long.MAX_VALUE, share);
    }

    /**
     * Halts at whichever bound comes first.
     *
     * @param other the other bounds
     * @return both
     */
    public Breaker or(Breaker other) {
        return new Breaker(Math.min(deletesPerMinute, other.deletesPerMinute), Math.min(share, other.share));
    }

    /**
     * Whether it bounds anything.
     *
     * @return false for {@link #none()}
     */
    public boolean isBounding() {
        return deletesPerMinute != Long.MAX_VALUE || share < 1;
    }
}
