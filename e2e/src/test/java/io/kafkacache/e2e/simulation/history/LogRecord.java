package io.kafkacache.e2e.simulation.history;

import org.jspecify.annotations.Nullable;

/**
 * A record as it was appended.
 *
 * @param topicId the topic's id then
 * @param partition the partition
 * @param offset the offset
 * @param key the key
 * @param value the value; null for a tombstone, and for a rejected record that would have yielded several entries: it shows nothing
 * @param accepted whether caches accept the value
 * @param timestampMillis the record's timestamp
 * @param transaction the transaction it belongs to; {@link #NO_TRANSACTION} for none
 */
public record LogRecord(
        String topicId,
        int partition,
        long offset,
        String key,
        @Nullable String value,
        boolean accepted,
        long timestampMillis,
        int transaction) {
    public static final int NO_TRANSACTION = -1;

    public boolean isTombstone() {
        return value == null && accepted;
    }

    /** Whether its key is absent while it stands. */
    public boolean showsNothing() {
        return value == null;
    }

    /** The same where a cache rejects it: what shows nothing where records yield several entries. */
    LogRecord rejected(boolean yieldsSeveral) {
        return new LogRecord(
                topicId, partition, offset, key, yieldsSeveral ? null : "", false, timestampMillis, transaction);
    }

    /** Whether this record of its partition beats another partition's of the same key: the later timestamp, then the higher partition. */
    public boolean beats(LogRecord other) {
        return timestampMillis > other.timestampMillis
                || (timestampMillis == other.timestampMillis && partition > other.partition);
    }

    @Override
    public String toString() {
        String shown = !accepted ? "rejected" : value == null ? "tombstone" : value;
        return partition + "@" + offset + " " + key + "=" + shown + " t" + timestampMillis % 1_000_000;
    }
}
