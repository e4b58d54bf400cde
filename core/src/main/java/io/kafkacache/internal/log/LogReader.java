package io.kafkacache.internal.log;

import io.kafkacache.Position;
import java.time.Duration;
import java.util.Map;

/** Reads some partitions. Used by one thread, but for {@link #wakeup()}. */
public interface LogReader extends AutoCloseable {
    /** Reads on from these positions; a position's leader epoch, where it has one, is validated against the log. */
    void assign(Map<Integer, Position> from);

    /**
     * The next records, waiting for some at most {@code maxWait}. What was given before is not valid any more.
     *
     * @throws LogException {@code OUT_OF_RANGE} or {@code TRUNCATED} with the partition; other kinds leave the reader of no use: close it
     */
    RecordBatch poll(Duration maxWait);

    /** Lets a poll that waits return at once, empty; or the next one. Any thread. */
    void wakeup();

    @Override
    void close();
}
