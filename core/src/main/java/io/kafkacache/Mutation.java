package io.kafkacache;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The change that one record would make: what {@link MutationValidator} judges. Immutable; the headers are only to be looked at while it is
 * judged.
 *
 * @param <K> the key of an entry
 * @param <V> the value of an entry
 * @param before what stands in the cache; null where nothing does, or a record that was rejected and whose reads fail
 * @param after what would stand there, with place and time of its record
 * @param headers those of the record
 */
public record Mutation<K, V>(@Nullable Entry<K, V> before, Entry<K, V> after, Headers headers) {
    /**
     * The key.
     *
     * @return the key of both entries
     */
    public K key() {
        return after.key();
    }
}
