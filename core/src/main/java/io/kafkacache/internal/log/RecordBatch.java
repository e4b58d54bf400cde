package io.kafkacache.internal.log;

import io.kafkacache.Position;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What one poll gave, as a cursor: records grouped by partition, in offset order within each. Valid until the next poll. Used by the
 * reader's thread.
 */
public interface RecordBatch {
    /** Moves to the next record; false behind the last one. Starts before the first. */
    boolean next();

    /** Back to before the first record. */
    void rewind();

    int partition();

    long offset();

    long timestampMillis();

    /** The epoch of the leader under which the record was written, or {@link Position#NO_EPOCH}. */
    int leaderEpoch();

    /** The key, or null where the record has none. A view; its position may be moved. */
    @Nullable
    ByteBuffer key();

    /** The value, or null for a tombstone. A view; its position may be moved. */
    @Nullable
    ByteBuffer value();

    Headers headers();

    /** How many records there are in all. */
    int count();

    /**
     * The next position of each partition this poll moved, also past markers and holes without a record. Never behind the last record of
     * the batch.
     */
    Map<Integer, Position> nextPositions();

    /** How long the reader may rest before it polls again unless woken: 0 where the poll itself has waited. */
    long restNanos();
}
