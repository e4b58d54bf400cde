package io.kafkacache;

import io.kafkacache.codec.Codec;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything a {@link Builder} was told, as its {@link CacheOpener} reads it. Immutable.
 *
 * @param <RK> the key of a record
 * @param <RV> the value of a record
 * @param <K> the key of an entry
 * @param <V> the value of an entry
 */
public final class CacheOptions<RK, RV, K, V> {
    private final Settings settings;
    private final Codec<RK> keyCodec;
    private final Codec<RV> valueCodec;
    private final Resolution<RK, RV, K, V> resolution;

    private final @Nullable Validation<MutationValidator<? super K, ? super V>> validateMutations;

    CacheOptions(
            Settings settings,
            Codec<RK> keyCodec,
            Codec<RV> valueCodec,
            Resolution<RK, RV, K, V> resolution,
            @Nullable Validation<MutationValidator<? super K, ? super V>> validateMutations) {
        this.settings = settings.copy();
        this.keyCodec = keyCodec;
        this.valueCodec = valueCodec;
        this.resolution = resolution;
        this.validateMutations = validateMutations;
    }

    /**
     * For keys in the topic.
     *
     * @return the key codec
     */
    public Codec<RK> keyCodec() {
        return keyCodec;
    }

    /**
     * For values in the topic.
     *
     * @return the value codec
     */
    public Codec<RV> valueCodec() {
        return valueCodec;
    }

    /**
     * What makes entries of records.
     *
     * @return the resolution
     */
    public Resolution<RK, RV, K, V> resolution() {
        return resolution;
    }

    /**
     * The topic.
     *
     * @return the option
     */
    public String topic() {
        return settings.topic;
    }

    /**
     * The given name; null for the topic's.
     *
     * @return the option
     */
    public @Nullable String name() {
        return settings.name;
    }

    /**
     * Where Kafka is; null for the environment's {@code KAFKA_BOOTSTRAP_SERVERS}, else {@code kafka:9092}.
     *
     * @return the option
     */
    public @Nullable String bootstrapServers() {
        return settings.bootstrapServers;
    }

    /**
     * Whether writes are refused.
     *
     * @return the option
     */
    public boolean readOnly() {
        return settings.readOnly;
    }

    /**
     * What makes the stores.
     *
     * @return the option
     */
    public StoreFactory store() {
        return settings.store;
    }

    /**
     * Which records of transactions are applied.
     *
     * @return the option
     */
    public Isolation isolation() {
        return settings.isolation;
    }

    /**
     * What chooses the partition of a write.
     *
     * @return the option
     */
    public KeyPartitioner partitioner() {
        return settings.partitioner;
    }

    /**
     * What is told of events.
     *
     * @return the option
     */
    public CacheMonitor monitor() {
        return settings.monitor == null ? CacheMonitor.NONE : settings.monitor;
    }

    /**
     * Where reading begins.
     *
     * @return the option
     */
    public StartAt startAt() {
        return settings.startAt;
    }

    /**
     * What follows a rejected record.
     *
     * @return the option
     */
    public OnRejected onRejected() {
        return settings.onRejected;
    }

    /**
     * What is asked before a write is sent; null for nothing.
     *
     * @return the option
     */
    @SuppressWarnings("unchecked") // the builders that share settings have the same RK and RV
    public @Nullable Validator<? super RK, ? super RV> validateWrites() {
        return (Validator<? super RK, ? super RV>) settings.validateWrites;
    }

    /**
     * What is asked of the value of each record that would stand in the cache; null for nothing.
     *
     * @return the option
     */
    @SuppressWarnings("unchecked") // as above
    public @Nullable Validation<Validator<? super RK, ? super RV>> validateReads() {
        return (Validation<Validator<? super RK, ? super RV>>) settings.validateReads;
    }

    /**
     * What is asked of the change that each record would make; null for nothing.
     *
     * @return the option
     */
    public @Nullable Validation<MutationValidator<? super K, ? super V>> validateMutations() {
        return validateMutations;
    }

    /**
     * What is told of each rejection; null for nothing.
     *
     * @return the option
     */
    public @Nullable Consumer<? super Rejection> rejectionListener() {
        return settings.rejectionListener;
    }

    /**
     * What writes rejected records to a topic of their own; null for nothing.
     *
     * @return the option
     */
    public @Nullable TopicWriter<String, byte[]> deadLetterWriter() {
        return settings.deadLetterWriter;
    }

    /**
     * Whether reads are allowed before ready.
     *
     * @return the option
     */
    public boolean readsBeforeReady() {
        return settings.readsBeforeReady;
    }

    /**
     * The deadline of {@code await} and {@code sync}.
     *
     * @return the option
     */
    public Duration barrierTimeout() {
        return settings.barrierTimeout;
    }

    /**
     * The age of the oldest proof from which the cache is stale.
     *
     * @return the option
     */
    public Duration staleAfter() {
        return settings.staleAfter;
    }

    /**
     * How long the reader may take for one step before the cache is not live.
     *
     * @return the option
     */
    public Duration stepTimeout() {
        return settings.stepTimeout;
    }

    /**
     * How often the topic is described.
     *
     * @return the option
     */
    public Duration metadataAge() {
        return settings.metadataAge;
    }

    /**
     * What follows when the cache is stale for long.
     *
     * @return the option
     */
    public MaxStaleness maxStaleness() {
        return settings.maxStaleness;
    }

    /**
     * How much may be deleted before the cache halts.
     *
     * @return the option
     */
    public Breaker haltWhen() {
        return settings.haltWhen;
    }

    /**
     * Whether entries leave when the log start passes their records.
     *
     * @return the option
     */
    public boolean followRetention() {
        return settings.followRetention;
    }

    /**
     * How many of the last updates are kept for listeners that resume.
     *
     * @return the option
     */
    public HistoryWindow history() {
        return settings.history;
    }

    /**
     * The {@code delete.retention.ms} to assume where the topic's cannot be read; null for Kafka's default of a day.
     *
     * @return the option
     */
    public @Nullable Duration deleteRetention() {
        return settings.deleteRetention;
    }

    /**
     * Who this process is; null for {@code $POD_NAMESPACE.$POD_NAME}, else the host name.
     *
     * @return the option
     */
    public @Nullable String identity() {
        return settings.identity;
    }

    /**
     * How to create a missing topic; null for never.
     *
     * @return the option
     */
    public @Nullable TopicCreation createTopic() {
        return settings.createTopic;
    }

    /**
     * What makes the threads; null for daemon threads.
     *
     * @return the option
     */
    public @Nullable ThreadFactory threadFactory() {
        return settings.threadFactory;
    }

    /**
     * Where dependents of futures run; null for daemon threads made as needed.
     *
     * @return the option
     */
    public @Nullable Executor callbackExecutor() {
        return settings.callbackExecutor;
    }

    /**
     * Whether applied positions are committed for lag tools.
     *
     * @return the option
     */
    public boolean commitPositions() {
        return settings.commitPositions;
    }

    /**
     * Kafka client properties as given.
     *
     * @return the option
     */
    public Map<String, String> properties() {
        return Map.copyOf(settings.properties);
    }

    /**
     * A scripted log; null for Kafka.
     *
     * @return the option
     */
    public @Nullable LogSource log() {
        return settings.log;
    }
}
