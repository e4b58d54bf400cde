package io.kafkacache;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.header.Headers;

/**
 * Writes to a topic. Never blocks its caller: records wait in a bounded queue for a thread that sends them, and a full queue fails the write
 * at once. Safe for any thread.
 *
 * <p>A write that fails for its own reason (too large, not authorized, timed out) fails its own future and nothing else. A failed write may
 * still appear in the topic; writing the same again is safe.
 *
 * @param <K> the key as it stands in the topic
 * @param <V> the value as it stands in the topic
 */
public interface TopicWriter<K, V> extends AutoCloseable {
    /**
     * The topic.
     *
     * @return its name
     */
    String topic();

    /**
     * Writes a value. Its record's timestamp is now, or, through a cache, that of the newest record of the key that the cache knows + 1 ms where
     * that is later: so it counts even where the key stands on another partition, as with writers of different partitioners.
     *
     * @param key the key
     * @param value the value, not null: see {@link #delete(Object)}
     * @return the record's place once all in-sync replicas have it
     * @throws ReadOnlyException on a read-only cache
     * @throws ClosedException once closed
     * @throws NullPointerException where key or value is null
     */
    CompletableFuture<RecordOffset> put(K key, V value);

    /**
     * Writes a value with headers.
     *
     * @param key the key
     * @param value the value, not null
     * @param headers copied before the call returns
     * @return the record's place once all in-sync replicas have it
     * @throws ReadOnlyException on a read-only cache
     * @throws ClosedException once closed
     */
    CompletableFuture<RecordOffset> put(K key, V value, Headers headers);

    /**
     * Writes a tombstone, whether or not the key is there. Through a cache it writes one to every other partition as well on which the key
     * stands, as with writers of different partitioners, and fails if one of them fails.
     *
     * @param key the key
     * @return the place of the tombstone that counts, once all in-sync replicas have every one
     * @throws ReadOnlyException on a read-only cache
     * @throws ClosedException once closed
     */
    CompletableFuture<RecordOffset> delete(K key);

    /**
     * Writes a tombstone with headers; to every other partition as well on which the key stands, as {@link #delete(Object)} does.
     *
     * @param key the key
     * @param headers copied before the call returns
     * @return the place of the tombstone that counts, once all in-sync replicas have every one
     * @throws ReadOnlyException on a read-only cache
     * @throws ClosedException once closed
     */
    CompletableFuture<RecordOffset> delete(K key, Headers headers);

    /**
     * Writes several values. They are independent records: some may fail while others succeed.
     *
     * @param values the values by key
     * @return a future for each key and one for all
     * @throws ReadOnlyException on a read-only cache
     * @throws ClosedException once closed
     */
    PutAll<K> putAll(Map<? extends K, ? extends V> values);

    /**
     * Sends what waits, within a few seconds, and ends, also on a thread that is interrupted, and stays so; an interrupt while it waits has it wait no
     * longer. Idempotent.
     */
    @Override
    void close();

    /**
     * What became of each write of a {@link #putAll}.
     *
     * @param <K> the key
     * @param each the future of each key, in the order given
     * @param all completes with every record's place once all have succeeded; fails with the first failure once all have ended
     */
    record PutAll<K>(Map<K, CompletableFuture<RecordOffset>> each, CompletableFuture<Map<K, RecordOffset>> all) {}
}
