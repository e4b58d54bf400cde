package io.kafkacache.internal.resolve;

import io.kafkacache.Entries;
import io.kafkacache.Positions;
import io.kafkacache.Store;
import io.kafkacache.internal.listen.Changes;

/**
 * What readers see of one generation: a function of what its store holds of records. Reader's activity only, but for what {@link #entries()} gives.
 *
 * @param <RK> the key of a record
 * @param <M> what a record means
 * @param <K> the key of an entry
 * @param <V> the value of an entry
 */
public interface EntryLevel<RK, M, K, V> {
    /** What answers reads. */
    Entries<K, V> entries();

    /** Begins to follow the store while that is still empty, for somebody reads already. */
    void begin();

    /** Takes in what the store holds, unless it has followed it so far, and follows it from here on. */
    void fill(Positions positions, Store.Parallel parallel);

    /** Whether {@link #change} needs to be told of every change of a record. */
    boolean follows();

    /**
     * Records have changed: all of a batch, or of what left with the log start. Readers see it when this returns, and of each record all or nothing
     * in a view.
     *
     * @param records what their records have come to, all of it where this {@link #follows()}
     * @param positions what is complete now
     * @param wanted whether anybody is to be told
     * @return the changes of entries in the order of those of records; empty where they are not wanted. With them whatever may have changed unseen what comes
     *     to be seen: without a key where it is not known which entries a record that did not come to count was to yield
     */
    Changes<K, V> change(Changes<RK, M> records, Positions positions, boolean wanted);

    /** Frees what it holds beside the store. */
    void close();
}
