package io.kafkacache.internal.engine;

import io.kafkacache.ReadableCache;
import io.kafkacache.Validation;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The caches that {@code validateMutations} reads, and without which nothing can be judged. Safe for any thread. */
final class Dependencies {
    private final List<ReadableCache<?, ?>> caches;
    private volatile boolean ready;
    private volatile @Nullable String failed;
    private volatile @Nullable String unanswered;

    Dependencies(@Nullable Validation<?> mutations) {
        caches = mutations == null ? List.of() : mutations.dependsOn();
        ready = caches.isEmpty();
    }

    /** Has {@code then} run when all of them are ready; never where one of them will not be. */
    void await(Runnable then) {
        if (caches.isEmpty()) {
            return;
        }
        CompletableFuture<?>[] all = caches.stream().map(this::ready).toArray(CompletableFuture[]::new);
        Answers.take(CompletableFuture.allOf(all), (done, failure) -> {
            if (failure == null) {
                ready = true;
                then.run();
            }
        });
    }

    /** What all of them wait for, and hear of no failure before; one that fails is told of at once. */
    private CompletableFuture<Void> ready(ReadableCache<?, ?> cache) {
        CompletableFuture<Void> ready = cache.ready();
        Answers.take(ready, (done, failure) -> {
            if (failure != null) {
                failed = "validateMutations depends on " + cache.status().name()
                        + ", which will not be ready any more; open it again, and then this cache";
            }
        });
        return ready;
    }

    /** Whether records can be judged. */
    boolean areReady() {
        return ready;
    }

    /** What is waited for, as part of a sentence, or null. */
    @Nullable
    String waitedFor() {
        return ready ? null : "validateMutations waits for " + unready() + " to be ready";
    }

    /** Says which record waits for an answer of theirs, and why; null for none. */
    void waitFor(@Nullable String answer) {
        unanswered = answer;
    }

    /** Whether all of them answer now: ready once, one may yet close, fail or be too stale to be read. */
    boolean answer() {
        try {
            caches.forEach(ReadableCache::size);
            return true;
        } catch (RuntimeException e) {
            return !UnjudgedException.isOf(e);
        }
    }

    /** Why they are waited for in vain, or while records come; or null. */
    @Nullable
    String problem() {
        String vain = failed;
        return vain == null ? unanswered : vain;
    }

    private String unready() {
        List<? extends ReadableCache<?, ?>> unready =
                caches.stream().filter(cache -> !cache.status().ready()).toList();
        return (unready.isEmpty() ? caches : unready)
                .stream().map(cache -> cache.status().name()).collect(Collectors.joining(", "));
    }
}
