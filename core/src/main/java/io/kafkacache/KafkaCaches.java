package io.kafkacache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Several caches that live as one: opened with options in common, waited for at once, one status, one close.
 *
 * <pre>{@code
 * try (KafkaCaches caches = KafkaCaches.builder().bootstrapServers("kafka:9092").build()) {
 *     KafkaCache<UUID, User> users = caches.open(KafkaCache.builder("users", Codecs.uuid(), JsonCodec.of(User.class)));
 *     KafkaCache<UUID, Session> sessions = caches.open(KafkaCache.builder("sessions", Codecs.uuid(), JsonCodec.of(Session.class)));
 *     caches.awaitReady(Duration.ofSeconds(30));
 * }
 * }</pre>
 *
 * <p>Caches whose admin properties are equal share one Admin client: its thread, and its connection to each broker; and a second one where
 * {@code sync} is called again within a minute. What each has of its own: a reader and a timer, threads both, and where it may write a writer and a
 * producer. So three read-only caches take 7 threads instead of 9. Guarantees are those of each cache; nothing orders one cache's updates against
 * another's.
 *
 * <p>A cache that is closed by itself leaves: nothing waits for it, and {@link #status} leaves it out. Every method may be called from any thread,
 * also from a listener or a future's callback of one of the caches.
 */
public interface KafkaCaches extends AutoCloseable {
    /**
     * Begins with what the caches have in common.
     *
     * @return a builder with every option at its default
     */
    static CachesBuilder builder() {
        return new CachesBuilder();
    }

    /**
     * Opens a cache, as {@link Builder#open} does, with the options in common where its builder does not set them. Returns at once. Where it
     * cannot be opened all others are closed, so that a service that could not start leaves nothing open.
     *
     * @param <RK> the key of a record
     * @param <RV> the value of a record
     * @param <K> the key of an entry
     * @param <V> the value of an entry
     * @param <C> the cache
     * @param cache its builder, which stays as it is
     * @return the cache, not ready yet; closed with the others, or by itself before them
     * @throws IllegalArgumentException where its options contradict each other or a property would break a guarantee; in a test, where its scripted
     *     log does not share clock and steps with those of the others ({@link io.kafkacache.scripted.ScriptedLog#another})
     * @throws ClosedException once closed
     */
    <RK, RV, K, V, C extends ResolvedCache<RK, RV, K, V>> C open(Builder<RK, RV, K, V, C> cache);

    /**
     * Completes once every cache that is open now is complete; at once where there is none.
     *
     * @return a future of its own for each call, without a deadline; fails as soon as one cache fails, with its {@link FailedException}, which
     *     names it, or when all are closed
     */
    CompletableFuture<Void> ready();

    /**
     * Waits until every cache that is open now is complete.
     *
     * @param timeout the longest wait, for all together
     * @throws CacheTimeoutException at the deadline; the message says which caches are not ready, and what each waits for
     * @throws FailedException as soon as a cache has failed
     * @throws ClosedException where all were closed
     */
    void awaitReady(Duration timeout);

    /**
     * Completes once all are closed and their readers have ended, or fails as soon as one cache fails, with its {@link FailedException}; that
     * is final, whatever becomes of the cache.
     *
     * @return a future of its own for each call
     */
    CompletableFuture<Void> stopped();

    /**
     * What the caches know about themselves. Cheap enough to be asked every second.
     *
     * @return a snapshot; after {@link #close} the last one of each cache that was open until then
     */
    CachesStatus status();

    /**
     * Closes all caches at once, and so within the few seconds that one takes. Idempotent; a second call waits for the first. Where closing one
     * of them throws, the others are closed nevertheless.
     */
    @Override
    void close();
}
