package io.kafkacache.internal.kafka;

import io.kafkacache.LogSource;
import io.kafkacache.internal.driver.Driver;
import io.kafkacache.internal.driver.ThreadDriver;
import io.kafkacache.internal.log.LogFactory;
import io.kafkacache.internal.log.LogPort;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Opens caches on Kafka, driven by threads. Safe for any thread. */
public final class KafkaLogFactory implements LogFactory, LogSource {
    private final @Nullable SharedAdmins shared;

    /** One whose caches share nothing. */
    public KafkaLogFactory() {
        this(null);
    }

    private KafkaLogFactory(@Nullable SharedAdmins shared) {
        this.shared = shared;
    }

    /**
     * One whose caches share what is safe to share: Admin clients. A producer is not: it exists only while its topic does, and is closed at
     * once when the topic is gone, with what it holds. Nor is a consumer, which one thread polls.
     */
    public static KafkaLogFactory sharing() {
        return new KafkaLogFactory(new SharedAdmins());
    }

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
                loader == null ? KafkaLogFactory.class.getClassLoader() : loader,
                shared);
    }
}
