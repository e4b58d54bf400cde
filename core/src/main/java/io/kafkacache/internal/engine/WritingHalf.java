package io.kafkacache.internal.engine;

import io.kafkacache.RecordOffset;
import io.kafkacache.TopicWriter;
import io.kafkacache.internal.driver.Driver;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Every way to write comes to one: of a cache, and of a writer alone. */
interface WritingHalf<K, V> extends TopicWriter<K, V> {
    /** Sends a record with a key that is not null, or a tombstone for a null value; throws where it is misuse to write now. */
    CompletableFuture<RecordOffset> write(K key, @Nullable V value, @Nullable Headers headers);

    Driver driver();

    @Override
    default CompletableFuture<RecordOffset> put(K key, V value) {
        return write(key(key), value(value), null);
    }

    @Override
    default CompletableFuture<RecordOffset> put(K key, V value, Headers headers) {
        return write(key(key), value(value), headers);
    }

    @Override
    default CompletableFuture<RecordOffset> delete(K key) {
        return write(key(key), null, null);
    }

    @Override
    default CompletableFuture<RecordOffset> delete(K key, Headers headers) {
        return write(key(key), null, headers);
    }

    @Override
    default PutAll<K> putAll(Map<? extends K, ? extends V> values) {
        return Writes.all(driver(), values, this::put);
    }

    private static <K> K key(K key) {
        return Objects.requireNonNull(key, "key must not be null");
    }

    private static <V> V value(V value) {
        return Objects.requireNonNull(value, "value must not be null; use delete(key) to remove a key");
    }
}
