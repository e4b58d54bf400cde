package io.kafkacache.internal.driver;

import io.kafkacache.Store;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One cache's share of a scripted driver: ends nothing but its own timers when it is closed. */
final class ScriptedHandle implements Driver {
    private final ScriptedDriver shared;
    private volatile boolean open = true;

    ScriptedHandle(ScriptedDriver shared) {
        this.shared = shared;
    }

    boolean isOpen() {
        return open;
    }

    boolean isOf(ScriptedDriver driver) {
        return shared == driver;
    }

    @Override
    public boolean runsWith(Driver other) {
        return shared.runsWith(other);
    }

    @Override
    public long nanoTime() {
        return shared.nanoTime();
    }

    @Override
    public long wallMillis() {
        return shared.wallMillis();
    }

    @Override
    public Activity start(String role, Step step) {
        return shared.start(role, step);
    }

    @Override
    public Timer schedule(long delayNanos, Runnable action) {
        return open ? shared.schedule(delayNanos, action, this) : () -> {};
    }

    @Override
    public void callback(Runnable code) {
        shared.callback(code);
    }

    @Override
    public <T> CompletableFuture<T> newFuture() {
        return shared.newFuture();
    }

    @Override
    public <T> void complete(CompletableFuture<T> future, @Nullable T value) {
        shared.complete(future, value);
    }

    @Override
    public boolean await(CompletableFuture<?> future, long timeoutNanos) {
        return shared.await(future, timeoutNanos);
    }

    @Override
    public boolean isCurrent(Activity activity) {
        return shared.isCurrent(activity);
    }

    @Override
    public Store.Parallel parallel() {
        return shared.parallel();
    }

    @Override
    public void close() {
        open = false;
        shared.dropTimers(this);
    }
}
