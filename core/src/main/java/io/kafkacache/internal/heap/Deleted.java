package io.kafkacache.internal.heap;

import io.kafkacache.Rejection;
import io.kafkacache.Source;
import org.jspecify.annotations.Nullable;

/**
 * Remembers that a key is not there as of a tombstone, or that nothing but a rejected record was met.
 *
 * @param <K> the key
 */
final class Deleted<K> extends Gone<K> {
    Deleted(K key, Source source, long offset, long timestampMillis, @Nullable Rejection by) {
        super(key, source, offset, timestampMillis, by);
    }

    @Override
    boolean isOfATombstone() {
        return true;
    }

    @Override
    Gone<K> outdated(Rejection rejection) {
        return new Deleted<>(key, source, offset, timestampMillis, rejection);
    }
}
