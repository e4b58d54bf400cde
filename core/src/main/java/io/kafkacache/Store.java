package io.kafkacache;

import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the entries of one generation live. A cache makes one through its {@link StoreFactory} and is its only writer.
 *
 * <p>Threads: {@link #apply}, {@link #commit}, {@link #replayed}, {@link #view}, {@link #rememberRemovals}, {@link #forgetRemovals} and {@link
 * #purge}, {@link #latest}, {@link #isOutranked} and {@link #heldBy} are called by one thread at a time; {@link #get}, {@link #entry}, {@link #size}, {@link #bytes}, {@link #forEach}, {@link
 * #scan}, {@link #scanKeys} and {@link #standing} by any thread at any time, without locks. A reader must see an entry whose batch was {@linkplain #commit
 * committed} before its thread learned of it, whole, and must never miss a key that stands there throughout the read. Whether it sees what is applied
 * before the commit, one by one or not at all, is the store's to choose.
 *
 * <p>Order: within a partition the higher offset wins, so applying is idempotent and {@link Replay#ANY_ORDER} stores may be given records
 * newest first. Between partitions the newest record of each is compared, removals included, and the higher (timestamp, partition) wins; where
 * a partition's timestamps go back, another partition's record may win again. A {@link Change.Kind#RETAIN} only marks what its own partition
 * said before: it neither removes nor outranks anything. So what stands for a key is the same in whatever order the partitions come.
 *
 * <p>After {@link #replayed} the records of a partition come in order, and removals are remembered only where {@link #rememberRemovals} was
 * called: one partition alone needs no memory of them. Without it a key whose winning record removes it is forgotten with all that other
 * partitions said of it.
 *
 * @param <K> the key
 * @param <V> the value
 */
public interface Store<K, V> extends Entries<K, V>, AutoCloseable {
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
     * Ends a batch: all that was applied belongs together and is complete up to these positions. Readers see it when this returns, if they did
     * not before.
     *
     * @param positions the positions reached
     */
    void commit(Positions positions);

    /**
     * Ends the replay: interprets every pending value once, forgets removals unless they are to be remembered, trims. One thread applies
     * from here on.
     *
     * @param parallel runs the parts of that work, on several threads where there are some
     */
    void replayed(Parallel parallel);

    /**
     * Has removals remembered beyond {@link #replayed}, until {@link #forgetRemovals}; those met in replay too, among them pending values that let their
     * key leave, as {@link Change.Kind#HIDE} does. Called as soon as records of a second partition may come.
     */
    void rememberRemovals();

    /**
     * Forgets the {@linkplain Change.Kind#REMOVE removals} that were applied long enough ago, but for those that still keep an older value of another
     * partition away. Called every few seconds; costs nothing where nothing is to be forgotten.
     *
     * @param nowNanos what was applied since the last call, or ended its replay, counts as applied now, on a clock of the caller's
     * @param beforeNanos what was applied before this is forgotten
     * @return whether any was, so that what it outranked of another partition may count now
     */
    boolean forgetRemovals(long nowNanos, long beforeNanos);

    /**
     * Takes away what comes from records that are gone from the topic; what another partition said of such a key comes up again. {@linkplain
     * Change.Kind#HIDE Hidden} keys are forgotten with their record; removals stay remembered, so that nothing older appears in their place. Called after
     * {@link #replayed}; looks at every entry.
     *
     * @param taken says of which records nothing is to be left
     * @param purged is told of each change, perhaps before readers see it, but no later than this returns
     */
    void purge(Taken taken, Purged<K, V> purged);

    /**
     * The entry of a key after the last record that was applied, committed or not: for the one that applies.
     *
     * @param key the key
     * @return the entry, rejected ones included, or null where absent
     */
    @Nullable
    Entry<K, V> latest(K key);

    /**
     * On which partitions a key stands, and how new it is; for who writes it.
     *
     * @param key the key
     * @return what is known, {@link Standing#NOWHERE} where nothing is
     */
    Standing standing(K key);

    /**
     * Whether a record of a key counts for less than what another partition last said of it, removals that are remembered included.
     *
     * @param key the key
     * @param partition the record's partition
     * @param timestampMillis the record's timestamp
     * @return true where nothing of the record stands
     */
    boolean isOutranked(K key, int partition, long timestampMillis);

    /**
     * By which record of a partition something stands for a key, or is hidden, whether another partition's outranks it or not.
     *
     * @param key the key
     * @param partition the partition
     * @return the offset that {@link #purge} asks about, or −1 where it asks about none of that partition
     */
    long heldBy(K key, int partition);

    /**
     * What survived the last run of this process.
     *
     * @return the positions this store is complete up to; empty unless it survives restarts
     */
    Positions restored();

    /**
     * Frees what this generation holds. When the topic was read again that is right behind the moment from which on readers see the next one: who began
     * before may still be in a call, and scans and views of this one are open as long as their users want. So what they look at is to stay until they
     * are done, and nothing is to be freed under them.
     */
    @Override
    void close();

    /** In which order a store can be filled. */
    enum Replay {
        /** Newest first, oldest first, in pieces. */
        ANY_ORDER,
        /** Oldest first within each partition. */
        BY_OFFSET
    }

    /** Says which records are gone from the topic. */
    @FunctionalInterface
    interface Taken {
        /**
         * Asked of the record of each entry and of each that is hidden, also of one that another partition's outranks; for a retained entry of the rejected
         * record that it was kept in spite of, with which it goes.
         *
         * @param source the record's partition
         * @param offset the record's offset
         * @return true where it is gone
         */
        boolean taken(Source source, long offset);
    }

    /**
     * Is told what a purge changed.
     *
     * @param <K> the key
     * @param <V> the value
     */
    @FunctionalInterface
    interface Purged<K, V> {
        /**
         * The entry of a key has changed.
         *
         * @param before the entry that left, or null where there was none
         * @param after another partition's entry that came up, or null
         */
        void changed(@Nullable Entry<K, V> before, @Nullable Entry<K, V> after);
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
