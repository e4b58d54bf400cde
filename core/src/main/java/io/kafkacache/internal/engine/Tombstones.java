package io.kafkacache.internal.engine;

import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogWriter.Acknowledgement;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The tombstones of one delete whose key stands on several partitions. Done when all are acknowledged, failed with the first failure. Any thread. */
final class Tombstones {
    private final Acknowledgement whole;
    private final AtomicInteger missing;
    private long offset;

    /** {@code whole} is told once, with the offset of the one that counts. */
    Tombstones(int records, Acknowledgement whole) {
        this.missing = new AtomicInteger(records);
        this.whole = whole;
    }

    /** What came of the tombstone whose offset stands for all. */
    void counting(long at, @Nullable LogException failure) {
        offset = at;
        other(at, failure);
    }

    /** What came of another one. */
    void other(long at, @Nullable LogException failure) {
        if (failure == null) {
            if (missing.decrementAndGet() == 0) {
                whole.done(offset, null);
            }
        } else if (missing.getAndSet(0) > 0) { // from here on it cannot come down to 0 again
            whole.done(-1, failure);
        }
    }
}
