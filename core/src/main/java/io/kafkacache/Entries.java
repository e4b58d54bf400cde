package io.kafkacache;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What answers the reads of a cache: the reading half of a {@link Store}. Any thread at any time, without locks, but for {@link #view}.
 *
 * @param <K> the key
 * @param <V> the value
 */
public interface Entries<K, V> {
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
     * Roughly what they occupy, as maintained, not computed on request.
     *
     * @return bytes; 0 where that cannot be told
     */
    long bytes();

    /**
     * Visits every entry, weakly consistent: an entry that stands there throughout is visited once, others perhaps.
     *
     * @param visitor is given each entry
     */
    void forEach(Consumer<? super Entry<K, V>> visitor);

    /**
     * The entries of a range in the order of their encoded keys. Never fails for being written beside: what stands there throughout is given
     * once, whole, in its order; what comes and goes meanwhile perhaps, and no key twice.
     *
     * @param range the range
     * @return the entries, rejected ones included
     */
    Scan<Entry<K, V>> scan(ByteRange range);

    /**
     * The keys of a range, as {@link #scan} would give their entries, without a look at any value; of a store before {@link Store#replayed} perhaps
     * keys that are to leave.
     *
     * @param range the range
     * @return the keys
     */
    Scan<K> scanKeys(ByteRange range);

    /**
     * A consistent view at the committed positions; called by the one thread that writes, between two batches.
     *
     * @return the view, to be closed by its user
     */
    View<K, V> view();
}
