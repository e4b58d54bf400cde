package io.kafkacache.internal.log;

import io.kafkacache.Isolation;
import io.kafkacache.internal.driver.Driver;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Opens a log for a cache, with the driver that suits it: threads for Kafka, steps for a scripted log. */
public interface LogFactory {
    /**
     * Opens a cache's driver.
     *
     * @param cacheName the cache's name, for threads
     * @param threads makes threads, or null where the user gave nothing for that
     * @param callbacks runs users' code, or null where the user gave nothing for that
     * @return the driver
     */
    Driver driver(String cacheName, @Nullable ThreadFactory threads, @Nullable Executor callbacks);

    /**
     * Opens the log. Does no I/O.
     *
     * @param settings what it needs to know of the cache
     * @return the log
     */
    LogPort open(LogSettings settings);

    /**
     * What a log needs to know of a cache.
     *
     * @param topic the topic
     * @param clientId {@code <identity>.<cache>}, to which a role is added
     * @param isolation the cache's isolation
     * @param bootstrapServers where Kafka is
     * @param properties the user's client properties
     */
    record LogSettings(
            String topic,
            String clientId,
            Isolation isolation,
            String bootstrapServers,
            Map<String, String> properties) {
        /** Without the values of the properties: some are secrets. */
        @Override
        public String toString() {
            return topic + " at " + bootstrapServers + " as " + clientId + ", " + isolation + ", properties "
                    + properties.keySet();
        }
    }
}
