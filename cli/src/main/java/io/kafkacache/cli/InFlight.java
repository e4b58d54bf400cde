package io.kafkacache.cli;

import io.kafkacache.RecordOffset;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/**
 * The writes that are not acknowledged yet, bounded well below what the writer's queue takes, so that a file of any size is loaded in little
 * memory and no write fails for want of room. Not for several threads.
 */
final class InFlight {
    private static final int MOST_RECORDS = 8_000;
    private static final long MOST_BYTES = 16L << 20;

    private final Duration timeout;
    private final Deque<Write> writes = new ArrayDeque<>();
    private long bytes;
    private long acknowledged;

    /** Waits at most so long for each acknowledgement. */
    InFlight(Duration timeout) {
        this.timeout = timeout;
    }

    long acknowledged() {
        return acknowledged;
    }

    /**
     * Makes room for a record of this size.
     *
     * @throws CommandException where an earlier record was not acknowledged; its line is named
     */
    void awaitRoom(long size) {
        while (!writes.isEmpty() && (writes.size() >= MOST_RECORDS || bytes + size > MOST_BYTES)) {
            awaitOldest();
        }
        while (!writes.isEmpty() && writes.peek().acknowledgement.isDone()) {
            awaitOldest();
        }
    }

    void add(long line, long size, CompletableFuture<RecordOffset> acknowledgement) {
        writes.add(new Write(line, size, acknowledgement));
        bytes += size;
    }

    /** Waits for all of them, and throws as {@link #awaitRoom} does. */
    void awaitAll() {
        while (!writes.isEmpty()) {
            awaitOldest();
        }
    }

    private void awaitOldest() {
        Write oldest = writes.remove();
        bytes -= oldest.size;
        try {
            Acknowledgement.place(oldest.acknowledgement, timeout);
            acknowledged++;
        } catch (CommandException e) {
            throw new CommandException(
                    e.exitCode(),
                    "line " + oldest.line + ": " + e.getMessage() + " (" + Bar.count(acknowledged)
                            + " records before it were acknowledged)",
                    e);
        }
    }

    private record Write(long line, long size, CompletableFuture<RecordOffset> acknowledgement) {}
}
