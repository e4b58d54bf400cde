package io.kafkacache.internal.listen;

import io.kafkacache.Entry;
import io.kafkacache.KafkaCacheException;
import io.kafkacache.Update;
import io.kafkacache.View;
import io.kafkacache.internal.driver.Driver;
import io.kafkacache.internal.driver.Driver.Step;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One subscription's place: what waits to be told, and the activity that tells it. The reader fills it and never waits: a subscriber that
 * is too slow for {@code maxPending} loses the queue and is told so.
 *
 * <p>The order of the queue is the whole protocol: the state where asked for, done, updates. It begins between two batches, so that the
 * state and the updates behind it meet without gap or duplicate.
 *
 * <p>Filters run on the reader's thread, as the key codec and the keys' {@code equals} do there anyway, so that only wanted updates wait and
 * count. One that throws ends its own subscription, nothing else.
 */
final class Feed<K, V> {
    private final Wanted<K> wanted;
    private final Driver driver;
    private final Consumer<Throwable> errors;
    private final Consumer<Feed<K, V>> leave;
    private volatile Driver.@Nullable Activity activity;

    private final Object lock = new Object();
    // all below guarded by lock, under which nothing is called that could wait or throw
    private final ArrayDeque<Signal<K, V>> queue = new ArrayDeque<>();
    private int pending;
    private boolean begun;
    private boolean idle = true;
    private @Nullable View<K, V> unreadState;
    private Signal.@Nullable End<K, V> end;

    Feed(Wanted<K> wanted, Driver driver, Consumer<Throwable> errors, Consumer<Feed<K, V>> leave) {
        this.wanted = wanted;
        this.driver = driver;
        this.errors = errors;
        this.leave = leave;
    }

    /** Starts the activity; its first step comes when it can be woken from within. */
    void start(String role, Step step) {
        Driver.Activity started = driver.start(role, () -> activity == null ? Step.ON_WAKE : step.run());
        activity = started;
        started.wake();
    }

    /** Takes effect from here, unless it already has or has ended. Reader's thread only, between two batches. */
    void begin(Supplier<View<K, V>> state) {
        synchronized (lock) {
            if (begun || end != null) {
                return;
            }
        }
        View<K, V> view = wanted.stateFirst() ? state.get() : null;
        boolean tooLate;
        synchronized (lock) {
            begun = true;
            tooLate = end != null;
            if (!tooLate) {
                if (view != null) {
                    unreadState = view;
                    queue.add(new Signal.State<>(view));
                }
                queue.add(new Signal.Done<>());
            }
        }
        if (tooLate && view != null) {
            close(view);
        }
        wake();
    }

    /** Adds the wanted updates of a step. Reader's thread only. */
    void offer(SharedStep<K, V> step) {
        synchronized (lock) {
            if (!begun || end != null) {
                return;
            }
        }
        List<Update<K, V>> updates;
        try {
            updates = wanted.of(step);
        } catch (Throwable t) { // also an Error: a codec's, while the cache itself is well
            filterFailed(t);
            return;
        }
        if (!updates.isEmpty() && !add(updates)) {
            goneByOverflow(updates.size());
        }
    }

    private boolean add(List<Update<K, V>> updates) {
        synchronized (lock) {
            // A step larger than maxPending does not wait where its subscriber is idle.
            if (!idle && updates.size() > wanted.maxPending() - pending) {
                return false;
            }
            if (end == null) {
                idle = false;
                pending += updates.size();
                queue.add(new Signal.Updates<>(updates));
            }
        }
        wake();
        return true;
    }

    private void goneByOverflow(int more) {
        gone(new KafkaCacheException(
                "the subscription was given up because " + (pending() + (long) more)
                        + " updates would wait and maxPending is " + wanted.maxPending()
                        + "; listen again with the state first, be faster or raise maxPending",
                null,
                true));
    }

