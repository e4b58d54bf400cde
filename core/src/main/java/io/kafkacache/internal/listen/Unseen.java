package io.kafkacache.internal.listen;

import org.jspecify.annotations.Nullable;

/**
 * A record that changed nothing that readers see: another one outranks it, or it removed what was not there. It may have changed what will come to be
 * seen, and in a cache that applied the partitions in another order it may have changed what is.
 *
 * @param behind how many updates of its batch stand before it
 * @param key the key of the entry; null where it is not known which entries it is about
 * @param partition the record's partition
 * @param offset the record's offset
 * @param <K> the key
 */
public record Unseen<K>(int behind, @Nullable K key, int partition, long offset) {
    /**
     * What left by retention was not seen. It has no record of its own, and counts as covered by no token.
     *
     * @param behind how many updates stand before it
     * @param key the key of the entry; null where it is not known
     * @param <K> the key
     * @return the change
     */
    public static <K> Unseen<K> byRetention(int behind, @Nullable K key) {
        return new Unseen<>(behind, key, 0, Long.MAX_VALUE);
    }
}
