package io.kafkacache;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A local, complete map of a topic, to be read. What services inject and tests replace. Every method may be called from any thread, also
 * from a listener or a future's callback; dependents of its futures run on the {@code callbackExecutor}.
 *
 * <p>Before {@link #ready()} every read throws {@link NotReadyException} (NoFalseAbsence); after the reader has failed every call throws, or
 * fails its future or stream with, {@link FailedException}; after {@link #close()} {@link ClosedException}. Only {@link #status()} and
 * {@link #fingerprint()} still tell what is known, and a publisher ends normally after the close. Reads are local, lock-free and do no I/O.
 *
 * @param <K> the key
 * @param <V> the value
 */
public interface ReadableCache<K, V> extends AutoCloseable {
    /**
     * The cache's name: the topic's, or a given one; unique in the process.
     *
     * @return the name
     */
    String name();

    /**
     * The topic.
     *
     * @return its name
     */
    String topic();

    /**
     * The value of a key.
     *
     * @param key the key
     * @return the value, or null where absent
     * @throws RejectedRecordException where the key's newest record was rejected
     */
    @Nullable
    V get(K key);

    /**
     * The value of a key.
     *
     * @param key the key
     * @return the value, or empty where absent
     * @throws RejectedRecordException where the key's newest record was rejected
     */
    Optional<V> find(K key);

    /**
     * The value of a key that must be there.
     *
     * @param key the key
     * @return the value
     * @throws java.util.NoSuchElementException where absent
     * @throws RejectedRecordException where the key's newest record was rejected
     */
    V require(K key);

    /**
     * The entry of a key: value, offset, timestamp.
     *
     * @param key the key
     * @return the entry, or null where absent
     * @throws RejectedRecordException where the key's newest record was rejected
     */
    @Nullable
    Entry<K, V> entry(K key);

    /**
     * Whether a key is there.
     *
     * @param key the key
     * @return true where {@link #get} would not give null
     * @throws RejectedRecordException where the key's newest record was rejected
     */
    boolean contains(K key);

    /**
     * How many entries there are, rejected ones included.
     *
     * @return the number of entries
     */
    long size();

    /**
     * The values of several keys, each read on its own.
     *
     * @param keys the keys
     * @return the present ones in the order of {@code keys}, unmodifiable
     * @throws RejectedRecordException where the newest record of one of them was rejected
     */
    Map<K, V> getAll(Collection<? extends K> keys);

    /**
     * Visits every entry in no order, weakly consistent: an entry that stands throughout is visited once. Rejected ones are visited too;
     * their {@link Entry#value()} throws.
     *
     * @param visitor is given each entry, on the caller's thread
     */
    void forEach(Consumer<? super Entry<K, V>> visitor);

    /**
     * The entries of a range in the order of their encoded keys. The range is written with the codec of the keys, so a bound that it cannot encode
     * is refused as in {@link #get}. On the store {@code sorted} this costs as much as it gives, and shows one moment; on {@code heap}
     * it looks at every entry before it gives the first one, weakly consistent, and sorts what it found. It never fails because the cache is
     * written meanwhile. Rejected entries are given too; their {@link Entry#value()} throws.
     *
     * <pre>{@code
     * try (Scan<Entry<String, User>> page = users.scan(KeyRange.prefix("org-7/").after(lastKey).limit(100))) {
     *     page.forEach(entry -> show(entry.key(), entry.value()));
     * }
     * }</pre>
     *
     * @param range which keys, in which order, how many; {@code KeyRange<? super K>} so that {@code KeyRange.prefix("a").limit(3)} is one
     * @return the entries, to be closed
     */
    Scan<Entry<K, V>> scan(KeyRange<? super K> range);

    /**
     * The keys of a range in the order of their encoding, as {@link #scan} would give their entries. Touches no value: nothing is decoded, and
     * rejected entries give their key as all others do.
     *
     * @param range which keys, in which order, how many
     * @return the keys, to be closed
     */
    Scan<K> scanKeys(KeyRange<? super K> range);

    /**
     * What the cache shows at one moment, with the positions that this is complete up to. It is taken by the cache's reader between two batches, also
     * while the cache is frozen, halted or rebuilding. On the store {@code sorted} that costs nothing; on {@code heap} the reader copies the
     * table's references first, about ten bytes for each entry, and does not apply meanwhile.
     *
     * @return a future of its own for each call; fails with {@link NotReadyException}, {@link FailedException} or {@link ClosedException} where
     *     reads do
     */
    CompletableFuture<Snapshot<K, V>> snapshot();

    /**
     * Has entries found by something in their values. May be called at any time; what is made before ready is ready with the cache, after which
     * the reader goes through all entries once, and applies nothing meanwhile. Costs the memory of its index keys and about a hundred bytes for
     * each entry of one.
     *
     * <pre>{@code
     * Index<UUID, UUID, Session> byUser = sessions.index("user", session -> List.of(session.user()));
     * List<Session> open = byUser.get(userId);
     * }</pre>
     *
     * @param <I> the index key: with {@code equals} and {@code hashCode} of its own
     * @param name what to call it in messages; one of its kind in this cache
     * @param function the index keys of a value, empty for none; quick, and of the value alone. It is called by the reader, and by who reads the index;
     *     where it throws, the entry has no index keys, which is counted ({@link CacheStatus#indexErrors()}) and logged once
     * @return the index
     * @throws IllegalArgumentException where there is an index of that name
     * @throws FailedException where the reader failed
     * @throws ClosedException where the cache is closed
     */
    <I> Index<I, K, V> index(String name, Function<? super V, ? extends Collection<? extends I>> function);

    /**
     * Tells a listener of updates from now on.
     *
     * @param listener is called on a thread of its own
     * @return the subscription, to be closed
     */
    default Subscription listen(UpdateListener<? super K, ? super V> listener) {
        return listen(ListenOptions.fromNow(), listener);
    }

    /**
     * Tells a listener of updates. May be called before ready: what was replayed until then is told as state, where asked for, never as
     * updates.
     *
     * @param options what is wanted
     * @param listener is called on a thread of its own
     * @return the subscription, to be closed
     * @throws IllegalArgumentException where the options hold a token that is none
     * @throws FailedException where the reader failed; it would hear nothing
     */
    Subscription listen(ListenOptions<K> options, UpdateListener<? super K, ? super V> listener);

    /**
     * The updates as a reactive stream. Each subscriber has its own subscription; demand is honoured, and a subscriber too slow for {@code
     * maxPending} gets {@code onError}. {@code onComplete} follows the close of the cache; after a failure what waits is told as it is
     * requested, then {@code onError}. The state, where asked for, comes as ordinary elements; its end has no signal of its own.
     *
     * @param options what is wanted
     * @return the publisher
     * @throws IllegalArgumentException where the options hold a token that is none
     */
    Flow.Publisher<Update<K, V>> asPublisher(ListenOptions<K> options);

    /**
     * Completes once the record at this offset is readable here, or a later one of its key (ReadYourWrites); at once if it already is.
     *
     * @param offset what a put returned
     * @return a future that fails with {@link CacheTimeoutException} after {@code barrierTimeout}, and with {@link TopicRecreatedException} where the
     *     record is one of a former topic of that name
     */
    CompletableFuture<Void> await(RecordOffset offset);

    /**
     * As {@link #await(RecordOffset)} with a deadline of its own.
     *
     * @param offset what a put returned
     * @param timeout the longest wait
     * @return a future that fails with {@link CacheTimeoutException} after {@code timeout}
     */
    CompletableFuture<Void> await(RecordOffset offset, Duration timeout);

    /**
     * Completes once reads show every record acknowledged before this call, whoever wrote it (Latest). Always asks the brokers.
     *
     * @return a future that fails with {@link CacheTimeoutException} after {@code barrierTimeout}; never a silent stale read
     */
    CompletableFuture<Void> sync();

    /**
     * As {@link #sync()} with a deadline of its own.
     *
     * @param timeout the longest wait
     * @return a future that fails with {@link CacheTimeoutException} after {@code timeout}
     */
    CompletableFuture<Void> sync(Duration timeout);

    /**
     * Completes once the cache is complete (ReadyMeansComplete); never goes back.
     *
     * @return a future of its own for each call, without a deadline; fails where the cache fails or is closed first. The cache holds it until then,
     *     so a probe that asks again and again asks {@link #status()}, or one such future
     */
    CompletableFuture<Void> ready();

    /**
     * Waits until the cache is complete.
     *
     * @param timeout the longest wait
     * @throws CacheTimeoutException at the deadline; the message says what the cache waits for
     * @throws FailedException where the reader failed
     * @throws ClosedException where the cache was closed
     */
    void awaitReady(Duration timeout);

    /**
     * Completes once the reader has ended: normally after {@link #close()}, with {@link FailedException} after a failure.
     *
     * @return a future of its own for each call, which the cache holds until then; a probe that asks again and again asks {@link #status()}, or one
     *     such future
     */
    CompletableFuture<Void> stopped();

    /**
     * Applies nothing from now on, and goes on serving what it has, stale and visibly {@link CacheState#FROZEN}: to look at a topic that is being
     * damaged, or to keep what it did. {@code await} and {@code sync} wait meanwhile, until their deadline. What is frozen for longer than half of
     * {@code delete.retention.ms} is read again afterwards where tombstones may have been missed. Idempotent; takes effect between two batches.
     */
    void freeze();

    /** Goes on where {@link #freeze()}, or {@link Builder#haltWhen} against a delete storm, has stopped. Idempotent. */
    void unfreeze();

    /**
     * What the cache holds, in a form in which replicas can be compared.
     *
     * @return a snapshot, without partitions while it is not known; {@link CacheStatus#partitions()} has the sums alone
     */
    Fingerprint fingerprint();

    /**
     * What the cache knows about itself. Cheap enough to be asked every second.
     *
     * @return a snapshot
     */
    CacheStatus status();

    /**
     * Ends the cache within a few seconds: what was put is still sent, waiters fail with {@link ClosedException}, listeners are told nothing more.
     * Idempotent. Callable from any thread, also from a listener, a codec or a monitor of this cache, which it does not wait for, and from one that is
     * interrupted, and stays so; an interrupt while it waits has it wait no longer.
     */
    @Override
    void close();
}
