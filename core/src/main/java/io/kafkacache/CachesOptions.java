package io.kafkacache;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a {@link CachesBuilder} was told, as its {@link CacheOpener} uses it. Immutable. */
public final class CachesOptions {
    private final @Nullable String bootstrapServers;
    private final @Nullable String identity;
    private final @Nullable Supplier<? extends CacheMonitor> monitor;
    private final @Nullable ThreadFactory threadFactory;
    private final @Nullable Executor callbackExecutor;
    private final Map<String, String> properties;

    CachesOptions(CachesBuilder told) {
        bootstrapServers = told.bootstrapServers;
        identity = told.identity;
        monitor = told.monitor;
        threadFactory = told.threadFactory;
        callbackExecutor = told.callbackExecutor;
        properties = new LinkedHashMap<>(told.properties);
    }

    /**
     * Opens a cache with these options where its builder was not told otherwise.
     *
     * @param <RK> the key of a record
     * @param <RV> the value of a record
     * @param <K> the key of an entry
     * @param <V> the value of an entry
     * @param <C> the cache
     * @param builder the cache's own options; stays as it is
     * @param kafka where it reads and writes, unless the builder was given a log
     * @return the cache, not ready yet
     */
    public <RK, RV, K, V, C extends ResolvedCache<RK, RV, K, V>> C open(
            Builder<RK, RV, K, V, C> builder, LogSource kafka) {
        return builder.openIn(this, kafka);
    }

    void fillIn(Settings settings) {
        if (settings.bootstrapServers == null) {
            settings.bootstrapServers = bootstrapServers;
        }
        if (settings.identity == null) {
            settings.identity = identity;
        }
        if (settings.monitor == null && monitor != null) {
            settings.monitor = Objects.requireNonNull(monitor.get(), "monitor: its supplier gave null");
        }
        if (settings.threadFactory == null) {
            settings.threadFactory = threadFactory;
        }
        if (settings.callbackExecutor == null) {
            settings.callbackExecutor = callbackExecutor;
        }
        properties.forEach((key, value) -> {
            if (!isSetBy(settings, key)) {
                settings.properties.put(key, value);
            }
        });
    }

    /** One with a prefix would win over one without, and so over what the cache's own builder says for all clients. */
    private static boolean isSetBy(Settings settings, String key) {
        return settings.properties.containsKey(key)
                || settings.properties.containsKey(key.replaceFirst("^(consumer|producer|admin)\\.", ""));
    }
}
