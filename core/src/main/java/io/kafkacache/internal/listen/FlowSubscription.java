package io.kafkacache.internal.listen;

import io.kafkacache.Entry;
import io.kafkacache.Update;
import io.kafkacache.View;
import io.kafkacache.internal.driver.Driver.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Tells one reactive subscriber as much as it requested. All its signals come from the steps of one activity, so they are serial, and
 * {@code request} from within {@code onNext} only adds up. References such as §1.7 are to the Reactive Streams specification 1.0.4.
 *
 * <p>The initial state is copied out of its view at once (references, one for each entry), since a view cannot be read piecemeal and a
 * subscriber may take for ever.
 */
final class FlowSubscription<K, V> implements Flow.Subscription {
    private final Feed<K, V> feed;
    private final AtomicLong demand = new AtomicLong();

    // the activity's own
    private Flow.@Nullable Subscriber<? super Update<K, V>> subscriber;
    private boolean introduced;
    private Iterator<Entry<K, V>> state = Collections.emptyIterator();
    private Iterator<Update<K, V>> missed = Collections.emptyIterator();
    private Iterator<Update<K, V>> updates = Collections.emptyIterator();

    FlowSubscription(Feed<K, V> feed, Flow.Subscriber<? super Update<K, V>> subscriber) {
        this.feed = feed;
        this.subscriber = subscriber;
    }

    long step() {
        Flow.Subscriber<? super Update<K, V>> to = subscriber;
        if (to == null) {
            return Step.END;
        }
        if (!introduced) {
            introduced = true;
            tell(() -> to.onSubscribe(this));
        }
        for (int i = 0; i < StateUpdates.PER_STEP; i++) {
            Signal.End<K, V> cut = feed.cut();
            if (cut != null) {
                return finish(to, cut);
            }
            if (state.hasNext() || missed.hasNext() || updates.hasNext()) {
                if (demand.get() == 0) {
                    return Step.ON_WAKE;
                }
                tellOne(to);
            } else {
                Signal<K, V> next = feed.next();
                if (next == null) {
                    return Step.ON_WAKE;
                }
                if (next instanceof Signal.End<K, V> end) {
                    return finish(to, end);
                }
                take(next);
            }
        }
        return 0;
    }

    private void tellOne(Flow.Subscriber<? super Update<K, V>> to) {
        demand.getAndUpdate(n -> n == Long.MAX_VALUE ? n : n - 1);
        if (state.hasNext()) {
            Update<K, V> update = StateUpdates.of(state.next());
            tell(() -> to.onNext(update));
        } else if (missed.hasNext()) {
            Update<K, V> update = missed.next();
            tell(() -> to.onNext(update));
        } else {
            Update<K, V> update = updates.next();
            feed.told(1);
            tell(() -> to.onNext(update));
        }
    }

    private void take(Signal<K, V> next) {
        if (next instanceof Signal.State<K, V> initial) {
            state = copy(initial.view()).iterator();
        } else if (next instanceof Signal.Missed<K, V> step) {
            missed = feed.updates(step).iterator();
        } else if (next instanceof Signal.Updates<K, V> step) {
            updates = step.updates().iterator();
        }
    }

    private List<Entry<K, V>> copy(View<K, V> view) {
        List<Entry<K, V>> entries = new ArrayList<>();
        feed.visit(view, entries::add);
        return entries;
    }

    /** A subscriber that throws counts as cancelled (§2.13). */
    private void tell(Runnable signal) {
        if (!feed.tell(signal)) {
            cancel();
        }
    }

    private long finish(Flow.Subscriber<? super Update<K, V>> to, Signal.End<K, V> end) {
        subscriber = null; // §3.13: forgotten, whoever still holds this subscription
        state = Collections.emptyIterator();
        missed = Collections.emptyIterator();
        updates = Collections.emptyIterator();
        Throwable error = end.error();
        if (end.kind() != Signal.Kind.CLOSED) {
            feed.tell(() -> {
                if (error == null) {
                    to.onComplete();
                } else {
                    to.onError(error);
                }
            });
        }
        feed.end(new Signal.End<>(Signal.Kind.CLOSED, null));
        return feed.leave();
    }

    @Override
    public void request(long n) {
        if (n <= 0) { // §3.9
            feed.gone(new IllegalArgumentException("request(" + n + ") must ask for at least 1 update (§3.9)"));
            return;
        }
        long before = demand.getAndUpdate(d -> d > Long.MAX_VALUE - n ? Long.MAX_VALUE : d + n);
        if (before == 0) {
            feed.wake();
        }
    }

    @Override
    public void cancel() {
        feed.end(new Signal.End<>(Signal.Kind.CLOSED, null));
    }
}
