package io.kafkacache.codec;

import java.nio.ByteBuffer;

/**
 * Turns bytes into objects and back. Implementations are immutable and safe for any number of threads.
 *
 * <p>A codec used for keys must be canonical: the cache identifies a key by its encoded bytes, as compaction does, and treats bytes that
 * {@code encode(decode(bytes))} does not give back as an undecodable key.
 *
 * @param <T> the object
 */
public interface Codec<T> {
    /**
     * Decodes.
     *
     * @param context topic, role and headers
     * @param bytes the encoded bytes from position to limit; the codec may move the position but must not keep the buffer, which is
     *     reused after the call
     * @return the object
     * @throws CodecException where the bytes are not what {@link #encode} writes; any other exception counts the same
     */
    T decode(RecordContext context, ByteBuffer bytes);

    /**
     * Encodes.
     *
     * @param context topic, role and the headers to be sent, which may be added to
     * @param object the object
     * @return new bytes
     * @throws CodecException where the object cannot be written
     */
    byte[] encode(RecordContext context, T object);

    /**
     * Checks that the bytes can be decoded; to be overridden where that is cheaper than decoding, as for a codec that takes any bytes.
     *
     * @param context topic, role and headers
     * @param bytes the encoded bytes
     * @throws CodecException where they cannot be decoded
     */
    default void check(RecordContext context, ByteBuffer bytes) {
        decode(context, bytes);
    }

    /**
     * Whether decoding looks at headers; only then are they read and kept.
     *
     * @return false unless overridden
     */
    default boolean needsHeaders() {
        return false;
    }

    /**
     * Whether two objects are equal exactly when their encoded bytes are, and {@code decode} refuses whatever {@code encode} would write
     * otherwise. A key codec that says so lets the store look up by the object itself.
     *
     * @return false unless overridden
     */
    default boolean equalsIsByteEquality() {
        return false;
    }

    /**
     * Whether this codec may only be used for values, because one object has several encodings.
     *
     * @return false unless overridden
     */
    default boolean valuesOnly() {
        return false;
    }
}
