package io.kafkacache.e2e.simulation;

import io.kafkacache.Update;
import java.util.List;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A subscriber that hands on to a listener, one update after the other, and requests a few at a time. */
final class SimulatedSubscriber implements Flow.Subscriber<Update<String, String>> {
    private final SimulatedListener listener;
    private final long most;
    private Flow.@Nullable Subscription subscription;
    private boolean cancelled;
    private long requested;

    SimulatedSubscriber(SimulatedListener listener) {
        this.listener = listener;
        this.most = 1L + listener.number() % 3;
    }

    @Override
    public void onSubscribe(Flow.Subscription told) {
        subscription = told;
        requestMore();
    }

    private void requestMore() {
        if (subscription != null && requested == 0) {
            requested = most;
            subscription.request(most);
        }
    }

    @Override
    public void onNext(Update<String, String> update) {
        requested--;
        if (!cancelled) {
            listener.onUpdates(List.of(update));
            requestMore();
        }
    }

    @Override
    public void onError(Throwable thrown) {
        listener.onGone(String.valueOf(thrown));
    }

    @Override
    public void onComplete() {}

    void cancel() {
        cancelled = true;
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
