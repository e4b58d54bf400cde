package io.kafkacache.internal.heap;

import io.kafkacache.Rejection;
import io.kafkacache.Source;
import org.jspecify.annotations.Nullable;

/**
 * Remembers that a key is not there as of a record of which nothing is shown: no tombstone, so it stays in the topic for as long as it is its key's
 * newest, and is remembered until it leaves.
 *
 * @param <K> the key
 */
final class Hidden<K> extends Gone<K> {
    Hidden(K key, Source source, long offset, long timestampMillis, @Nullable Rejection by) {
        super(key, source, offset, timestampMillis, by);
    }

    @Override
    boolean isOfATombstone() {
        return false;
    }

    @Override
    Gone<K> outdated(Rejection rejection) {
        return new Hidden<>(key, source, offset, timestampMillis, rejection);
    }
}
