package io.kafkacache.internal.engine;

import io.kafkacache.internal.driver.Driver;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shares answers among those who ask at the same time. Everybody gets an answer to a question that was put after they asked: whoever comes while
 * one is under way waits for the next one, together with all others who came meanwhile. Safe for any thread.
 *
 * <p>Nobody waits behind a question that is not answered for long, as when a broker hangs and another has taken over: the next is put then, and
 * its answer does for the first as well.
 */
final class Rounds<T> {
    private static final long LOST_NANOS = 5_000_000_000L;

    private final Driver driver;
    private final Supplier<CompletableFuture<T>> question;
    private @Nullable CompletableFuture<T> current; // guarded by this, as is the next
    private @Nullable CompletableFuture<T> next;

    Rounds(Driver driver, Supplier<CompletableFuture<T>> question) {
        this.driver = driver;
        this.question = question;
    }

    CompletableFuture<T> ask() {
        CompletableFuture<T> mine = new CompletableFuture<>();
        synchronized (this) {
            if (current != null) {
                next = next == null ? mine : next;
                return next;
            }
            current = mine;
        }
        put(mine);
        return mine;
    }

    private void put(CompletableFuture<T> answer) {
        Driver.Timer lost = driver.schedule(LOST_NANOS, () -> putAgain(answer));
        Answers.take(asked(), (value, failure) -> {
            lost.cancel();
            CompletableFuture<T> following = following(answer, null);
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else {
                answer.complete(value);
            }
            if (following != null) {
                put(following);
            }
        });
    }

    private void putAgain(CompletableFuture<T> unanswered) {
        CompletableFuture<T> following = following(unanswered, new CompletableFuture<>());
        if (following != null) {
            Answers.take(following, (value, failure) -> {
                if (failure == null) {
                    unanswered.complete(value);
                }
            });
            put(following);
        }
    }

    /** What is to be put behind {@code former}: what others wait for, else {@code otherwise}; null where that has happened already. */
    private synchronized @Nullable CompletableFuture<T> following(
            CompletableFuture<T> former, @Nullable CompletableFuture<T> otherwise) {
        if (current != former) {
            return null;
        }
        current = next == null ? otherwise : next;
        next = null;
        return current;
    }

    /** A question that cannot even be put has failed, or everybody who comes later would wait behind it. */
    private CompletableFuture<T> asked() {
        try {
            return question.get();
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
