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

    /**
     * Tells that the cache is ready and the initial state, where asked for, has been told. Called exactly once, also for an empty cache; where the
     * subscription resumes, before what it missed.
     */
    default void onInitialStateDone() {}

    /**
     * Offers a token that covers everything told so far, to be kept with whatever came of it: {@link ListenOptions#resume} goes on exactly behind
     * it. What was told after the last kept token is told again then. The first comes with {@link #onInitialStateDone}, further ones behind
     * updates, at most one a second, and every few seconds where only unwanted keys change, so that a token does not grow too old. A stream
     * ({@link ReadableCache#asPublisher}) has none.
     *
     * @param token an opaque text of letters, digits, {@code -} and {@code _}; about 50 characters and 10 for each partition
     */
    default void onBookmark(String token) {}

    /**
     * Tells that this subscription has ended because updates would have been missed: it was too slow, or what it missed is not known any more.
     * Nothing follows. Listen again, with the state first.
     *
     * @param reason one sentence for people
     */
    default void onGone(String reason) {}
}
