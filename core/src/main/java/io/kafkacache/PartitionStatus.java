package io.kafkacache;

import org.jspecify.annotations.Nullable;

/**
 * One partition of a cache. Immutable.
 *
 * @param partition the partition
 * @param position the next offset to apply
 * @param target the end that the current lap waits for; the position once ready
 * @param head the last known end under the cache's isolation, or −1 while not known
 * @param fingerprint what the entries of this partition add up to at {@code position} ({@link Fingerprint}); null while not known
 */
public record PartitionStatus(
        int partition,
        Position position,
        long target,
        long head,
        @Nullable Long fingerprint) {
    /**
     * How many offsets are not applied yet.
     *
     * @return head − position, at least 0; −1 while the head is not known
     */
    public long lag() {
        return head < 0 ? -1 : Math.max(0, head - position.offset());
    }
}
