package io.kafkacache.internal.heap;

import io.kafkacache.Change;
import io.kafkacache.Store;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link HeapStore} finds what stands for its keys. It knows nothing of what that means. Readers are any threads; there is one writer, who
 * seeks a key and then may {@linkplain #put change} what stands there.
 *
 * @param <K> the key
 */
interface Table<K> extends Contents {
    /** In how many parts {@link #settle} works. */
    int PARTS = HeapTable.SEGMENTS;

    /** What readers see of a key. Any thread. */
    @Nullable
    Object find(K key);

    /** What stands for a record's key. Writer only, as all below. */
    @Nullable
    Object seek(Change<K, ?> change);

    /** What stands for a key. */
    @Nullable
    Object seek(K key);

    /** Sets what stands for the key sought last; null where nothing is to. */
    void put(@Nullable Object content);

    /** Changes each content to what is left of it; {@code left} must not use the table. */
    void revise(Function<Object, @Nullable Object> left);

    /** Ends the replay: changes each content to what is left of it, and has the table be as small as it can. One function for each part. */
    void settle(Store.Parallel parallel, List<? extends Function<Object, @Nullable Object>> left);

    /** Has readers see all that was changed, if they do not already. */
    void publish();

    /** What readers see now, as it will stay. */
    Contents frozen();

    /** About what the table itself occupies. Any thread. */
    long bytes(long entries);
}
