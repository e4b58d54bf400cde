package io.kafkacache.internal.listen;

import io.kafkacache.Positions;

/**
 * Up to where a cache has told its updates. Immutable.
 *
 * @param topicId the id of the topic that is read
 * @param generation counts the readings of the topic by this cache
 * @param positions the next offset to apply of each partition
 * @param starts the log starts that were followed: entries of records below them have left, or never were
 */
public record Place(String topicId, int generation, Positions positions, Positions starts) {
    int partitions() {
        return positions.partitions();
    }

    boolean knows(int partition) {
        return partition < positions.partitions();
    }

    /** The position; 0 in a partition that was not known. */
    long next(int partition) {
        return knows(partition) ? positions.offset(partition) : 0;
    }

    /** The log start; 0 in a partition that was not known. */
    long start(int partition) {
        return partition < starts.partitions() ? starts.offset(partition) : 0;
    }
}
