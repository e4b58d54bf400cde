package io.kafkacache;

import java.util.Arrays;
import java.util.List;

/** The position of every partition at one moment: what a store is complete up to. Immutable; safe for any thread. */
public final class Positions {
    private static final Positions NONE = new Positions(new Position[0]);

    private final Position[] byPartition;

    private Positions(Position[] byPartition) {
        this.byPartition = byPartition;
    }

    /**
     * No partitions at all.
     *
     * @return the empty vector
     */
    public static Positions none() {
        return NONE;
    }

    /**
     * Positions in the order of the partitions.
     *
     * @param byPartition the position of partition 0, 1, …
     * @return the vector
     */
    public static Positions of(List<Position> byPartition) {
        return new Positions(byPartition.toArray(Position[]::new));
    }

    /**
     * How many partitions there are.
     *
     * @return the number of partitions
     */
    public int partitions() {
        return byPartition.length;
    }

    /**
     * The position of one partition.
     *
     * @param partition the partition, below {@link #partitions()}
     * @return its position
     * @throws IndexOutOfBoundsException where the partition is not known
     */
    public Position get(int partition) {
        return byPartition[partition];
    }

    /**
     * The next offset of one partition.
     *
     * @param partition the partition, below {@link #partitions()}
     * @return its next offset
     * @throws IndexOutOfBoundsException where the partition is not known
     */
    public long offset(int partition) {
        return byPartition[partition].offset();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Positions that && Arrays.equals(byPartition, that.byPartition);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(byPartition);
    }

    @Override
    public String toString() {
        return Arrays.toString(byPartition);
    }
}
