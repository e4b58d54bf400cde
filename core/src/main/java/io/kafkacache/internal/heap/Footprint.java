package io.kafkacache.internal.heap;

import io.kafkacache.Applied;
import io.kafkacache.Change;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A rough idea of what entries occupy, cheap enough to keep at each record: encoded sizes stand for those of the objects, and what leaves or
 * is replaced is taken for average. Exact while every value of a cache has one size.
 */
final class Footprint {
    private static final int ENTRY = 40;
    private static final int KEY = 40; // object and array headers, as of a String
    private static final int VALUE = 24;

    private final AtomicLong published = new AtomicLong();
    private long keys; // writer only
    private long values; // writer only

    /** Counts what came of a change; {@code entries} is the number of entries before it. */
    void add(Change<?, ?> change, Applied applied, long entries) {
        switch (applied) {
            case ADDED -> {
                keys += change.keyBytes().remaining();
                values += valueBytes(change, 0);
            }
            case REPLACED -> {
                long average = values / entries;
                values += valueBytes(change, average) - average;
            }
            case REMOVED -> {
                keys -= keys / entries;
                values -= values / entries;
            }
            case OLDER, NOTHING -> {
                return;
            }
        }
        published.setRelease(keys + values);
    }

    private static long valueBytes(Change<?, ?> change, long otherwise) {
        return switch (change.kind()) {
            case PUT, PENDING -> change.valueBytes().remaining();
            case REMOVE, HIDE, REJECT, RETAIN -> otherwise;
        };
    }

    /** Counts that some entries left at once. */
    void scale(long before, long after) {
        if (before != after) {
            keys = before == 0 ? 0 : (long) ((double) keys / before * after);
            values = before == 0 ? 0 : (long) ((double) values / before * after);
            published.setRelease(keys + values);
        }
    }

    /** Any thread. */
    long bytes(long entries) {
        return published.getAcquire() + entries * (ENTRY + KEY + VALUE);
    }
}
