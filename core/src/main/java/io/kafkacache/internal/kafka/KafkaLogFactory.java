package io.kafkacache.internal.kafka;

import io.kafkacache.internal.driver.Driver;
import io.kafkacache.internal.driver.ThreadDriver;
import io.kafkacache.internal.log.LogFactory;
import io.kafkacache.internal.log.LogPort;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Opens caches on Kafka, driven by threads. Stateless. */
public final class KafkaLogFactory implements LogFactory {
    @Override
    public Driver driver(String cacheName, @Nullable ThreadFactory threads, @Nullable Executor callbacks) {
        return new ThreadDriver(cacheName, threads, callbacks);
    }

    /** @throws IllegalArgumentException where a property would break a guarantee or has a value Kafka does not take */
    @Override
    public LogPort open(LogSettings settings) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return new KafkaLog(
                settings,
                ClientProperties.of(settings),
                loader == null ? KafkaLogFactory.class.getClassLoader() : loader);
    }
}
