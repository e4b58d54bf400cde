package io.kafkacache.internal.listen;

import io.kafkacache.Interpreter;
import io.kafkacache.KafkaCacheException;
import io.kafkacache.ListenOptions;
import io.kafkacache.Subscription;
import io.kafkacache.Update;
import io.kafkacache.UpdateListener;
import io.kafkacache.View;
import io.kafkacache.internal.driver.Driver;
import io.kafkacache.internal.driver.Driver.Step;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All subscriptions of one cache. The reader says {@link #ready()} once and then {@link #publish} once for each applied batch, after store
 * and indexes show it; both never wait and call no listener. Everything else may be called from any thread.
 *
 * <p>A subscription takes effect on the reader's thread between two batches. So the state it is told and the updates that follow meet
 * exactly, whenever it was asked for.
 *
 * @param <K> the key
 * @param <V> the value
 */
public final class Subscriptions<K, V> {
    private final Driver driver;
    private final Interpreter<K, V> interpreter;
    private final Reader<K, V> reader;
    private final Consumer<Throwable> errors;
    private final AtomicInteger started = new AtomicInteger();
    // Written seldom, read once a batch. One that has ended leaves by its own last step.
    private final CopyOnWriteArrayList<Feed<K, V>> feeds = new CopyOnWriteArrayList<>();
    private volatile boolean ready;
    private final AtomicReference<Signal.@Nullable End<K, V>> end = new AtomicReference<>();

    /**
     * What subscriptions need of the reader.
     *
     * @param betweenBatches runs an action on the reader's thread when a batch is applied and published and the next is not begun; callable
     *     from any thread, also before ready; may drop it once the cache has ended
     * @param view takes a view of the store; called on the reader's thread between two batches; its user closes it on another thread
     * @param <K> the key
     * @param <V> the value
     */
    public record Reader<K, V>(Consumer<Runnable> betweenBatches, Supplier<View<K, V>> view) {}

    /**
     * No subscriptions yet.
     *
     * @param driver runs each subscription as an activity {@code listener-1}, {@code listener-2}, …
     * @param interpreter encodes keys for prefixes
     * @param reader the reader
     * @param errors is given what subscribers throw; called on the subscriptions' threads, and for a failing filter on the reader's; must
     *     not throw
     */
    public Subscriptions(
            Driver driver, Interpreter<K, V> interpreter, Reader<K, V> reader, Consumer<Throwable> errors) {
        this.driver = driver;
        this.interpreter = interpreter;
        this.reader = reader;
        this.errors = errors;
    }

    /**
     * Begins all subscriptions that wait for it, with the state that is complete now. Reader's thread only, between two batches, once.
     */
    public void ready() {
        ready = true;
        for (Feed<K, V> feed : feeds) {
            feed.begin(reader.view());
        }
    }

    /**
     * Whether anybody would be told; where not, the reader need not build updates. Cheap, and stable for a batch in this sense: who comes
     * during a batch begins after it.
     */
    public boolean wanted() {
        return ready && !feeds.isEmpty();
    }

    /**
     * Tells the updates of one batch. Reader's thread only; never waits.
     *
     * @param step what has become visible, in the order to be told; unmodifiable and not changed afterwards, for all subscriptions share it
     */
    public void publish(List<Update<K, V>> step) {
        if (step.isEmpty()) {
            return;
        }
        SharedStep<K, V> shared = new SharedStep<>(step, interpreter);
        for (Feed<K, V> feed : feeds) {
            feed.offer(shared);
        }
    }

    /**
     * Adds a listener, as {@link io.kafkacache.ReadableCache#listen(ListenOptions, UpdateListener)} says. After the end the subscription is
     * not active from the beginning.
     */
    public Subscription listen(ListenOptions<K> options, UpdateListener<? super K, ? super V> listener) {
        Objects.requireNonNull(listener, "listener");
        Feed<K, V> feed = newFeed(options);
        ListenerSubscription<K, V> subscription = new ListenerSubscription<>(feed, listener);
        add(feed, subscription::step);
        return subscription;
    }

    /**
     * The updates as a reactive stream, as {@link io.kafkacache.ReadableCache#asPublisher} says. The state, where asked for, comes as
     * ordinary elements; its end has no signal of its own.
     */
    public Flow.Publisher<Update<K, V>> asPublisher(ListenOptions<K> options) {
        Objects.requireNonNull(options, "options");
        return subscriber -> subscribe(options, subscriber);
    }

    private void subscribe(ListenOptions<K> options, Flow.Subscriber<? super Update<K, V>> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        Feed<K, V> feed = newFeed(options);
        FlowSubscription<K, V> subscription = new FlowSubscription<>(feed, subscriber);
        Signal.End<K, V> ended = end.get();
        if (ended != null) { // no activity can be started any more: both signals come from here
            feed.end(new Signal.End<>(Signal.Kind.COMPLETED, ended.error()));
            subscription.step();
        } else {
            add(feed, subscription::step);
        }
    }

    private Feed<K, V> newFeed(ListenOptions<K> options) {
        return new Feed<>(new Wanted<>(options, interpreter), driver, errors, feeds::remove);
    }

    private void add(Feed<K, V> feed, Step step) {
        feed.start("listener-" + started.incrementAndGet(), step);
        feeds.add(feed);
        Signal.End<K, V> ended = end.get(); // read after adding, as end() writes before it goes through the feeds
        if (ended != null) {
            feed.end(ended);
            return;
        }
        reader.betweenBatches().accept(() -> {
            if (ready) {
                feed.begin(reader.view());
            }
        });
    }

    /**
     * Ends all subscriptions. After a failure what already waits is still told, then a stream ends with the reason. At close nothing more is
     * told but a stream's completion; it may follow a failure, and must where streams without demand are not to keep their activity. Returns
     * at once.
     *
     * @param reason why the cache failed, or null where it was closed
     */
    public void end(@Nullable KafkaCacheException reason) {
        Signal.End<K, V> next = new Signal.End<>(reason == null ? Signal.Kind.COMPLETED : Signal.Kind.FAILED, reason);
        end.updateAndGet(last -> last == null || reason == null ? next : last);
        for (Feed<K, V> feed : feeds) {
            feed.end(next);
        }
    }

    /**
     * Whether the caller is a subscriber, on the thread that tells it.
     *
     * @return true in a callback of a listener or a stream's subscriber
     */
    public boolean isCurrent() {
        return feeds.stream().anyMatch(Feed::isCurrent);
    }

    /**
     * Waits after {@code end(null)} until no subscriber is called any more and all views are closed; the caller's own subscription is not
     * waited for.
     *
     * @param timeoutNanos the longest wait for all together
     * @return false where a callback has not returned in time
     */
    public boolean awaitEnd(long timeoutNanos) {
        long deadline = driver.nanoTime() + timeoutNanos;
        boolean all = true;
        for (Feed<K, V> feed : feeds) {
            all &= feed.awaitEnd(Math.max(0, deadline - driver.nanoTime()));
        }
        return all;
    }
}
