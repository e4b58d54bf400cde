package io.kafkacache.internal.driver;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A future that users hold. What depends on it is theirs and runs where it is completed, so that has to be a callback: a hand-over to another thread,
 * which costs tens of microseconds. Whoever is blocked in it need not wait for that: it goes on as soon as there is an answer, and completes the
 * future itself, unless something depends on it. Without anybody blocked, and where something depends on it, a callback does.
 *
 * <p>Nobody relies on one who has gone: who leaves looks for the answer after it has said so, and who answers looks for those who are blocked after
 * the answer is there. Who is blocked waits for signals on which nothing of the user's depends. In the future itself it would help to run what does, as
 * in any {@code CompletableFuture}.
 */
final class HandedOutFuture<T> extends CompletableFuture<T> {
    private static final int OWN_DEPENDENTS = 1;

    private final Callbacks callbacks;
    private final AtomicInteger blocked = new AtomicInteger();
    /** How it ends. Who completes this decides, whatever comes later. */
    private final CompletableFuture<@Nullable T> outcome = new CompletableFuture<>();
    /** That it is decided. */
    private final CompletableFuture<?> decided = outcome.handle((value, failure) -> true);
    /** That the future is done: completed ahead of what depends on it. */
    private final CompletableFuture<Void> shown = new CompletableFuture<>();

    HandedOutFuture(Callbacks callbacks) {
        this.callbacks = callbacks;
        CompletableFuture<T> unused =
                whenComplete((value, failure) -> { // by completeAsync, which asks none of the methods here
                    if (failure == null) {
                        outcome.complete(value);
                    } else {
                        outcome.completeExceptionally(failure);
                    }
                    shown.complete(null);
                });
    }

    /** Has it completed. Runs nothing that depends on it, so any thread may call this. */
    void answer(@Nullable T value) {
        outcome.complete(value);
        if (blocked.get() == 0 && !isDone()) {
            callbacks.run(this::show);
        }
    }

    @Override
    public boolean complete(@Nullable T value) {
        boolean decides = outcome.complete(value);
        show();
        return decides;
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        boolean decides = outcome.completeExceptionally(failure);
        show();
        return decides;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        boolean cancelled = outcome.cancel(mayInterrupt);
        show();
        return cancelled;
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        blocked.incrementAndGet();
        try {
            decided.get();
        } finally {
            leave();
        }
        shown.get();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        long started = System.nanoTime();
        blocked.incrementAndGet();
        try {
            decided.get(timeout, unit);
        } finally {
            leave();
        }
        shown.get(unit.toNanos(timeout) - (System.nanoTime() - started), TimeUnit.NANOSECONDS);
        return super.get();
    }

    @Override
    public T join() {
        blocked.incrementAndGet();
        try {
            decided.join();
        } finally {
            leave();
        }
        shown.join();
        return super.join();
    }

    private void leave() {
        showOrHaveShown();
        blocked.decrementAndGet();
        showOrHaveShown();
    }

    private void showOrHaveShown() {
        if (!decided.isDone() || isDone()) {
            return;
        }
        if (getNumberOfDependents() <= OWN_DEPENDENTS) {
            show();
        } else {
            callbacks.run(this::show);
        }
    }

    /** Completes the future as was decided. Its newest dependent runs first: that is the signal. */
    private void show() {
        if (isDone()) {
            return;
        }
        CompletableFuture<T> unused = whenComplete((value, failure) -> shown.complete(null));
        unused = outcome.whenComplete((value, failure) -> {
            if (failure == null) {
                super.complete(value);
            } else {
                super.completeExceptionally(failure);
            }
        });
    }
}
