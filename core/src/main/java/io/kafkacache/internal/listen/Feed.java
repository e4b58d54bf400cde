package io.kafkacache.internal.listen;

import io.kafkacache.Entry;
import io.kafkacache.KafkaCacheException;
import io.kafkacache.Update;
import io.kafkacache.View;
import io.kafkacache.internal.driver.Driver;
import io.kafkacache.internal.driver.Driver.Step;
import java.nio.ByteBuffer;
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
 * <p>The order is the whole protocol: the state where asked for, done, what was missed where it resumes, updates. It begins between two
 * batches, so that the state, or what was missed, and the updates behind it meet without gap or duplicate.
 *
 * <p>Filters run on the reader's thread, as the key codec and the keys' {@code equals} do there anyway, so that only wanted updates wait and
 * count. One that throws ends its own subscription, nothing else.
 */
final class Feed<K, V> {
    private final Wanted<K> wanted;
    private final boolean bookmarks;
    private final Driver driver;
    private final Consumer<Throwable> errors;
    private final Consumer<Feed<K, V>> leave;
    private final StateWalk<K, V> walk = new StateWalk<>(this);
    private final long madeNanos;
    private volatile Driver.@Nullable Activity activity;

    private final Object lock = new Object();
    // all below guarded by lock, under which nothing is called that could wait or throw
    private final ArrayDeque<Signal<K, V>> beginning = new ArrayDeque<>();
    private final Backlog<K, V> backlog;
    private int pending;
    private boolean begun;
    private boolean idle = true;
    private boolean noticed; // that positions moved without a wanted update
    private @Nullable Mark covered; // up to where everything wanted was put in here
    private @Nullable View<K, V> unreadState;
    private Signal.@Nullable End<K, V> end;

    private @Nullable Mark reached; // the activity's own

    /** {@code bookmarks} says whether the subscriber is told of positions that move without a wanted update. */
    Feed(Wanted<K> wanted, boolean bookmarks, Driver driver, Consumer<Throwable> errors, Consumer<Feed<K, V>> leave) {
        this.wanted = wanted;
        this.bookmarks = bookmarks;
        this.backlog = wanted.coalescing() ? new Coalesced<>() : new Backlog.InOrder<>();
        this.driver = driver;
        this.errors = errors;
        this.leave = leave;
        this.madeNanos = driver.nanoTime();
    }

    /** Starts the activity; its first step comes when it can be woken from within. */
    void start(String role, Step step) {
        Driver.Activity started = driver.start(role, () -> activity == null ? Step.ON_WAKE : step.run());
        activity = started;
        started.wake();
    }

    /** Whether it was there before a moment, and so was whatever its token covers. */
    boolean isOlderThan(long nanos) {
        return madeNanos - nanos < 0;
    }

    /** The token that it goes on behind, or is to go on behind; null for none. */
    @Nullable
    Token token() {
        return wanted.token();
    }

    /** The token to go on behind, where it still waits to begin; else null. */
    @Nullable
    Token resumes() {
        synchronized (lock) {
            return begun || end != null ? null : wanted.token();
        }
    }