    void gone(Throwable why) {
        end(new Signal.End<>(Signal.Kind.GONE, why));
    }

    /** Whether the key is wanted; where the filter cannot tell, the subscription is gone. */
    boolean wants(K key) {
        try {
            return wanted.includes(key);
        } catch (Throwable t) {
            filterFailed(t);
            return false;
        }
    }

    private void filterFailed(Throwable t) {
        errors.accept(t);
        gone(new KafkaCacheException(
                "the subscription was given up because a key could not be compared with the wanted ones: " + t,
                t,
                false));
    }

    /** Ends it so, unless it has ended in a stronger way already. Any thread. */
    void end(Signal.End<K, V> next) {
        synchronized (lock) {
            Signal.End<K, V> last = end;
            if (last != null && last.kind().compareTo(next.kind()) >= 0) {
                return;
            }
            // Closing after a failure or an overflow does not turn it into a good end.
            Throwable error = last == null || next.error() != null ? next.error() : last.error();
            end = new Signal.End<>(next.kind(), error);
            if (next.atOnce()) {
                queue.clear();
                pending = 0;
            }
        }
        wake();
    }

    /** What to tell next, or null where there is nothing for now. The activity only. */
    @Nullable
    Signal<K, V> next() {
        synchronized (lock) {
            Signal<K, V> next = queue.poll();
            if (next instanceof Signal.State) {
                unreadState = null;
            }
            idle = next == null;
            return next == null ? end : next;
        }
    }

    /** The end, where it does not wait for what is queued. */
    Signal.@Nullable End<K, V> cut() {
        synchronized (lock) {
            return end != null && end.atOnce() ? end : null;
        }
    }

    /** Says that so many of the updates that were taken do not wait any more. */
    void told(int updates) {
        synchronized (lock) {
            pending = Math.max(0, pending - updates);
        }
    }

    int pending() {
        synchronized (lock) {
            return pending;
        }
    }

    boolean active() {
        synchronized (lock) {
            return end == null || !queue.isEmpty();
        }
    }

    /** Calls the subscriber, and says whether it returned normally. */
    boolean tell(Runnable callback) {
        try {
            callback.run();
            return true;
        } catch (Throwable t) { // an Error too: it is the subscriber's, and delivery is not its victim
            errors.accept(t);
            return false;
        }
    }

    /** Visits the wanted entries of the state and frees it. An exception of the store makes the subscription gone. */
    void visit(View<K, V> view, Consumer<Entry<K, V>> visitor) {
        try {
            view.forEach(entry -> {
                if (cut() != null) {
                    throw new Stopped();
                }
                if (wants(entry.key())) {
                    visitor.accept(entry);
                }
            });
        } catch (Stopped stopped) {
            return;
        } catch (Throwable t) {
            errors.accept(t);
            gone(new KafkaCacheException(
                    "the subscription was given up because the state could not be read: " + t, t, true));
        } finally {
            close(view);
        }
    }

    /** The last thing an activity does: nothing is left behind. */
    long leave() {
        View<K, V> view;
        synchronized (lock) {
            view = unreadState;
            unreadState = null;
        }
        if (view != null) {
            close(view);
        }
        leave.accept(this);
        return Step.END;
    }

    private void close(View<K, V> view) {
        tell(view::close);
    }

    void wake() {
        Driver.Activity started = activity;
        if (started != null) {
            started.wake();
        }
    }

    boolean isCurrent() {
        Driver.Activity started = activity;
        return started != null && driver.isCurrent(started);
    }

    /** Waits until nothing will be told any more, at most so long; at once on the subscription's own thread. */
    boolean awaitEnd(long timeoutNanos) {
        Driver.Activity started = Objects.requireNonNull(activity, "activity");
        return driver.isCurrent(started) || driver.await(started.ended(), timeoutNanos);
    }

    /** Leaves the walk over a view. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("stopped", null, false, false);
        }
    }
}
