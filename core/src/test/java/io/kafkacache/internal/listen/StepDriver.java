package io.kafkacache.internal.listen;

import io.kafkacache.Store;
import io.kafkacache.internal.driver.Driver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Runs activities one step at a time on the test's thread, in the order they were started; its clock stands still. */
final class StepDriver implements Driver {
    final List<Stepped> activities = new ArrayList<>();
    private final List<Stepped> running = new ArrayList<>();

    /** Runs steps until nothing is due. */
    void run() {
        boolean more = true;
        while (more) {
            more = false;
            for (Stepped activity : List.copyOf(activities)) {
                more |= step(activity);
            }
        }
    }

    private boolean step(Stepped activity) {
        if (!activity.due || running.contains(activity)) {
            return false;
        }
        activity.due = false;
        running.add(activity);
        long next;
        try {
            next = activity.step.run();
        } finally {
            running.remove(activity);
        }
        if (next == Step.END) {
            activities.remove(activity);
            activity.ended.complete(null);
        } else if (next == 0) {
            activity.due = true;
        }
        return true;
    }

    @Override
    public Activity start(String role, Step step) {
        Stepped activity = new Stepped(role, step);
        activities.add(activity);
        return activity;
    }

    @Override
    public boolean await(CompletableFuture<?> future, long timeoutNanos) {
        run();
        return future.isDone();
    }

    @Override
    public boolean isCurrent(Activity activity) {
        return running.contains(activity);
    }

    @Override
    public long nanoTime() {
        return 0;
    }

    @Override
    public long wallMillis() {
        return 0;
    }

    @Override
    public <T> CompletableFuture<T> newFuture() {
        return new CompletableFuture<>();
    }

    @Override
    public Timer schedule(long delayNanos, Runnable action) {
        throw new UnsupportedOperationException("subscriptions have no timers");
    }

    @Override
    public void callback(Runnable code) {
        throw new UnsupportedOperationException("subscriptions call their users from activities");
    }

    @Override
    public Store.Parallel parallel() {
        throw new UnsupportedOperationException("subscriptions have nothing to split");
    }

    @Override
    public void close() {}

    static final class Stepped implements Activity {
        final String role;
        private final Step step;
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private boolean due = true;

        Stepped(String role, Step step) {
            this.role = role;
            this.step = step;
        }

        @Override
        public void wake() {
            due = true;
        }

        @Override
        public CompletableFuture<Void> ended() {
            return ended;
        }
    }
}
