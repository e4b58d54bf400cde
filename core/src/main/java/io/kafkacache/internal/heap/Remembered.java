package io.kafkacache.internal.heap;

import io.kafkacache.Source;

/**
 * What is known of a key from one partition where that is not an entry. Immutable.
 *
 * @param <K> the key
 */
abstract sealed class Remembered<K> permits Pending, Gone {
    final K key;
    final Source source;
    final long offset;
    final long timestampMillis;

    Remembered(K key, Source source, long offset, long timestampMillis) {
        this.key = key;
        this.source = source;
        this.offset = offset;
        this.timestampMillis = timestampMillis;
    }
}
