package io.kafkacache.internal.listen;

import io.kafkacache.Subscription;
import io.kafkacache.Update;
import io.kafkacache.UpdateListener;
import io.kafkacache.View;
import io.kafkacache.internal.driver.Driver.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Tells one listener. Each step of its activity tells one thing; all calls of the listener are in these steps. */
final class ListenerSubscription<K, V> implements Subscription {
    /** A listener may wait for another subscription's close, so that two could wait for each other: they give up. */
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Feed<K, V> feed;
    private final UpdateListener<? super K, ? super V> listener;
    private final Function<Mark, String> tokens;
    private final Bookmarks bookmarks = new Bookmarks(); // the activity's own

    ListenerSubscription(
            Feed<K, V> feed, UpdateListener<? super K, ? super V> listener, Function<Mark, String> tokens) {
        this.feed = feed;
        this.listener = listener;
        this.tokens = tokens;
    }

    long step() {
        Signal<K, V> next = feed.next();
        if (next instanceof Signal.End<K, V> end) {
            return finish(end);
        }
        if (next instanceof Signal.State<K, V> state) {
            tellState(state.view());
        } else if (next instanceof Signal.Done<K, V>) {
            feed.tell(listener::onInitialStateDone);
        } else if (next instanceof Signal.Missed<K, V> missed) {
            tellUpdates(feed.updates(missed));
        } else if (next instanceof Signal.Updates<K, V> step) {
            feed.told(step.updates().size());
            tellUpdates(step.updates());
        }
        long due = bookmarkDueIn();
        if (due == 0) {
            tellBookmark();
        }
        return next == null ? due : 0;
    }

    private void tellUpdates(List<Update<K, V>> updates) {
        if (!updates.isEmpty()) {
            bookmarks.toldUpdates();
            feed.tell(() -> listener.onUpdates(updates));
        }
    }

    private long bookmarkDueIn() {
        Mark reached = feed.reached();
        if (feed.cut() != null) {
            return Step.ON_WAKE; // a wake is on its way
        }
        if (reached != null) {
            bookmarks.reached(reached);
        }
        return bookmarks.dueIn(feed.nanoTime());
    }

    private void tellBookmark() {
        Mark mark = bookmarks.take(feed.nanoTime());
        if (mark != null) {
            feed.tell(() -> listener.onBookmark(tokens.apply(mark)));
            feed.bookmarked();
        }
    }

    private long finish(Signal.End<K, V> end) {
        Throwable why = end.error();
        if (end.kind() == Signal.Kind.GONE && why != null) {
            feed.tell(() -> listener.onGone(String.valueOf(why.getMessage())));
        } else if (bookmarkDueIn() != Step.ON_WAKE) {
            tellBookmark(); // of a cache that failed: another one may go on from here
        }
        return feed.leave();
    }

    private void tellState(View<K, V> view) {
        List<Update<K, V>> chunk = new ArrayList<>();
        feed.visit(view, entry -> {
            chunk.add(StateUpdates.of(entry));
            if (chunk.size() == StateUpdates.PER_STEP) {
                tellChunk(chunk);
            }
        });
        if (!chunk.isEmpty() && feed.cut() == null) {
            tellChunk(chunk);
        }
    }

    private void tellChunk(List<Update<K, V>> chunk) {
        List<Update<K, V>> step = Collections.unmodifiableList(new ArrayList<>(chunk));
        chunk.clear();
        feed.tell(() -> listener.onUpdates(step));
    }

    @Override
    public int pending() {
        return feed.pending();
    }

    @Override
    public boolean active() {
        return feed.active();
    }

    /** Waits at most 30 seconds for a callback that does not return. */
    @Override
    public void close() {
        feed.end(new Signal.End<>(Signal.Kind.CLOSED, null));
        feed.awaitEnd(CLOSE_NANOS);
    }
}
