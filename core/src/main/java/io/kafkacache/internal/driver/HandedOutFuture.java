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
 * the answer is there. As in any {@code CompletableFuture}, who is blocked in one may run what depends on it once it is complete; no thread of the
 * cache that knows the answer does.
 */
final class HandedOutFuture<T> extends CompletableFuture<T> {
    private static final int OWN_DEPENDENTS = 1;

    private final Callbacks callbacks;
    private final AtomicInteger blocked = new AtomicInteger();
    /** What blocked calls wait for: the answer, or null where the future was completed by other means. */
    private final CompletableFuture<@Nullable Answer<T>> answered = new CompletableFuture<>();

    HandedOutFuture(Callbacks callbacks) {
        this.callbacks = callbacks;
        CompletableFuture<T> unused = whenComplete((value, failure) -> answered.complete(null));
    }

    /** Has it completed. Runs nothing that depends on it, so any thread may call this. */
    void answer(@Nullable T value) {
        answered.complete(new Answer<>(value));
        if (blocked.get() == 0 && !isDone()) {
            callbacks.run(() -> complete(value));
        }
    }

    /** Who is blocked is woken, and who depends on it may wait for it, before anything that depends on it runs. */
    @Override
    public boolean complete(@Nullable T value) {
        answered.complete(null);
        return super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        answered.complete(null);
        return super.completeExceptionally(failure);
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        answered.complete(null);
        return super.cancel(mayInterrupt);
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        blocked.incrementAndGet();
        try {
            answered.get();
        } finally {
            leave();
        }
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        long started = System.nanoTime();
        blocked.incrementAndGet();
        try {
            answered.get(timeout, unit);
        } finally {
            leave();
        }
        return super.get(unit.toNanos(timeout) - (System.nanoTime() - started), TimeUnit.NANOSECONDS);
    }

    @Override
    public T join() {
        blocked.incrementAndGet();
        try {
            answered.join();
        } finally {
            leave();
        }
        return super.join();
    }

    private void leave() {
        settle();
        blocked.decrementAndGet();
        settle();
    }

    private void settle() {
        Answer<T> answer = answered.getNow(null);
        if (answer == null || isDone()) {
            return;
        }
        if (getNumberOfDependents() <= OWN_DEPENDENTS) {
            complete(answer.value);
        } else {
            callbacks.run(() -> complete(answer.value));
        }
    }

    private record Answer<T>(@Nullable T value) {}
}
