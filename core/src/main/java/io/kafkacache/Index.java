package io.kafkacache;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Finds the entries of a cache by something in their values, such as all sessions of a user. Many to many: a value may have any number of
 * index keys, and an index key any number of entries. Made by {@link ReadableCache#index}. Safe for any thread; reads never wait.
 *
 * <p>It follows the store batch by batch, and is up to date before {@code await} and {@code sync} complete and before listeners are told. Between these
 * moments it may lack an entry that {@link ReadableCache#get} shows already; it never gives one whose value, as {@code get} shows it, has another
 * index key by now. Entries whose newest record was rejected have no value, and so are in no index.
 *
 * @param <I> the index key: with {@code equals} and {@code hashCode} of its own
 * @param <K> the key of an entry
 * @param <V> the value of an entry
 */
public interface Index<I, K, V> extends AutoCloseable {
    /**
     * What the index is called in messages.
     *
     * @return the name, one of its kind in the cache
     */
    String name();

    /**
     * The entries of an index key.
     *
     * @param key the index key
     * @return the entries, in no order; a list of the caller's own, empty where there are none
     * @throws NotReadyException before {@link #ready()}, and where reads of the cache fail so
     * @throws FailedException where the cache has failed
     * @throws ClosedException where the cache or the index is closed
     */
    List<Entry<K, V>> entries(I key);

    /**
     * The values of an index key.
     *
     * @param key the index key
     * @return the values, as {@link #entries} gives their entries
     */
    default List<V> get(I key) {
        return entries(key).stream().map(Entry::value).toList();
    }

    /**
     * The keys of the entries of an index key.
     *
     * @param key the index key
     * @return the keys, as {@link #entries} gives their entries
     */
    default List<K> keys(I key) {
        return entries(key).stream().map(Entry::key).toList();
    }

    /**
     * How many entries an index key has, as far as the index has followed. Touches no entry.
     *
     * @param key the index key
     * @return the number, 0 where there are none
     */
    int size(I key);

    /**
     * How many index keys there are that have entries.
     *
     * @return the number
     */
    int size();

    /**
     * Completes once the index can be read: with the cache, or soon where that is ready already.
     *
     * @return a future of its own for each call; fails where the cache or the index ends first
     */
    CompletableFuture<Void> ready();

    /** Forgets the index; reads of it fail from here on. Idempotent. */
    @Override
    void close();
}
