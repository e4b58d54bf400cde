package io.kafkacache;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * One record on its way into a store. Reused from record to record: nothing of it may be kept after {@link Store#apply} returns, and its
 * byte views live only that long. Used by one thread at a time.
 *
 * <p>A change either carries its meaning already (live reading), or only bytes (replay), which the store keeps as they are and has
 * interpreted once, at {@link Store#replayed}, if they are still the key's newest then. That is how superseded values are never decoded.
 *
 * @param <K> the key
 * @param <V> the value
 */
public interface Change<K, V> {
    /**
     * The partition of the record.
     *
     * @return the source, the same object for all records of a partition
     */
    Source source();

    /**
     * The record's offset.
     *
     * @return the offset
     */
    long offset();

    /**
     * The record's timestamp.
     *
     * @return epoch milliseconds
     */
    long timestampMillis();

    /**
     * The decoded key.
     *
     * @return the key, the same object on each call
     */
    K key();

    /**
     * The encoded key.
     *
     * @return a view that lives until {@link Store#apply} returns
     */
    ByteBuffer keyBytes();

    /**
     * What this record does to its key.
     *
     * @return the kind
     */
    Kind kind();

    /**
     * The value, for {@link Kind#PUT}, made when first asked for.
     *
     * @return the value
     */
    V value();

    /**
     * The rejection, for {@link Kind#REJECT} and {@link Kind#RETAIN}.
     *
     * @return the rejection
     */
    Rejection rejection();

    /**
     * The encoded value, for {@link Kind#PUT} and {@link Kind#PENDING}.
     *
     * @return a view that lives until {@link Store#apply} returns
     */
    ByteBuffer valueBytes();

    /**
     * The record's headers, where a codec needs them.
     *
     * @return the headers, or null where no codec needs them
     */
    @Nullable
    Headers headers();

    /**
     * Told by the store: the entry that stood before, for {@link Applied#REPLACED} and {@link Applied#REMOVED}, where {@link #wantsPrevious()}.
     *
     * @param entry the entry before
     */
    void previous(Entry<K, V> entry);

    /**
     * Told by the store: the entry that stands now, for {@link Applied#ADDED} and {@link Applied#REPLACED}, where {@link #wantsPrevious()}.
     *
     * @param entry the entry now
     */
    void current(Entry<K, V> entry);

    /**
     * Told by the store whenever what counted for the key so far came from another partition, whatever followed.
     *
     * @param other the other partition
     */
    void otherSource(Source other);

    /**
     * Whether anybody will look at the entries before and after.
     *
     * @return false during replay and where nobody listens
     */
    boolean wantsPrevious();

    /** What a record does to its key. */
    enum Kind {
        /** Sets the value. */
        PUT,
        /** Sets bytes that are interpreted at {@link Store#replayed}; only before it. */
        PENDING,
        /** Removes the entry by a tombstone; it may be remembered, so that an older record met later stays away ({@link Store#rememberRemovals}). */
        REMOVE,
        /**
         * Removes the entry by a record of which nothing is shown: the same, but this record stays in the topic, so it is remembered until it is superseded or
         * {@linkplain Store#purge gone}.
         */
        HIDE,
        /** Sets an entry whose reads fail. */
        REJECT,
        /** Marks the previous entry of its partition as retained; nothing where there is none. */
        RETAIN
    }
}
