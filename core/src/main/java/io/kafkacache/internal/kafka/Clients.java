package io.kafkacache.internal.kafka;

import io.kafkacache.internal.log.LogException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * Makes the consumers and producers of one log, and knows which are open. Making one looks up the hosts' addresses and may block on that; it fails
 * with a {@link LogException}. Each is made under the opener's context class loader, by which Kafka finds the classes that properties name
 * and which the client's threads inherit. Safe for any thread.
 */
final class Clients implements AutoCloseable {
    private final String topic;
    private final ClientProperties properties;
    private final ClientIds ids;
    private final Failures failures;
    private final ClassLoader loader;
    private final Map<OpenClient, String> open = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Clients(String topic, ClientProperties properties, ClientIds ids, Failures failures, ClassLoader loader) {
        this.topic = topic;
        this.properties = properties;
        this.ids = ids;
        this.failures = failures;
        this.loader = loader;
    }

    /** A client that can be ended by another thread than the one that uses it. */
    interface OpenClient {
        /** Ends it now, or as soon as the thread that uses it comes out of it. */
        void abandon();
    }

    KafkaLogReader reader() {
        String id = ids.take("reader");
        return reader(id, properties.consumer(id));
    }

    /** A reader that asks the leader itself: what a follower lacks proves nothing. */
    KafkaLogReader probe() {
        String id = ids.take("probe");
        Map<String, Object> toLeader = properties.consumer(id);
        toLeader.remove(ConsumerConfig.CLIENT_RACK_CONFIG);
        return reader(id, toLeader);
    }

    KafkaLogWriter writer() {
        String id = ids.take("writer");
        return opened(id, () -> {
            KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties.producer(id));
            return new KafkaLogWriter(topic, producer, failures, this::release);
        });
    }

    private KafkaLogReader reader(String id, Map<String, Object> consumer) {
        return opened(id, () -> new KafkaLogReader(topic, new KafkaConsumer<>(consumer), failures, this::release));
    }

    private <T extends OpenClient> T opened(String id, Supplier<T> making) {
        T client;
        try {
            client = made(making);
        } catch (RuntimeException | Error e) {
            ids.release(id);
            throw e;
        }
        open.put(client, id);
        if (closed) {
            client.abandon();
            throw failures.closed();
        }
        return client;
    }

    private void release(OpenClient client) {
        String id = open.remove(client);
        if (id != null) {
            ids.release(id);
        }
    }

    private <T> T made(Supplier<T> making) {
        if (closed) {
            throw failures.closed();
        }
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return making.get();
        } catch (RuntimeException e) {
            throw failures.ofOpening(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void close() {
        closed = true;
        open.keySet().forEach(OpenClient::abandon);
    }
}
