package io.kafkacache;

import java.util.function.Consumer;

/**
 * What a store held at one moment; unaffected by later changes. Safe for any thread.
 *
 * @param <K> the key
 * @param <V> the value
 */
public interface View<K, V> extends AutoCloseable {
    /**
     * What the view is complete up to.
     *
     * @return the positions
     */
    Positions positions();

    /**
     * How many entries it has.
     *
     * @return the number of entries
     */
    long size();

    /**
     * Visits every entry once, in no order.
     *
     * @param visitor is given each entry
     */
    void forEach(Consumer<? super Entry<K, V>> visitor);

    /**
     * The entries of a range in the order of their encoded keys.
     *
     * @param range the range
     * @return the entries, rejected ones included
     */
    Scan<Entry<K, V>> scan(ByteRange range);

    /**
     * The keys of a range in their order, without a look at any value.
     *
     * @param range the range
     * @return the keys
     */
    Scan<K> scanKeys(ByteRange range);

    /** Frees what it holds; idempotent. A closed view is empty. */
    @Override
    void close();
}
