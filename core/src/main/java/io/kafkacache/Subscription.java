package io.kafkacache;

/** A listener's place at a cache. Safe for any thread. */
public interface Subscription extends AutoCloseable {
    /**
     * How many updates wait to be told.
     *
     * @return the number of pending updates, the initial state not counted
     */
    int pending();

    /**
     * Whether it still delivers.
     *
     * @return false once closed, gone, or the cache has ended
     */
    boolean active();

    /**
     * Ends the subscription. Returns after the last callback has returned; called from the listener itself, at once; after 30 seconds in
     * any case, for two listeners may wait for each other. Idempotent.
     */
    @Override
    void close();
}
