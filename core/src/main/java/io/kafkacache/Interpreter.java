package io.kafkacache;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Gives stored bytes their meaning: codec, mapping, filter and the policy for rejected records in one. Handed to a store by its cache; safe
 * for any number of threads.
 *
 * @param <K> the key
 * @param <V> the value
 */
public interface Interpreter<K, V> {
    /**
     * Whether keys can be looked up by the object itself ({@link io.kafkacache.codec.Codec#equalsIsByteEquality()}).
     *
     * @return true where equal objects mean equal bytes
     */
    boolean keysAreBytes();

    /**
     * Encodes a key for a lookup.
     *
     * @param key the key
     * @return its encoded bytes
     */
    byte[] encodeKey(K key);

    /**
     * What equals the same of another key where their bytes are equal, and only there.
     *
     * @param key the key
     * @return the key itself where {@link #keysAreBytes()}, else its encoded bytes
     */
    default Object identity(K key) {
        return keysAreBytes() ? Objects.requireNonNull(key) : ByteBuffer.wrap(encodeKey(key));
    }

    /**
     * Interprets the bytes of a record that is its key's newest.
     *
     * @param key the key
     * @param source the record's partition
     * @param offset the record's offset
     * @param timestampMillis the record's timestamp
     * @param value the encoded value
     * @param headers the record's headers, or null where no codec needs them
     * @return the entry, or null where the key is to leave
     */
    @Nullable
    Entry<K, V> interpret(
            K key, Source source, long offset, long timestampMillis, ByteBuffer value, @Nullable Headers headers);
}
