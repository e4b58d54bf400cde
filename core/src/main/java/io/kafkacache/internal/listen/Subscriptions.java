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
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All subscriptions of one cache. The reader says {@link #ready} once and then {@link #publish} once for each applied batch, after store
 * and indexes show it, or {@link #rebuilt}; these never wait and call no listener. Everything else may be called from any thread.
 *
 * <p>A subscription takes effect on the reader's thread between two batches. So the state it is told, or what it missed, and the updates that
 * follow meet exactly, whenever it was asked for.
 *
 * @param <K> the key
 * @param <V> the value
 */
public final class Subscriptions<K, V> {
    private final Driver driver;
    private final Interpreter<K, ?> interpreter;
    private final Reader<K, V> reader;
    private final Origin origin;
    private final History<K, V> history; // reader's thread only
    private @Nullable Mark now; // reader's thread only; null before ready
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
     * @param epochs under which leader epochs what readers see was read; called on the reader's thread
     * @param averageEntry roughly what an entry of the store occupies, in bytes; 0 where not known
     * @param errors is given what subscribers throw; called on the subscriptions' threads, and for a failing filter on the reader's; must
     *     not throw
     * @param <K> the key
     * @param <V> the value
     */
    public record Reader<K, V>(
            Consumer<Runnable> betweenBatches,
            Supplier<View<K, V>> view,
            Epochs epochs,
            LongSupplier averageEntry,
            Consumer<Throwable> errors) {}

    /** Under which leader epochs a cache has read. */
    @FunctionalInterface
    public interface Epochs {
        /**
         * Under which one a position was passed, or reached.
         *
         * @param partition a partition that is read
         * @param position at most where it is read up to
         * @return the epoch, {@link io.kafkacache.Position#NO_EPOCH} where that is not known
         */
        int at(int partition, long position);
    }

    /**
     * No subscriptions yet.
     *
     * @param driver runs each subscription as an activity {@code listener-1}, {@code listener-2}, …
     * @param interpreter encodes keys for prefixes
     * @param reader the reader
     * @param origin whose updates are told, and how many of them are kept
     */
    public Subscriptions(Driver driver, Interpreter<K, ?> interpreter, Reader<K, V> reader, Origin origin) {
        this.driver = driver;
        this.interpreter = interpreter;
        this.reader = reader;
        this.origin = origin;
        this.history = new History<>(origin.history());
    }

    /**
     * Begins all subscriptions that wait for it, with the state that is complete now. Reader's thread only, between two batches, once.
     *
     * @param place what the state is complete up to
     */
    public void ready(Place place) {
        Mark first = new Mark(0, place);
        now = first;
        history.begin(first);
        ready = true;
        for (Feed<K, V> feed : feeds) {
            begin(feed, first);
        }
    }

    /**
     * Whether anybody would be told, now or when resuming; where not, the reader need not build updates. Cheap, and stable for a batch in
     * this sense: who comes during a batch begins after it.
     */
    public boolean wanted() {
        return ready && (history.keeps() || !feeds.isEmpty());
    }

    /**
     * Tells the updates of one batch, or what else has changed entries in place, such as retention. To be called behind every batch, so that
     * bookmarks move as positions do. Reader's thread only; never waits; does nothing before ready and where nothing has moved.
     *
     * @param step what has become visible, in the order to be told; unmodifiable and not changed afterwards, for all subscriptions share it;
     *     empty where nothing has or {@link #wanted} was false
     * @param after what is complete behind it
     */
    public void publish(List<Update<K, V>> step, Place after) {
        publish(Changes.of(step), after);
    }

    /**
     * The same, with the records of the batch that changed nothing, for those who resume.
     *
     * @param changes what the records have come to
     * @param after what is complete behind it
     */
    public void publish(Changes<K, V> changes, Place after) {
        List<Update<K, V>> step = changes.updates();
        Mark last = now;
        if (last != null && !(step.isEmpty() && after.equals(last.place()))) {
            Mark next = new Mark(last.step() + 1, after);
            now = next;
            history.add(
                    needsUnseen(after) ? changes : Changes.of(step),
                    next,
                    history.keeps() && !step.isEmpty() ? reader.averageEntry().getAsLong() : 0);
            tell(step, next);
        }
    }

    /** Another cache's token may have to be served, and its partitions come in another order there. */
    private boolean needsUnseen(Place after) {
        return origin.reproducible() && after.partitions() > 1;
    }

    /**
     * Tells what another reading of the topic has changed, all at once, after readers see it. In a topic of another id no token from before
     * is served any more, and whoever had resumed from one is gone: until the new id was known, records of either topic may have been taken for
     * those that the token covers. In the same topic tokens of this cache are served, and those of others where they do not need the difference.
     * Otherwise as {@link #publish}.
     *
     * @param difference the changes, in no order, without offsets; empty where there are none or {@link #wanted} was false
     * @param after what is complete behind it; positions may be ahead of those before
     */
    public void rebuilt(List<Update<K, V>> difference, Place after) {
        Mark last = now;
        if (last != null) {
            Mark next = new Mark(last.step() + 1, after);
            now = next;
            history.rebuilt(difference, next, reader.averageEntry().getAsLong());
            feeds.forEach(feed -> leaveTopic(feed, next));
            tell(difference, next);
        }
    }

    /**
     * Tells that everything is applied that could be read of each known partition at a moment. Who waited before that until this cache has passed a token,
     * and still does, waits for what the log has lost. Reader's thread only, between two batches.
     *
     * @param atNanos the moment
     */
    public void atHead(long atNanos) {
        Mark last = now;
        for (Feed<K, V> feed : feeds) {
            Token token = feed.resumes();
            if (last != null && token != null && feed.isOlderThan(atNanos) && Coverage.isAheadInKnown(token, last)) {
                feed.cannotResume("another cache has told it, of records that are not in the log any more");
            }
        }
    }

    private void leaveTopic(Feed<K, V> feed, Mark next) {
        Token token = feed.token();
        String refusal = token == null ? null : Coverage.ofAnotherTopic(token, next);
        if (refusal != null) {
            feed.cannotResume(refusal);
        }
    }

    private void tell(List<Update<K, V>> step, Mark after) {
        SharedStep<K, V> shared = new SharedStep<>(step, interpreter);
        for (Feed<K, V> feed : feeds) {
            if (feed.resumes() != null) {
                begin(feed, after); // the history has this step as well
            } else {
                feed.offer(shared, after);
            }
        }
    }

    /** Has a subscription begin, unless its token says to wait. Reader's thread only. */
    private void begin(Feed<K, V> feed, Mark at) {
        Token token = feed.resumes();
        if (token == null) {
            feed.begin(at, reader.view());
            return;
        }
        boolean own = token.instance() == origin.instance();
        String refusal = Coverage.refusal(token, origin, history.since(), history.placedSince(), at);
        if (refusal == null && !own) {
            refusal = Coverage.divergence(token, at, reader.epochs());
        }
        if (refusal != null) {
            feed.cannotResume(refusal);
        } else if (own) {
            feed.resume(at, missed(token.mark().step(), null));
        } else if (!Coverage.isAhead(token, at)) {
            feed.resume(at, missed(history.placedSince().step(), new Uncovered<>(token.place(), interpreter)));
        }
    }

    private List<Signal.Missed<K, V>> missed(long behind, @Nullable Uncovered<K, V> uncovered) {
        return history.behind(behind).stream()
                .map(step -> new Signal.Missed<>(step, uncovered))
                .toList();
    }

    /**
     * Adds a listener, as {@link io.kafkacache.ReadableCache#listen(ListenOptions, UpdateListener)} says. After the end the subscription is
     * not active from the beginning.
     *
     * @throws IllegalArgumentException where the options hold a token that is none
     */
    public Subscription listen(ListenOptions<K> options, UpdateListener<? super K, ? super V> listener) {
        Objects.requireNonNull(listener, "listener");
        Feed<K, V> feed = newFeed(new Wanted<>(options, interpreter), true);
        ListenerSubscription<K, V> subscription = new ListenerSubscription<>(
                feed, listener, mark -> origin.token(mark).text());
        add(feed, subscription::step);
        return subscription;
    }

    /**
     * The updates as a reactive stream, as {@link io.kafkacache.ReadableCache#asPublisher} says. The state, where asked for, comes as
     * ordinary elements; its end has no signal of its own.
     *
     * @throws IllegalArgumentException where the options hold a token that is none
     */
    public Flow.Publisher<Update<K, V>> asPublisher(ListenOptions<K> options) {
        Wanted<K> wanted = new Wanted<>(options, interpreter);
        return subscriber -> subscribe(wanted, subscriber);
    }

    private void subscribe(Wanted<K> wanted, Flow.Subscriber<? super Update<K, V>> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        Feed<K, V> feed = newFeed(wanted, false);
        FlowSubscription<K, V> subscription = new FlowSubscription<>(feed, subscriber);
        Signal.End<K, V> ended = end.get();
        if (ended != null) { // no activity can be started any more: both signals come from here
            feed.end(new Signal.End<>(Signal.Kind.COMPLETED, ended.error()));
            subscription.step();
        } else {
            add(feed, subscription::step);
        }
    }

    private Feed<K, V> newFeed(Wanted<K> wanted, boolean bookmarks) {
        return new Feed<>(wanted, bookmarks, driver, reader.errors(), feeds::remove);
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
            Mark at = now;
            if (at != null) {
                begin(feed, at);
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
