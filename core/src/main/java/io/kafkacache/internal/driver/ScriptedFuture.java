package io.kafkacache.internal.driver;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A future whose waiting methods drive the steps instead of blocking, and whose timeouts and async stages are steps; so are those of every
 * stage that depends on it. Futures made from it by {@code CompletableFuture.allOf} are plain ones: wait for them through the driver.
 */
final class ScriptedFuture<T> extends CompletableFuture<T> {
    private final ScriptedDriver driver;

    ScriptedFuture(ScriptedDriver driver) {
        this.driver = driver;
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        if (!isDone() && Thread.interrupted()) {
            throw new InterruptedException();
        }
        driver.awaitDone(this);
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        boolean done = driver.await(this, unit.toNanos(timeout));
        if (!done && Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (!done) {
            throw new TimeoutException("not complete after " + timeout + " " + unit + " of the scripted clock");
        }
        return super.get();
    }

    @Override
    public T join() {
        driver.awaitDone(this);
        return super.join();
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new ScriptedFuture<>(driver);
    }

    @Override
    public Executor defaultExecutor() {
        return driver::callback;
    }

    @Override
    public CompletableFuture<T> orTimeout(long timeout, TimeUnit unit) {
        return until(timeout, unit, () -> completeExceptionally(new TimeoutException()));
    }

    @Override
    public CompletableFuture<T> completeOnTimeout(T value, long timeout, TimeUnit unit) {
        return until(timeout, unit, () -> complete(value));
    }

    private CompletableFuture<T> until(long timeout, TimeUnit unit, Runnable end) {
        if (!isDone()) {
            Driver.Timer timer = driver.schedule(unit.toNanos(timeout), end);
            CompletableFuture<T> unused = whenComplete((value, failure) -> timer.cancel());
        }
        return this;
    }
}
