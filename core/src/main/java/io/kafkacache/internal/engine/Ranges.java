package io.kafkacache.internal.engine;

import io.kafkacache.ByteRange;
import io.kafkacache.Interpreter;
import io.kafkacache.KeyRange;
import java.util.Objects;

/** Encodes the bounds of ranges as the cache's keys. Any thread. */
final class Ranges<K> {
    private final Interpreter<K, ?> keys;

    Ranges(Interpreter<K, ?> keys) {
        this.keys = keys;
    }

    @SuppressWarnings("unchecked") // its bounds are keys, or it has none
    ByteRange encoded(KeyRange<? super K> range) {
        return ((KeyRange<K>) Objects.requireNonNull(range, "range")).encoded(keys::encodeKey);
    }
}
