package io.kafkacache;

import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the entries of one generation live. A cache makes one through its {@link StoreFactory} and is its only writer.
 *
 * <p>Threads: {@link #apply}, {@link #commit}, {@link #replayed} and {@link #view} are called by one thread at a time; {@link #get}, {@link
 * #entry}, {@link #size}, {@link #bytes} and {@link #forEach} by any thread at any time, without locks. A reader must see an entry that was
 * applied before its thread learned of it, whole, and must never miss a key that stands there throughout the read.
 *
 * <p>Order: within a partition the higher offset wins, so applying is idempotent and {@link Replay#ANY_ORDER} stores may be given records
 * newest first. Between partitions the newest record of each is compared, tombstones included, and the higher (timestamp, partition) wins;
 * where a partition's timestamps go back, another partition's record may win again. After {@link #replayed} records of a partition come in
 * order, tombstones are not remembered, and a key whose winning record removes it is forgotten with all that other partitions said of it.
 *
 * @param <K> the key
 * @param <V> the value
 */
public interface Store<K, V> extends AutoCloseable {
    /**
     * In which order this store can be filled.
     *
     * @return the order
     */
    Replay replay();

    /**
     * Applies one record.
     *
     * @param change the record, valid only during the call
     * @return what came of it
     */
    Applied apply(Change<K, V> change);

    /**
     * Ends a batch: all that was applied belongs together and is complete up to these positions.
     *
     * @param positions the positions reached
     */
    void commit(Positions positions);

    /**
     * Ends the replay: interprets every pending value once, forgets tombstones, trims. One thread applies from here on.
     *
     * @param parallel runs the parts of that work, on several threads where there are some
     */
    void replayed(Parallel parallel);

    /**
     * The value of a key.
     *
     * @param key the key
     * @return the value, or null where absent
     * @throws RejectedRecordException where reads of the key fail
     */
    @Nullable
    V get(K key);

    /**
     * The entry of a key.
     *
     * @param key the key
     * @return the entry, rejected ones included, or null where absent
     */
    @Nullable
    Entry<K, V> entry(K key);

    /**
     * How many entries there are, rejected ones included.
     *
     * @return the number of entries
     */
    long size();

    /**
     * Roughly what this store occupies, as maintained, not computed on request.
     *
     * @return bytes; 0 where a store cannot tell
     */
    long bytes();

    /**
     * Visits every entry, weakly consistent: an entry that stands there throughout is visited once, others perhaps.
     *
     * @param visitor is given each entry
     */
    void forEach(Consumer<? super Entry<K, V>> visitor);

    /**
     * A consistent view at the committed positions; called between two batches.
     *
     * @return the view, to be closed by its user
     */
    View<K, V> view();

    /**
     * What survived the last run of this process.
     *
     * @return the positions this store is complete up to; empty unless it survives restarts
     */
    Positions restored();

    /** Frees what this generation holds. */
    @Override
    void close();

    /** In which order a store can be filled. */
    enum Replay {
        /** Newest first, oldest first, in pieces. */
        ANY_ORDER,
        /** Oldest first within each partition. */
        BY_OFFSET
    }

    /** Runs the parts of one piece of work and returns when all are done. */
    @FunctionalInterface
    interface Parallel {
        /**
         * Runs {@code part} for 0 to {@code parts} − 1, perhaps at once on several threads.
         *
         * @param parts how many parts
         * @param part the work
         */
        void run(int parts, IntConsumer part);
    }
}
