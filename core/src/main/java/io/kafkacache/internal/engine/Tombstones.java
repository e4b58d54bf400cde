package io.kafkacache.internal.engine;

import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogWriter;
import io.kafkacache.internal.log.LogWriter.Acknowledgement;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The tombstones of one delete whose key stands on several partitions. Done when all are acknowledged, failed with the first failure. Any thread. */
final class Tombstones {
    private final Acknowledgement whole;
    private final AtomicInteger missing;
    private long offset;

    private Tombstones(int records, Acknowledgement whole) {
        this.missing = new AtomicInteger(records);
        this.whole = whole;
    }

    /**
     * Sends them: to the others a moment earlier, so that the one in {@code partition} is the one that counts. {@code whole} is told once, with its
     * offset.
     */
    static void send(
            LogWriter writer, Outgoing record, int partition, int[] others, long stamp, Acknowledgement whole) {
        Tombstones tombstones = new Tombstones(others.length + 1, whole);
        for (int other : others) {
            writer.send(other, stamp - 1, record.key(), null, record.headers(), tombstones::other);
        }
        writer.send(partition, stamp, record.key(), null, record.headers(), tombstones::counting);
    }

    /** What came of the tombstone whose offset stands for all. */
    private void counting(long at, @Nullable LogException failure) {
        offset = at;
        other(at, failure);
    }

    /** What came of another one. */
    private void other(long at, @Nullable LogException failure) {
        if (failure == null) {
            if (missing.decrementAndGet() == 0) {
                whole.done(offset, null);
            }
        } else if (missing.getAndSet(0) > 0) { // from here on it cannot come down to 0 again
            whole.done(-1, failure);
        }
    }
}
