package io.kafkacache.e2e.simulation.history;

import org.jspecify.annotations.Nullable;

/**
 * What a cache showed for one key: an entry, or the rejection of the key's newest record.
 *
 * @param topicId the id of the topic it came from
 * @param partition the partition it came from
 * @param offset the record's offset
 * @param value the value; null where reading the key failed because its newest record was rejected
 * @param outdatedBy the offset of the rejected record in spite of which it was kept; {@link #CURRENT} for none
 */
public record Shown(
        @Nullable String topicId,
        int partition,
        long offset,
        @Nullable String value,
        long outdatedBy) {
    public static final long CURRENT = -1;

    public boolean isRetained() {
        return outdatedBy != CURRENT;
    }

    /** Whether it is what a record means to such a cache. */
    public boolean is(LogRecord record, Manner manner) {
        return partition == record.partition()
                && offset == record.offset()
                && record.topicId().equals(topicId)
                && (record.accepted() ? value != null && value.equals(manner.meaning(record)) : value == null);
    }

    @Override
    public String toString() {
        return partition + "@" + offset + "=" + (value == null ? "rejected" : value)
                + (isRetained() ? " outdated by " + outdatedBy : "");
    }
}
