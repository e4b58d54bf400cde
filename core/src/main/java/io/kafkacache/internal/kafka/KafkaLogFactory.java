package io.kafkacache.internal.kafka;

import io.kafkacache.internal.log.LogFactory.LogSettings;
import io.kafkacache.internal.log.LogPort;

/** Opens logs on Kafka. Stateless. */
public final class KafkaLogFactory {
    /**
     * Opens the log. Does no I/O.
     *
     * @throws IllegalArgumentException where a property would break a guarantee or has a value that Kafka does not take, or where the servers
     *     are no list of {@code host:port}
     */
    public LogPort open(LogSettings settings) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return new KafkaLog(
                settings,
                ClientProperties.of(settings),
                loader == null ? KafkaLogFactory.class.getClassLoader() : loader);
    }
}
