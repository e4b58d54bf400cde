package io.kafkacache.internal.engine;

import io.kafkacache.RecordOffset;
import io.kafkacache.RejectedWriteException;
import io.kafkacache.Validator;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks {@code validateWrites} before anything is sent, on the thread of who writes. Any thread. */
final class WriteRules<K, V> {
    private final CacheContext cache;
    private final @Nullable Validator<? super K, ? super V> validator;

    WriteRules(CacheContext cache, @Nullable Validator<? super K, ? super V> validator) {
        this.cache = cache;
        this.validator = validator;
    }

    /** The failed future of a write that is refused, or null where it may be sent; {@code value} null is a tombstone, of which nothing is asked. */
    @Nullable
    CompletableFuture<RecordOffset> refused(K key, @Nullable V value) {
        if (validator == null || value == null) {
            return null;
        }
        long asked = cache.driver().nanoTime();
        Findings found = Findings.of(() -> validator.problems(key, value));
        if (found.isEmpty()) {
            return null;
        }
        List<String> problems = found.problems();
        RejectedWriteException refusal = new RejectedWriteException(
                cache.name() + ": nothing was sent to " + cache.topic() + ": validateWrites refuses the value ("
                        + found.told() + ")",
                problems,
                found.thrown());
        cache.guard().tell(m -> m.written(Duration.ofNanos(cache.driver().nanoTime() - asked), refusal));
        CompletableFuture<RecordOffset> future = cache.driver().newFuture();
        future.completeExceptionally(refusal);
        return future;
    }
}
