package io.kafkacache.internal.heap;

import io.kafkacache.Rejection;
import io.kafkacache.Source;
import org.jspecify.annotations.Nullable;

/**
 * Remembers that a key is not there as of a record, so that older records met later stay away; and, during replay, which rejected record beyond
 * it would outdate a value met later in between.
 *
 * @param <K> the key
 */
abstract sealed class Gone<K> extends Remembered<K> permits Deleted, Hidden {
    /** Stands for no tombstone at all: only a rejected record has been met, which neither removes nor outranks anything. */
    static final long NOWHERE = -1;

    final @Nullable Rejection by;

    Gone(K key, Source source, long offset, long timestampMillis, @Nullable Rejection by) {
        super(key, source, offset, timestampMillis);
        this.by = by;
    }

    static <K> Gone<K> nowhere(K key, Source source, Rejection by) {
        return new Deleted<>(key, source, NOWHERE, Long.MIN_VALUE, by);
    }

    /** Whether its record may leave the topic for its age alone, so that this need not be remembered for longer. */
    abstract boolean isOfATombstone();

    /** The same, retained in spite of a rejected record. */
    abstract Gone<K> outdated(Rejection rejection);
}
