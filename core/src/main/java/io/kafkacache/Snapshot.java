package io.kafkacache;

import java.util.function.Consumer;

/**
 * What a cache showed at one moment, between two batches of its reader: all of it, and nothing later, however long it is looked at. Safe for any
 * thread. It keeps what it shows in memory while somebody holds it, also entries that have left the cache since; to be closed.
 *
 * <pre>{@code
 * try (Snapshot<String, User> then = users.snapshot().join()) {
 *     Positions upTo = then.positions();
 *     then.scan(KeyRange.prefix("org-7/")).forEach(entry -> …);
 * }
 * }</pre>
 *
 * @param <K> the key
 * @param <V> the value
 */
public interface Snapshot<K, V> extends AutoCloseable {
    /**
     * What it is complete up to: the fold of exactly the records below these, of each partition.
     *
     * @return the next offset of each partition
     */
    Positions positions();

    /**
     * How many entries it has, rejected ones included.
     *
     * @return the number of entries
     */
    long size();

    /**
     * Visits every entry once, in no order. Rejected ones are visited too; their {@link Entry#value()} throws.
     *
     * @param visitor is given each entry, on the caller's thread
     */
    void forEach(Consumer<? super Entry<K, V>> visitor);

    /**
     * The entries of a range in the order of their encoded keys, as {@link ReadableCache#scan}.
     *
     * @param range the range
     * @return the entries, rejected ones included
     */
    Scan<Entry<K, V>> scan(KeyRange<? super K> range);

    /**
     * The keys of a range in their order, as {@link ReadableCache#scanKeys}.
     *
     * @param range the range
     * @return the keys
     */
    Scan<K> scanKeys(KeyRange<? super K> range);

    /** Lets go of what it shows; idempotent. A closed snapshot is empty. */
    @Override
    void close();
}
