package io.kafkacache.scripted;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record of a scripted log. Immutable to its user but for the {@link #outcome()}, which follows its transaction; key and value are the log's own arrays
 * and not to be changed. Safe for any thread.
 */
public final class ScriptedRecord {
    final int partition;
    final long offset;
    final byte @Nullable [] key;
    final byte @Nullable [] value;
    final Headers headers;
    final long timestampMillis;
    final int leaderEpoch;
    final @Nullable ScriptedTransaction transaction;

    /** Whether this is the end of a transaction, which takes an offset and is never given to a reader. */
    final boolean marker;

    /** When the cleaner first came by, which the time of a tombstone runs from; −1 before. Guarded by the topic's lock. */
    long cleanedMillis = -1;

    ScriptedRecord(PartitionLog log, Content content, @Nullable ScriptedTransaction transaction, boolean marker) {
        partition = log.partition();
        offset = log.end();
        leaderEpoch = log.leaderEpoch();
        key = content.key;
        value = content.value;
        headers = content.headers;
        timestampMillis = content.timestampMillis;
        this.transaction = transaction;
        this.marker = marker;
    }

    /**
     * Where the record stands.
     *
     * @return the partition, from 0
     */
    public int partition() {
        return partition;
    }

    /**
     * Where the record stands in its partition.
     *
     * @return the offset, from 0
     */
    public long offset() {
        return offset;
    }

    /**
     * The key.
     *
     * @return its bytes, or null where the record has none
     */
    public byte @Nullable [] key() {
        return key;
    }

    /**
     * The value.
     *
     * @return its bytes, or null for a tombstone
     */
    public byte @Nullable [] value() {
        return value;
    }

    /**
     * The key as text.
     *
     * @return the key, read as UTF-8; null where the record has none
     */
    public @Nullable String keyText() {
        return key == null ? null : new String(key, UTF_8);
    }

    /**
     * The value as text.
     *
     * @return the value, read as UTF-8; null for a tombstone
     */
    public @Nullable String valueText() {
        return value == null ? null : new String(value, UTF_8);
    }

    /**
     * The headers.
     *
     * @return the headers, read-only; empty where there are none
     */
    public Headers headers() {
        return headers;
    }

    /**
     * The record's time.
     *
     * @return the timestamp in epoch milliseconds
     */
    public long timestampMillis() {
        return timestampMillis;
    }

    /**
     * The leader epoch the record was written under.
     *
     * @return the epoch, from 0
     */
    public int leaderEpoch() {
        return leaderEpoch;
    }

    /**
     * What became of the record's transaction, up to now.
     *
     * @return the outcome
     */
    public Outcome outcome() {
        return transaction == null ? Outcome.NONE : transaction.outcome();
    }

    @Override
    public String toString() {
        return "%d@%d %s=%s %s".formatted(partition, offset, keyText(), valueText(), outcome());
    }
}
