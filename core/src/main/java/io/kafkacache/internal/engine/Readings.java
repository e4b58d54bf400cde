package io.kafkacache.internal.engine;

import io.kafkacache.CacheOptions;
import io.kafkacache.Change;
import io.kafkacache.Store;
import io.kafkacache.internal.engine.Inquiries.Beginning;
import io.kafkacache.internal.resolve.Resolving;
import java.util.function.Predicate;

/** Makes the readings of one cache, each of a generation and into a store of its own. Reader's activity only. */
final class Readings<RK, RV, M, K, V> {
    private final CacheContext cache;
    private final CacheOptions<RK, RV, K, V> options;
    private final Resolving<RK, RV, M, K, V> resolving;
    private final Inquiries inquiries;
    private int generations;

    Readings(
            CacheContext cache,
            CacheOptions<RK, RV, K, V> options,
            Resolving<RK, RV, M, K, V> resolving,
            Inquiries inquiries) {
        this.cache = cache;
        this.options = options;
        this.resolving = resolving;
        this.inquiries = inquiries;
    }

    /** Makes the next one; {@code accepted} says of a record that it was judged before, and stands. */
    Reading<RK, M, K, V> next(
            Beginning beginning, Predicate<Change<RK, M>> accepted, Reading.Events<RK, M, K, V> events) {
        RecordInterpreter<RK, RV, M> meaning = new RecordInterpreter<>(options, resolving, cache.rejections());
        Store<RK, M> store = options.store().create(cache.name(), meaning);
        Generation<RK, M> generation = new Generation<>(
                ++generations, cache.topic(), beginning.topic(), beginning.starts(), store, cache.now());
        return new Reading<>(
                cache,
                inquiries,
                generation,
                resolving.over(store, cache.name(), cache.steps()::touch),
                meaning,
                new MutationRules<>(store, resolving, options.validateMutations(), accepted),
                beginning.asked(),
                events);
    }
}
