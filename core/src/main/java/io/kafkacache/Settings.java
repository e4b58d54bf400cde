package io.kafkacache;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The options that do not depend on types, with their defaults; copied where a builder makes the next one of a chain, and when a cache is opened. */
final class Settings {
    final String topic;
    StoreFactory store;
    final Map<String, String> properties = new LinkedHashMap<>();

    @Nullable
    String name;

    @Nullable
    String bootstrapServers;

    @Nullable
    CacheMonitor monitor;

    boolean readOnly = true;
    Isolation isolation = Isolation.READ_COMMITTED;
    KeyPartitioner partitioner = KeyPartitioner.murmur2();
    StartAt startAt = StartAt.beginning();
    OnRejected onRejected = OnRejected.FAIL_READS;

    /** Of the record's key and value, as are the builders that share these settings. */
    @Nullable
    Validator<?, ?> validateWrites;

    /** As above. */
    @Nullable
    Validation<? extends Validator<?, ?>> validateReads;

    @Nullable
    Consumer<? super Rejection> rejectionListener;

    @Nullable
    TopicWriter<String, byte[]> deadLetterWriter;

    boolean readsBeforeReady = false;
    Duration barrierTimeout = Duration.ofSeconds(30);
    Duration staleAfter = Duration.ofSeconds(10);
    Duration stepTimeout = Duration.ofSeconds(60);
    Duration metadataAge = Duration.ofSeconds(5);
    MaxStaleness maxStaleness = MaxStaleness.serveStale();
    Breaker haltWhen = Breaker.none();
    boolean followRetention = true;
    HistoryWindow history = new HistoryWindow(10_000, 16 * 1024 * 1024);

    @Nullable
    Duration deleteRetention;

    @Nullable
    String identity;

    @Nullable
    TopicCreation createTopic;

    @Nullable
    ThreadFactory threadFactory;

    @Nullable
    Executor callbackExecutor;

    boolean commitPositions = true;

    @Nullable
    LogSource log;

    Settings(String topic, StoreFactory store) {
        this.topic = topic;
        this.store = store;
    }

    Settings copy() {
        Settings copy = new Settings(topic, store);
        copy.properties.putAll(properties);
        copy.name = name;
        copy.bootstrapServers = bootstrapServers;
        copy.readOnly = readOnly;
        copy.isolation = isolation;
        copy.partitioner = partitioner;
        copy.monitor = monitor;
        copy.startAt = startAt;
        copy.onRejected = onRejected;
        copy.validateWrites = validateWrites;
        copy.validateReads = validateReads;
        copy.rejectionListener = rejectionListener;
        copy.deadLetterWriter = deadLetterWriter;
        copy.readsBeforeReady = readsBeforeReady;
        copy.barrierTimeout = barrierTimeout;
        copy.staleAfter = staleAfter;
        copy.stepTimeout = stepTimeout;
        copy.metadataAge = metadataAge;
        copy.maxStaleness = maxStaleness;
        copy.haltWhen = haltWhen;
        copy.followRetention = followRetention;
        copy.history = history;
        copy.deleteRetention = deleteRetention;
        copy.identity = identity;
        copy.createTopic = createTopic;
        copy.threadFactory = threadFactory;
        copy.callbackExecutor = callbackExecutor;
        copy.commitPositions = commitPositions;
        copy.log = log;
        return copy;
    }
}
