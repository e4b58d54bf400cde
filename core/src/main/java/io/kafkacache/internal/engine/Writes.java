package io.kafkacache.internal.engine;

import io.kafkacache.RecordOffset;
import io.kafkacache.TopicWriter.PutAll;
import io.kafkacache.internal.driver.Driver;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Several writes as one: a future for each and their conjunction. */
final class Writes {
    private Writes() {}

    static <K, V> PutAll<K> all(
            Driver driver,
            Map<? extends K, ? extends V> values,
            BiFunction<K, V, CompletableFuture<RecordOffset>> put) {
        values.forEach((key, value) -> { // all before any: a null behind would leave writes that nobody has a future of
            Objects.requireNonNull(key, "key must not be null");
            Objects.requireNonNull(value, "value must not be null; use delete(key) to remove a key");
        });
        Map<K, CompletableFuture<RecordOffset>> each = new LinkedHashMap<>();
        values.forEach((key, value) ->
                each.put(key, each.isEmpty() ? put.apply(key, value) : orFailed(() -> put.apply(key, value), driver)));
        CompletableFuture<Map<K, RecordOffset>> all = driver.newFuture();
        Answers.take(CompletableFuture.allOf(each.values().toArray(CompletableFuture[]::new)), (done, failure) -> {
            if (failure != null) {
                Throwable cause = failure.getCause();
                all.completeExceptionally(cause == null ? failure : cause);
                return;
            }
            Map<K, RecordOffset> offsets = new LinkedHashMap<>();
            each.forEach((key, future) -> offsets.put(key, future.join()));
            all.complete(Collections.unmodifiableMap(offsets));
        });
        return new PutAll<>(Collections.unmodifiableMap(each), all);
    }

    /** What throws at a later one, as where somebody closes meanwhile, would leave the former without an owner just so. */
    private static CompletableFuture<RecordOffset> orFailed(
            Supplier<CompletableFuture<RecordOffset>> write, Driver driver) {
        try {
            return write.get();
        } catch (RuntimeException | Error e) {
            CompletableFuture<RecordOffset> failed = driver.newFuture();
            failed.completeExceptionally(e);
            return failed;
        }
    }
}
