package io.kafkacache;

import io.kafkacache.codec.Codec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The options of a cache. Required things were given to {@link KafkaCache#builder}; everything else has a default. Not safe for several
 * threads at once.
 *
 * @param <RK> the key of a record
 * @param <RV> the value of a record
 * @param <K> the key of an entry
 * @param <V> the value of an entry
 * @param <C> what {@link #open()} gives
 */
public final class Builder<RK, RV, K, V, C extends ResolvedCache<RK, RV, K, V>> {
    /** Decades: as good as without end, and some of it fits into the nanoseconds of a long. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 4);

    private final Settings settings;
    private final Codec<RK> keyCodec;
    private final Codec<RV> valueCodec;
    private final Resolution<RK, RV, K, V> resolution;
    private final Function<CacheOptions<RK, RV, K, V>, C> opener;

    /** Of K and V, so not among the settings that the next builder of a chain takes over. */
    private @Nullable Validation<MutationValidator<? super K, ? super V>> validateMutations;

    private Builder(
            Settings settings,
            Codec<RK> keyCodec,
            Codec<RV> valueCodec,
            Resolution<RK, RV, K, V> resolution,
            Function<CacheOptions<RK, RV, K, V>, C> opener) {
        this.settings = settings;
        this.keyCodec = keyCodec;
        this.valueCodec = valueCodec;
        this.resolution = resolution;
        this.opener = opener;
    }

    static <K, V> Builder<K, V, K, V, KafkaCache<K, V>> of(String topic, Codec<K> keyCodec, Codec<V> valueCodec) {
        if (!topic.matches(
                "(?!\\.{1,2}$)[A-Za-z0-9._-]{1,249}")) { // no broker knows another one, so it would be waited for in
            // vain
            throw new IllegalArgumentException(
                    "topic=" + topic + " must be 1 to 249 letters, digits, '.', '_' or '-', neither '.' nor '..'");
        }
        requireForKeys(topic, keyCodec);
        Settings settings = new Settings(topic, Providers.store("heap"));
        return new Builder<>(
                settings,
                keyCodec,
                Objects.requireNonNull(valueCodec),
                Resolution.identity(),
                options -> Providers.opener().open(options));
    }

    /**
     * Makes entries' values from records' values.
     *
     * @param <W> the new value
     * @param version names the function; change it when the function changes
     * @param codec for the new values, where a store keeps them as bytes
     * @param function gives the value, or null where the key is to leave; what it throws rejects the record
     * @return a builder of a cache that reads the new values
     * @throws IllegalStateException after {@code validateMutations}, which is to be given the new values
     */
    public <W> Builder<RK, RV, K, W, ResolvedCache<RK, RV, K, W>> mapValues(
            String version, Codec<W> codec, Function<? super V, ? extends @Nullable W> function) {
        requireVersion(version);
        Objects.requireNonNull(codec);
        requireNoMutationsYet("mapValues");
        return resolved(resolution.mapped(version, (key, value) -> function.apply(value)));
    }

    /**
     * Leaves out keys: where the predicate says no, the key leaves the cache, whatever it held. Of a topic with several partitions such a key is
     * remembered, for it may have to keep away an older record of another partition: about 100 bytes each.
     *
     * @param version names the predicate; change it when the predicate changes
     * @param predicate says which entries stay; what it throws rejects the record
     * @return a builder of a cache of the entries that stay
     */
    public Builder<RK, RV, K, V, ResolvedCache<RK, RV, K, V>> filter(
            String version, BiPredicate<? super K, ? super V> predicate) {
        requireVersion(version);
        Builder<RK, RV, K, V, ResolvedCache<RK, RV, K, V>> next =
                resolved(resolution.<V>mapped(version, (key, value) -> predicate.test(key, value) ? value : null));
        next.validateMutations = validateMutations;
        return next;
    }

    /**
     * Has each record yield any number of entries with keys of their own; what it yields it owns.
     *
     * <p>Reads, listeners, indexes, {@code size} and {@code validateMutations} are about entries; writes, {@code validateWrites} and {@code
     * validateReads} about records. {@code haltWhen} counts records as well. After mappings and filters it is given what these make, one that stands
     * behind it is given each entry, and a second resolver each entry of the first.
     *
     * @param <L> the key of an entry
     * @param <W> the value of an entry
     * @param version names the resolver; change it when the resolver changes
     * @param keyCodec for the keys of entries, whose order and equality it gives; not for values only
     * @param valueCodec for the values of entries, where a store keeps them as bytes
     * @param resolver yields the entries, without side effects; what it throws rejects the record
     * @return a builder of a cache of these entries
     * @throws IllegalStateException after {@code validateMutations}, which is to be given what the resolver yields
     */
    public <L, W> Builder<RK, RV, L, W, ResolvedCache<RK, RV, L, W>> resolver(
            String version,
            Codec<L> keyCodec,
            Codec<W> valueCodec,
            Resolver<? super K, ? super V, ? extends L, ? extends W> resolver) {
        requireVersion(version);
        requireForKeys(settings.topic, keyCodec);
        Objects.requireNonNull(valueCodec);
        requireNoMutationsYet("resolver");
        return resolved(resolution.resolved(version, keyCodec, Objects.requireNonNull(resolver)));
    }

    private void requireNoMutationsYet(String option) {
        if (validateMutations != null) {
            throw new IllegalStateException(
                    "validateMutations judges the values that " + option + " makes; call it after " + option);
        }
    }

    private <L, W> Builder<RK, RV, L, W, ResolvedCache<RK, RV, L, W>> resolved(Resolution<RK, RV, L, W> next) {
        return new Builder<>(settings.copy(), keyCodec, valueCodec, next, options -> Providers.opener()
                .openResolved(options));
    }

    private static void requireForKeys(String topic, Codec<?> codec) {
        if (codec.valuesOnly()) {
            throw new IllegalArgumentException(
                    topic
                            + ": this codec is for values only, since one object has several encodings; choose another for keys");
        }
    }

    private static void requireVersion(String version) {
        if (version.isBlank()) {
            throw new IllegalArgumentException(
                    "version must not be blank: it tells entries made by another function apart");
        }
    }

    /**
     * Names the cache in threads, client ids, metrics and log lines.
     *
     * @param name letters, digits, {@code . _ -}; default: the topic, with {@code -2}, {@code -3}, … for further caches in the process
     * @return this
     */
    public Builder<RK, RV, K, V, C> name(String name) {
        if (!name.matches("[A-Za-z0-9._-]{1,200}")) {
            throw new IllegalArgumentException("name=" + name + " must be 1 to 200 letters, digits, '.', '_' or '-'");
        }
        settings.name = name;
        return this;
    }

    /**
     * Where Kafka is.
     *
     * @param servers {@code host:port} with commas between; default: {@code $KAFKA_BOOTSTRAP_SERVERS}, else {@code kafka:9092}
     * @return this
     */
    public Builder<RK, RV, K, V, C> bootstrapServers(String servers) {
        settings.bootstrapServers = servers;
        return this;
    }

    /**
     * Whether writes are refused.
     *
     * @param readOnly default true
     * @return this
     */
    public Builder<RK, RV, K, V, C> readOnly(boolean readOnly) {
        settings.readOnly = readOnly;
        return this;
    }

    /**
     * Where the entries live, by name.
     *
     * @param name {@code heap} (default), {@code sorted}, or a store whose artifact is on the class path
     * @return this
     * @throws IllegalArgumentException where no store has this name
     */
    public Builder<RK, RV, K, V, C> store(String name) {
        settings.store = Providers.store(name);
        return this;
    }

    /**
     * Where the entries live.
     *
     * @param factory makes the stores
     * @return this
     */
    public Builder<RK, RV, K, V, C> store(StoreFactory factory) {
        settings.store = Objects.requireNonNull(factory);
        return this;
    }

    /**
     * Which records of transactions are applied.
     *
     * @param isolation default {@link Isolation#READ_COMMITTED}
     * @return this
     */
    public Builder<RK, RV, K, V, C> isolation(Isolation isolation) {
        settings.isolation = Objects.requireNonNull(isolation);
        return this;
    }

    /**
     * What chooses the partition of a write; the same for all writers of a topic.
     *
     * @param partitioner default {@link KeyPartitioner#murmur2()}
     * @return this
     */
    public Builder<RK, RV, K, V, C> partitioner(KeyPartitioner partitioner) {
        settings.partitioner = Objects.requireNonNull(partitioner);
        return this;
    }

    /**
     * What is told of events, such as metrics.
     *
     * @param monitor default none
     * @return this
     */
    public Builder<RK, RV, K, V, C> monitor(CacheMonitor monitor) {
        settings.monitor = Objects.requireNonNull(monitor);
        return this;
    }

    /**
     * Where reading begins.
     *
     * @param startAt default the beginning; anything else makes the cache a window
     * @return this
     */
    public Builder<RK, RV, K, V, C> startAt(StartAt startAt) {
        settings.startAt = Objects.requireNonNull(startAt);
        return this;
    }

    /**
     * Whether a value may be written: asked on the caller's thread before a put is sent. Where the validator finds something, or throws, nothing
     * is sent and the put's future fails with a {@link RejectedWriteException} that tells all of it. Deletes are not asked about. Other
     * writers of the topic are not bound by it.
     *
     * @param validator default none; give the same to {@link #validateReads(Validator)} and what one refuses the other does
     * @return this
     */
    public Builder<RK, RV, K, V, C> validateWrites(Validator<? super RK, ? super RV> validator) {
        settings.validateWrites = Objects.requireNonNull(validator);
        return this;
    }

    /**
     * Whether a value that was read may stand in the cache, with the consequence of {@link #onRejected}.
     *
     * @param validator as for {@link #validateReads(Validator, OnRejected)}
     * @return this
     */
    public Builder<RK, RV, K, V, C> validateReads(Validator<? super RK, ? super RV> validator) {
        settings.validateReads = new Validation<>(Objects.requireNonNull(validator), null, List.of());
        return this;
    }

    /**
     * Whether a value that was read may stand in the cache: asked of each record's value behind its codec and before resolver, mapping and filter, in
     * replay and in live reading. Where the validator finds something, or throws, the record is rejected as {@link
     * RejectionReason#INVALID_VALUE}. Only of records that would stand in the cache: in replay those that a later record of their key supersedes are
     * neither judged nor counted. Deletes are not asked about.
     *
     * @param validator default none
     * @param consequence what follows
     * @return this
     */
    public Builder<RK, RV, K, V, C> validateReads(Validator<? super RK, ? super RV> validator, OnRejected consequence) {
        settings.validateReads =
                new Validation<>(Objects.requireNonNull(validator), Objects.requireNonNull(consequence), List.of());
        return this;
    }

    /**
     * Whether the change that a record would make is allowed, with the consequence of {@link #onRejected}.
     *
     * @param validator as for {@link #validateMutations(MutationValidator, OnRejected, ReadableCache...)}
     * @param dependsOn as there
     * @return this
     */
    public Builder<RK, RV, K, V, C> validateMutations(
            MutationValidator<? super K, ? super V> validator, ReadableCache<?, ?>... dependsOn) {
        validateMutations = new Validation<>(Objects.requireNonNull(validator), null, List.of(dependsOn));
        return this;
    }

    /**
     * Whether the change that a record would make is allowed: asked behind resolver, mapping and filter of each value that would stand in the cache,
     * with the entry that stands there; behind a resolver with the one that the former record of the key has there, and what refuses one rejects the
     * record. Where the validator finds something, or throws, the record is rejected as {@link
     * RejectionReason#INVALID_MUTATION}. Values are then decoded as they come in replay too, for each is the one before of the next; what a
     * later record has superseded when the replay ends was judged, but is neither counted nor followed by anything.
     *
     * <p>Replicas may differ by it: what a fresh one judges follows from what compaction has left.
     *
     * @param validator default none
     * @param consequence what follows
     * @param dependsOn the caches that the validator reads: nothing is applied, and this cache is not ready, until each of them is. When they
     *     change nothing is judged again, and there is no order between topics
     * @return this
     */
    public Builder<RK, RV, K, V, C> validateMutations(
            MutationValidator<? super K, ? super V> validator,
            OnRejected consequence,
            ReadableCache<?, ?>... dependsOn) {
        validateMutations = new Validation<>(
                Objects.requireNonNull(validator), Objects.requireNonNull(consequence), List.of(dependsOn));
        return this;
    }

    /**
     * What follows a record that is rejected, where its validator has no consequence of its own.
     *
     * @param policy default {@link OnRejected#FAIL_READS}
     * @return this
     */
    public Builder<RK, RV, K, V, C> onRejected(OnRejected policy) {
        settings.onRejected = Objects.requireNonNull(policy);
        return this;
    }

    /**
     * What is told of each record that is rejected: where it stands and why, without its value. In the order in which they are found, one after
     * the other, where dependents of futures run ({@link #callbackExecutor}), so it may block or call the cache. What it throws is counted as a
     * listener's. One that is 10,000 rejections behind is not told of all of them.
     *
     * @param listener default none
     * @return this
     */
    public Builder<RK, RV, K, V, C> rejectionListener(Consumer<? super Rejection> listener) {
        settings.rejectionListener = Objects.requireNonNull(listener);
        return this;
    }

    /**
     * What writes rejected records to a topic of their own. For one designated process: each that has it writes all of them. Keys are {@code
     * topic/partition/offset}, so that a compacted topic holds each record once, whoever rejects it how often; values are the bytes of the
     * record's value (none for a tombstone), and headers {@code kafka-cache.topic}, {@code .partition}, {@code .offset}, {@code .timestamp} (epoch
     * milliseconds), {@code .reason}, {@code .message}, {@code .key} (its bytes) and, for a tombstone alone, {@code .tombstone}.
     *
     * <p>Best effort: what the writer refuses or fails, as while its queue is full, is counted ({@link CacheStatus#deadLetterErrors}) and not
     * tried again.
     *
     * @param writer default none; opened on another topic with {@code Codecs.utf8()} and {@code Codecs.bytes()}, and to be closed after this cache
     * @return this
     * @throws IllegalArgumentException where it writes to the topic of this cache
     */
    public Builder<RK, RV, K, V, C> deadLetterWriter(TopicWriter<String, byte[]> writer) {
        if (writer.topic().equals(settings.topic)) {
            throw new IllegalArgumentException("deadLetterWriter writes to " + writer.topic()
                    + ", the topic of this cache; open it on another one");
        }
        settings.deadLetterWriter = writer;
        return this;
    }

    /**
     * Allows reads before the cache is complete: "not found" may then be wrong.
     *
     * @param allowed default false
     * @return this
     */
    public Builder<RK, RV, K, V, C> readsBeforeReady(boolean allowed) {
        settings.readsBeforeReady = allowed;
        return this;
    }

    /**
     * The deadline of {@code await} and {@code sync} where the call gives none.
     *
     * @param timeout positive; default 30 s
     * @return this
     */
    public Builder<RK, RV, K, V, C> barrierTimeout(Duration timeout) {
        settings.barrierTimeout = positive("barrierTimeout", timeout);
        return this;
    }

    /**
     * From which age of the oldest proof of being at the head the cache counts as stale.
     *
     * @param age positive; default 10 s
     * @return this
     */
    public Builder<RK, RV, K, V, C> staleAfter(Duration age) {
        settings.staleAfter = positive("staleAfter", age);
        return this;
    }

    /**
     * How long the reader may be at one thing before {@link CacheStatus#live()} is false: a batch, or each entry where it has to do with all of them.
     *
     * @param timeout positive; default 60 s
     * @return this
     */
    public Builder<RK, RV, K, V, C> stepTimeout(Duration timeout) {
        settings.stepTimeout = positive("stepTimeout", timeout);
        return this;
    }

    /**
     * How often the topic is described and its log start asked for, and so how fast a recreated or grown topic, and what retention took, is noticed.
     * What comes of it that must be soon (a rebuild, the next try behind a failure) waits 5 s at most, however long this is.
     *
     * @param age positive; default 5 s
     * @return this
     */
    public Builder<RK, RV, K, V, C> metadataAge(Duration age) {
        settings.metadataAge = positive("metadataAge", age);
        return this;
    }

    /**
     * What follows when a ready cache has not been proven to be at the head for long, as while Kafka is away.
     *
     * @param policy default {@link MaxStaleness#serveStale()}
     * @return this
     */
    public Builder<RK, RV, K, V, C> maxStaleness(MaxStaleness policy) {
        settings.maxStaleness = Objects.requireNonNull(policy);
        return this;
    }

    /**
     * How much may be deleted within a minute before the cache halts, serves what it has, and waits for {@link ReadableCache#unfreeze()}.
     *
     * @param breaker default {@link Breaker#none()}
     * @return this
     */
    public Builder<RK, RV, K, V, C> haltWhen(Breaker breaker) {
        settings.haltWhen = Objects.requireNonNull(breaker);
        return this;
    }

    /**
     * Whether entries leave the cache when the log start passes their records, by retention or by deleted records, as a cache opened later would
     * never see them.
     *
     * @param follow default true; false keeps them, and replicas then differ by their age
     * @return this
     */
    public Builder<RK, RV, K, V, C> followRetention(boolean follow) {
        settings.followRetention = follow;
        return this;
    }

    /**
     * How many of the last updates, from ready on, are kept so that listeners can {@linkplain ListenOptions#resume resume}. A batch larger than
     * that is not kept at all.
     *
     * @param updates the most updates, of all keys; default 10,000; 0 keeps none, and nobody can resume
     * @param bytes about the most memory they keep, as {@link HistoryWindow} counts; default 16 MiB; 0 keeps none
     * @return this
     * @throws IllegalArgumentException where one is negative
     */
    public Builder<RK, RV, K, V, C> history(int updates, long bytes) {
        settings.history = new HistoryWindow(updates, bytes);
        return this;
    }

    /**
     * The topic's {@code delete.retention.ms} where it cannot be read.
     *
     * @param retention positive; default Kafka's, a day
     * @return this
     */
    public Builder<RK, RV, K, V, C> deleteRetention(Duration retention) {
        settings.deleteRetention = positive("deleteRetention", retention);
        return this;
    }

    /**
     * Who this process is: its consumer group and the beginning of its client ids.
     *
     * @param identity unique among running processes; default {@code $POD_NAMESPACE.$POD_NAME}, else the host name
     * @return this
     */
    public Builder<RK, RV, K, V, C> identity(String identity) {
        if (identity.isBlank()) {
            throw new IllegalArgumentException("identity must not be blank");
        }
        settings.identity = identity;
        return this;
    }

    /**
     * Creates the topic where it is missing; off by default.
     *
     * @param partitions at least 1
     * @param replication the replication factor, or −1 for the broker's default
     * @param configs topic configs; compacted unless they say otherwise
     * @return this
     */
    public Builder<RK, RV, K, V, C> createTopic(int partitions, int replication, Map<String, String> configs) {
        settings.createTopic = new TopicCreation(partitions, replication, configs);
        return this;
    }

    /**
     * What makes the threads of this cache.
     *
     * @param factory default daemon threads named {@code kafka-cache-<name>-<role>}
     * @return this
     */
    public Builder<RK, RV, K, V, C> threadFactory(ThreadFactory factory) {
        settings.threadFactory = factory;
        return this;
    }

    /**
     * Where dependents of futures run.
     *
     * @param executor default daemon threads made as needed; one of a fixed size can starve when callbacks wait for each other
     * @return this
     */
    public Builder<RK, RV, K, V, C> callbackExecutor(Executor executor) {
        settings.callbackExecutor = executor;
        return this;
    }

    /**
     * Whether applied positions are committed to a consumer group, so that lag tools see the cache.
     *
     * @param commit default true
     * @return this
     */
    public Builder<RK, RV, K, V, C> commitPositions(boolean commit) {
        settings.commitPositions = commit;
        return this;
    }

    /**
     * A Kafka client property, for all clients or, with a prefix {@code consumer.}, {@code producer.} or {@code admin.}, for one.
     *
     * @param key the property
     * @param value its value
     * @return this
     */
    public Builder<RK, RV, K, V, C> property(String key, String value) {
        settings.properties.put(key, value);
        return this;
    }

    /**
     * Several Kafka client properties.
     *
     * @param properties as {@link #property}
     * @return this
     */
    public Builder<RK, RV, K, V, C> properties(Map<String, String> properties) {
        settings.properties.putAll(properties);
        return this;
    }

    /**
     * Reads and writes a scripted log instead of Kafka, for tests.
     *
     * @param log the log
     * @return this
     */
    public Builder<RK, RV, K, V, C> log(LogSource log) {
        settings.log = log;
        return this;
    }

    /**
     * Opens the cache. Returns at once, whether or not Kafka can be reached or the topic exists; connects in the background.
     *
     * @return the cache, not ready yet; to be closed
     * @throws IllegalArgumentException where options contradict each other or a property would break a guarantee
     */
    public C open() {
        return opener.apply(options());
    }

    /**
     * Opens only the writing half.
     *
     * @return a writer, to be closed
     * @throws IllegalArgumentException where a property would break a guarantee
     */
    public TopicWriter<RK, RV> openWriter() {
        return Providers.opener().openWriter(options());
    }

    CacheOptions<RK, RV, K, V> options() {
        return new CacheOptions<>(settings, keyCodec, valueCodec, resolution, validateMutations);
    }

    private static Duration positive(String option, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(option + "=" + value + " must be positive");
        }
        return value.compareTo(LONGEST) < 0 ? value : LONGEST;
    }

    /** Opens one of several caches: what this builder was not told is as {@code common} says. The builder stays as it is. */
    C openIn(CachesOptions common, LogSource kafka) {
        Settings filled = settings.copy();
        common.fillIn(filled);
        if (filled.log == null) {
            filled.log = kafka;
        }
        return opener.apply(new CacheOptions<>(filled, keyCodec, valueCodec, resolution, validateMutations));
    }
}
