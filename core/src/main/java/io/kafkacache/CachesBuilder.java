package io.kafkacache;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What several caches have in common. Each option is that of {@link Builder} and holds for every cache whose own builder does not set it.
 * Not safe for several threads at once.
 */
public final class CachesBuilder {
    final Map<String, String> properties = new LinkedHashMap<>();

    @Nullable
    String bootstrapServers;

    @Nullable
    String identity;

    @Nullable
    Supplier<? extends CacheMonitor> monitor;

    @Nullable
    ThreadFactory threadFactory;

    @Nullable
    Executor callbackExecutor;

    CachesBuilder() {}

    /**
     * Where Kafka is.
     *
     * @param servers {@code host:port} with commas between; default: {@code $KAFKA_BOOTSTRAP_SERVERS}, else {@code kafka:9092}
     * @return this
     */
    public CachesBuilder bootstrapServers(String servers) {
        bootstrapServers = Objects.requireNonNull(servers);
        return this;
    }

    /**
     * Who this process is: the caches' consumer group and the beginning of their client ids.
     *
     * @param identity unique among running processes; default {@code $POD_NAMESPACE.$POD_NAME}, else the host name
     * @return this
     */
    public CachesBuilder identity(String identity) {
        if (identity.isBlank()) {
            throw new IllegalArgumentException("identity must not be blank");
        }
        this.identity = identity;
        return this;
    }

    /**
     * What makes a monitor for each cache, such as {@code () -> CacheMeters.of(registry)}: most of what a monitor is told does not say of which
     * cache it is.
     *
     * @param monitor asked once for each cache, not for null; default none
     * @return this
     */
    public CachesBuilder monitor(Supplier<? extends CacheMonitor> monitor) {
        this.monitor = Objects.requireNonNull(monitor);
        return this;
    }

    /**
     * What makes the threads.
     *
     * @param factory default daemon threads named {@code kafka-cache-<name>-<role>}
     * @return this
     */
    public CachesBuilder threadFactory(ThreadFactory factory) {
        threadFactory = Objects.requireNonNull(factory);
        return this;
    }

    /**
     * Where dependents of futures run.
     *
     * @param executor default daemon threads made as needed; one of a fixed size can starve when callbacks wait for each other
     * @return this
     */
    public CachesBuilder callbackExecutor(Executor executor) {
        callbackExecutor = Objects.requireNonNull(executor);
        return this;
    }

    /**
     * A Kafka client property. One that a cache's own builder sets, with this prefix or for all clients, is the cache's.
     *
     * @param key the property, as {@link Builder#property} takes it
     * @param value its value
     * @return this
     */
    public CachesBuilder property(String key, String value) {
        properties.put(key, value);
        return this;
    }

    /**
     * Several Kafka client properties.
     *
     * @param properties as {@link #property}
     * @return this
     */
    public CachesBuilder properties(Map<String, String> properties) {
        this.properties.putAll(properties);
        return this;
    }

    /**
     * Makes the group, without a cache yet. Starts nothing.
     *
     * @return to open caches in; to be closed
     */
    public KafkaCaches build() {
        return Providers.opener().several(new CachesOptions(this));
    }
}
