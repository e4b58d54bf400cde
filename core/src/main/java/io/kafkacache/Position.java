package io.kafkacache;

/**
 * The next offset to apply in a partition, with the leader epoch it was read under. The epoch lets Kafka tell a position that
 * continues a log from one whose log was truncated below it (KIP-320). Immutable.
 *
 * @param offset the next offset, from 0
 * @param leaderEpoch the epoch, or {@link #NO_EPOCH}
 */
public record Position(long offset, int leaderEpoch) {
    /** Stands for an unknown leader epoch. */
    public static final int NO_EPOCH = -1;

    /**
     * A position whose leader epoch is not known.
     *
     * @param offset the next offset
     * @return the position
     */
    public static Position at(long offset) {
        return new Position(offset, NO_EPOCH);
    }

    @Override
    public String toString() {
        return leaderEpoch == NO_EPOCH ? Long.toString(offset) : offset + "(epoch " + leaderEpoch + ")";
    }
}
