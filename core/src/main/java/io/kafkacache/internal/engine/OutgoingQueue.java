package io.kafkacache.internal.engine;

import io.kafkacache.ClosedException;
import io.kafkacache.KafkaCacheException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What was put and is not sent yet, oldest first: bounded, so that no put waits and memory does not fill while the brokers are away. Takes nothing
 * any more once it is closed or ended, and keeps what it has. Any thread may add; one takes out.
 */
final class OutgoingQueue {
    private static final int MOST_RECORDS = 10_000;
    private static final long MOST_BYTES = 32L << 20;

    private final String cache;
    private final Deque<Outgoing> records = new ArrayDeque<>(); // guarded by this, as are all below
    private long bytes;
    private boolean closed;
    private @Nullable KafkaCacheException ended;

    OutgoingQueue(String cache) {
        this.cache = cache;
    }

    /** Takes a record, or says why not. One that is larger than the bound is taken where nothing else waits. */
    synchronized @Nullable KafkaCacheException add(Outgoing record) {
        if (ended != null) {
            return ended;
        }
        if (closed) {
            return new ClosedException(cache + ": closed");
        }
        if (records.size() >= MOST_RECORDS || (bytes + record.bytes() > MOST_BYTES && !records.isEmpty())) {
            return new KafkaCacheException(
                    cache + ": nothing was sent: " + records.size() + " records of " + bytes
                            + " bytes wait already (at most " + MOST_RECORDS + " or " + MOST_BYTES
                            + " bytes); wait for some before writing more",
                    null,
                    true);
        }
        records.addLast(record);
        bytes += record.bytes();
        return null;
    }

    /** The oldest record, which stays; null where there is none. */
    synchronized @Nullable Outgoing peek() {
        return records.peekFirst();
    }

    /** Takes the oldest record out; null where there is none. */
    synchronized @Nullable Outgoing poll() {
        Outgoing record = records.pollFirst();
        bytes -= record == null ? 0 : record.bytes();
        return record;
    }

    /** Puts a record back that was taken out and could not be sent. */
    synchronized void putBack(Outgoing record) {
        records.addFirst(record);
        bytes += record.bytes();
    }

    synchronized boolean isEmpty() {
        return records.isEmpty();
    }

    /** Takes nothing more; what it has may still be sent. */
    synchronized void close() {
        closed = true;
    }

    /** Takes nothing more, and nothing of what it has is to be sent. */
    synchronized void end(KafkaCacheException reason) {
        ended = reason;
    }

    /** Whether it takes nothing more. */
    synchronized boolean isClosed() {
        return closed || ended != null;
    }

    /** Why nothing is to be sent any more, or null. */
    synchronized @Nullable KafkaCacheException ended() {
        return ended;
    }
}
