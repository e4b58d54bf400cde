package io.kafkacache;

import java.util.List;

/**
 * What a store knows of a key beyond its entry: where it stands, and how old a record must not be to come after all of it. Immutable.
 *
 * @param partitions the partitions whose newest record of the key sets a value, also where another partition's counts; in no order
 * @param newestMillis the highest timestamp among the newest records of each partition, removals included, in epoch milliseconds; {@link
 *     Long#MIN_VALUE} where none is known
 */
public record Standing(List<Integer> partitions, long newestMillis) {
    /** Nothing is known of the key. */
    public static final Standing NOWHERE = new Standing(List.of(), Long.MIN_VALUE);

    /**
     * What a store knows of a key.
     *
     * @param partitions the partitions whose newest record sets a value
     * @param newestMillis the highest timestamp
     */
    public Standing {
        partitions = List.copyOf(partitions);
    }
}
