package io.kafkacache.e2e.cluster;

import io.kafkacache.Entry;
import java.util.Comparator;

/**
 * Where a record stands in one topic.
 *
 * @param partition the partition
 * @param offset the offset
 */
record Place(int partition, long offset) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
            Comparator.comparingInt(Place::partition).thenComparingLong(Place::offset);

    static Place of(Entry<?, ?> entry) {
        return new Place(entry.source().partition(), entry.offsetInPartition());
    }

    /** By partition, then by offset: the order of time within one partition only. */
    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return partition + "@" + offset;
    }
}
