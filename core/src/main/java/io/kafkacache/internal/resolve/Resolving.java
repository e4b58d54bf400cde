package io.kafkacache.internal.resolve;

import io.kafkacache.CacheOptions;
import io.kafkacache.Entry;
import io.kafkacache.Interpreter;
import io.kafkacache.Resolution;
import io.kafkacache.Source;
import io.kafkacache.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a cache makes entries of records. A store keeps what the newest record of each key <em>means</em>: there records are folded, and what is
 * known of them is kept. What readers see is the {@link EntryLevel} above it. Safe for any thread.
 *
 * @param <RK> the key of a record
 * @param <RV> the value of a record
 * @param <M> what a record means
 * @param <K> the key of an entry
 * @param <V> the value of an entry
 */
public interface Resolving<RK, RV, M, K, V> {
    /** As a cache was told. */
    static <RK, RV, K, V> Resolving<RK, RV, ?, K, V> of(CacheOptions<RK, RV, K, V> options) {
        return options.resolution() instanceof Resolution.Batches<RK, RV, K, V> batches
                ? new Yields<>(batches, options)
                : ownKeys(options);
    }

    @SuppressWarnings("unchecked") // without a resolver that yields others, a cache's RK is its K
    private static <RK, RV, K, V> Resolving<RK, RV, ?, K, V> ownKeys(CacheOptions<RK, RV, K, V> options) {
        CacheOptions<K, RV, K, V> own = (CacheOptions<K, RV, K, V>) options;
        Resolution.Values<K, RV, V> resolution = (Resolution.Values<K, RV, V>) own.resolution();
        return (Resolving<RK, RV, ?, K, V>)
                (Resolving<?, RV, ?, K, V>) new OwnKeys<>(resolution, new KeyCoding<>(own.topic(), own.keyCodec()));
    }

    /** What a record means, or null where no entry comes of it. What this throws rejects the record. */
    @Nullable
    M meaning(RK key, RV value, Source source, long offset, long timestampMillis);

    /** The entries that a record of the store yields; none where it was rejected. */
    List<Entry<K, V>> entriesOf(Entry<RK, M> record);

    /** Encodes the keys of entries. */
    Interpreter<K, ?> keys();

    /**
     * The entries of a new store, which are to follow it.
     *
     * @param name the cache's name, for files and messages
     * @param atWork is run by the reader with each entry that it has to do with, for there may be millions of them in one step
     */
    EntryLevel<RK, M, K, V> over(Store<RK, M> records, String name, Runnable atWork);
}