    /** Takes effect from here, unless it already has or has ended. Reader's thread only, between two batches. */
    void begin(Mark now, Supplier<View<K, V>> state) {
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
                    beginning.add(new Signal.State<>(view));
                }
                beginning.add(new Signal.Done<>(now));
                covered = now;
            }
        }
        if (tooLate && view != null) {
            walk.close(view);
        }
        wake();
    }

    /** Takes effect from here and tells these steps first. Reader's thread only, between two batches. */
    void resume(Mark now, List<Signal.Missed<K, V>> missed) {
        synchronized (lock) {
            if (begun || end != null) {
                return;
            }
            begun = true;
            beginning.add(new Signal.Done<>(null));
            beginning.addAll(missed);
            covered = now;
        }
        wake();
    }

    /** Adds the wanted updates of a step. Reader's thread only. */
    void offer(SharedStep<K, V> step, Mark after) {
        synchronized (lock) {
            if (!begun || end != null) {
                return;
            }
        }
        List<Update<K, V>> updates;
        List<ByteBuffer> keys;
        try {
            updates = wanted.of(step);
            keys = wanted.coalescing() ? step.encodedKeys(updates) : List.of();
        } catch (Throwable t) { // also an Error: a codec's, while the cache itself is well
            filterFailed(t);
            return;
        }
        if (updates.isEmpty() ? moved(after) : add(updates, keys, after)) {
            wake();
        }
    }

    /** Says whether the subscriber does not know yet that there is a bookmark for it. */
    private boolean moved(Mark after) {
        synchronized (lock) {
            covered = after;
            boolean first = bookmarks && !noticed;
            noticed = true;
            return first;
        }
    }

    private boolean add(List<Update<K, V>> updates, List<ByteBuffer> keys, Mark after) {
        synchronized (lock) {
            if (end != null) {
                return false;
            }
            pending += backlog.add(updates, keys, after);
            // A step larger than maxPending does not wait where its subscriber is idle.
            if (!idle && pending > wanted.maxPending()) {
                replaceEnd(overflow());
            } else {
                idle = false;
                covered = after;
            }
            return true;
        }
    }

    private Signal.End<K, V> overflow() {
        return new Signal.End<>(
                Signal.Kind.GONE,
                new KafkaCacheException(
                        "the subscription was given up because " + pending + " updates would wait and maxPending is "
                                + wanted.maxPending()
                                + "; resume from the last bookmark or listen again with the state first, be faster, coalesce or raise "
                                + "maxPending",
                        null,
                        true));
    }

    void gone(Throwable why) {
        end(new Signal.End<>(Signal.Kind.GONE, why));
    }

    void cannotResume(String why) {
        gone(new KafkaCacheException(
                "the subscription cannot be resumed from its token: " + why + "; listen again with the state first",
                null,
                true));
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

    /** What is to be told of a step that was missed; where that cannot be said, the subscription is gone. */
    List<Update<K, V>> updates(Signal.Missed<K, V> missed) {
        try {
            Changes<K, V> changes = missed.step().changes();
            Uncovered<K, V> uncovered = missed.uncovered();
            return uncovered == null
                    ? wanted.of(changes.updates())
                    : uncovered.of(
                            changes, wanted::includes, missed.step().after().place());
        } catch (Uncovered.OutOfOrder e) {
            cannotResume(String.valueOf(e.getMessage()));
        } catch (Throwable t) {
            filterFailed(t);
        }
        return List.of();
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
            if (!replaceEnd(next)) {
                return;
            }
        }
        wake();
    }

    /** To be called under the lock. */
    private boolean replaceEnd(Signal.End<K, V> next) {
        Signal.End<K, V> last = end;
        if (last != null && last.kind().compareTo(next.kind()) >= 0) {
            return false;
        }
        // Closing after a failure or an overflow does not turn it into a good end.
        Throwable error = last == null || next.error() != null ? next.error() : last.error();
        end = new Signal.End<>(next.kind(), error);
        if (next.atOnce()) {
            beginning.clear();
            backlog.clear();
            pending = 0;
            covered = null; // what was dropped is not told
        }
        return true;
    }

    /** What to tell next, or null where there is nothing for now. The activity only. */
    @Nullable
    Signal<K, V> next() {
        synchronized (lock) {
            Signal<K, V> next = beginning.poll();
            if (next instanceof Signal.State) {
                unreadState = null;
            } else if (next == null) {
                next = backlog.poll();
            }
            boolean last = beginning.isEmpty() && backlog.isEmpty();
            reached = next == null || last ? covered : next.mark();
            idle = next == null;
            return next == null ? end : next;
        }
    }

    /** Up to where everything has been told once what {@link #next} gave is; null where that is not known. The activity only. */
    @Nullable
    Mark reached() {
        return reached;
    }

    /** A bookmark was told: it is to be woken again where positions move. */
    void bookmarked() {
        synchronized (lock) {
            noticed = false;
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
            return end == null || !beginning.isEmpty() || !backlog.isEmpty();
        }
    }

    void failed(Throwable thrown) {
        errors.accept(thrown);
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
        walk.visit(view, visitor);
    }

    /** The last thing an activity does: nothing is left behind. */
    long leave() {
        View<K, V> view;
        synchronized (lock) {
            view = unreadState;
            unreadState = null;
        }
        if (view != null) {
            walk.close(view);
        }
        leave.accept(this);
        return Step.END;
    }

    long nanoTime() {
        return driver.nanoTime();
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
}
