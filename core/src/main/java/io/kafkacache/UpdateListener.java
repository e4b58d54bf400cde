package io.kafkacache;

import java.util.List;

/**
 * Is told of updates, on a thread of its own subscription, one call at a time. It may block and may call any method of the cache; what it
 * throws is counted and logged once, and delivery goes on.
 *
 * @param <K> the key
 * @param <V> the value
 */
@FunctionalInterface
public interface UpdateListener<K, V> {
    /**
     * Tells changes that have become visible, those of a partition in the order of their offsets. Called with the initial state too, where it
     * was asked for: one update for each live key, {@code before} null, in no order, followed by {@link #onInitialStateDone()}.
     *
     * @param step one or more updates, unmodifiable
     */
    void onUpdates(List<? extends Update<? extends K, ? extends V>> step);

    /** Tells that the cache is ready and the initial state, where asked for, has been told. Called exactly once, also for an empty cache. */
    default void onInitialStateDone() {}

    /**
     * Offers a token to resume from, after what was told so far.
     *
     * @param token an opaque token
     */
    default void onBookmark(String token) {}

    /**
     * Tells that this subscription has ended because updates would have been missed; nothing follows. Listen again, with the state first.
     *
     * @param reason one sentence for people
     */
    default void onGone(String reason) {}
}
