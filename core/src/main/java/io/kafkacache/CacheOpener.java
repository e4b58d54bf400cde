package io.kafkacache;

/**
 * Turns options into running caches. The API knows the engine only by this interface, so that no arrow points from it into the internals;
 * found by {@link java.util.ServiceLoader} in this library's own jar.
 */
public interface CacheOpener {
    /**
     * Opens a cache whose entries are its records.
     *
     * @param <K> the key
     * @param <V> the value
     * @param options the options
     * @return the cache, not ready yet
     */
    <K, V> KafkaCache<K, V> open(CacheOptions<K, V, K, V> options);

    /**
     * Opens a cache whose entries are made from records.
     *
     * @param <RK> the key of a record
     * @param <RV> the value of a record
     * @param <K> the key of an entry
     * @param <V> the value of an entry
     * @param options the options
     * @return the cache, not ready yet
     */
    <RK, RV, K, V> ResolvedCache<RK, RV, K, V> openResolved(CacheOptions<RK, RV, K, V> options);

    /**
     * Opens a writer alone.
     *
     * @param <RK> the key of a record
     * @param <RV> the value of a record
     * @param options the options
     * @return the writer
     */
    <RK, RV> TopicWriter<RK, RV> openWriter(CacheOptions<RK, RV, ?, ?> options);

    /**
     * Begins several caches that are opened one by one and live as one.
     *
     * @param options what they have in common
     * @return no cache yet
     */
    KafkaCaches several(CachesOptions options);
}
