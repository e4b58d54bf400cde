package io.kafkacache.internal.engine;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shares answers among those who ask at the same time. Everybody gets an answer to a question that was put after they asked: whoever comes while
 * one is under way waits for the next one, together with all others who came meanwhile. Safe for any thread.
 */
final class Rounds<T> {
    private final Supplier<CompletableFuture<T>> question;
    private boolean underWay;
    private @Nullable CompletableFuture<T> next;

    Rounds(Supplier<CompletableFuture<T>> question) {
        this.question = question;
    }

    CompletableFuture<T> ask() {
        CompletableFuture<T> mine;
        synchronized (this) {
            if (underWay) {
                if (next == null) {
                    next = new CompletableFuture<>();
                }
                return next;
            }
            underWay = true;
            mine = new CompletableFuture<>();
        }
        put(mine);
        return mine;
    }

    /** A question that cannot even be put has failed, or everybody who comes later would wait behind it. */
    private CompletableFuture<T> asked() {
        try {
            return question.get();
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void put(CompletableFuture<T> answer) {
        Answers.take(asked(), (value, failure) -> {
            CompletableFuture<T> following;
            synchronized (this) {
                following = next;
                next = null;
                underWay = following != null;
            }
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
}
