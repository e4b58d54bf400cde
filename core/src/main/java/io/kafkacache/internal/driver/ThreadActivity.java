package io.kafkacache.internal.driver;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** An activity on a thread of its own. */
final class ThreadActivity implements Driver.Activity, Runnable {
    private final Driver.Step step;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /** Taken back before a step begins, never after it: a wake that comes while the step runs has it run again. */
    private final AtomicBoolean woken = new AtomicBoolean();

    private volatile @Nullable Thread thread;

    ThreadActivity(Driver.Step step) {
        this.step = step;
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        Throwable failure = null;
        try {
            stepUntilEnd();
        } catch (Throwable thrown) {
            failure = thrown;
        }
        thread = null;
        if (failure == null) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(failure);
        }
    }

    private void stepUntilEnd() {
        long delay;
        do {
            woken.getAndSet(false); // reads as well, so that the step sees what the waker wrote before
            delay = step.run();
        } while (rest(delay));
    }

    /**
     * Waits for the delay or a wake; false where there is no further step. A stray interrupt counts as a wake and is cleared: left set, it
     * would keep every later wait from waiting.
     */
    private boolean rest(long delay) {
        if (delay < 0) {
            return false;
        }
        long since = System.nanoTime();
        while (!woken.get() && !Thread.interrupted()) {
            if (delay == Driver.Step.ON_WAKE) {
                LockSupport.park(this);
                continue;
            }
            long left = delay - (System.nanoTime() - since);
            if (left <= 0) {
                break;
            }
            LockSupport.parkNanos(this, left);
        }
        return true;
    }

    @Override
    public void wake() {
        woken.set(true);
        LockSupport.unpark(thread);
    }

    @Override
    public CompletableFuture<Void> ended() {
        return ended;
    }

    boolean runsHere() {
        return thread == Thread.currentThread();
    }
}
