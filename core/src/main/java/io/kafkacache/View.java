package io.kafkacache;

import java.util.function.Consumer;

/**
 * What a store held at one moment; unaffected by later changes. Safe for any one thread at a time.
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

    /** Frees what it holds. */
    @Override
    void close();
}
