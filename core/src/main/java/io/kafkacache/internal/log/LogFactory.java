package io.kafkacache.internal.log;

import io.kafkacache.Isolation;
import io.kafkacache.internal.driver.Driver;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Opens a log for a cache, with the driver that suits it: threads for Kafka, steps for a scripted log. */
public interface LogFactory {
    /** Opens a cache's driver. {@code threads} and {@code callbacks} are null where the user gave none. */
    Driver driver(String cacheName, @Nullable ThreadFactory threads, @Nullable Executor callbacks);

    /** Opens the log. Does no I/O. */
    LogPort open(LogSettings settings);

    /** What a log needs to know of a cache. {@code clientId} is {@code <identity>.<cache>}, to which a role is added. */
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
