package io.kafkacache.internal.kafka;

import io.kafkacache.Position;
import io.kafkacache.internal.log.EndKind;
import io.kafkacache.internal.log.LogFactory.LogSettings;
import io.kafkacache.internal.log.LogPort;
import io.kafkacache.internal.log.LogReader;
import io.kafkacache.internal.log.LogWriter;
import io.kafkacache.internal.log.TopicDescription;
import io.kafkacache.internal.log.TopicSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** A topic of Kafka. Opens no connection before it is asked something. Safe for any thread. */
final class KafkaLog implements LogPort {
    private final String where;
    private final Clients clients;
    private final LazyAdmin admin;
    private final SecondAdmin second;
    private final TopicAdmin ofTopic;
    private final GroupAdmin ofGroup;
    private final Probes probes;
    private final Duration deliveryTimeout;

    /** {@code shared} has the Admin clients of logs that share one; null for a client of its own. */
    KafkaLog(LogSettings settings, ClientProperties properties, ClassLoader loader, @Nullable SharedAdmins shared) {
        String topic = settings.topic();
        this.deliveryTimeout = properties.deliveryTimeout();
        this.where = settings.bootstrapServers();
        Failures failures = new Failures(topic, where);
        String threads = "kafka-cache-" + settings.clientId() + "-";
        this.clients = new Clients(topic, properties, new ClientIds(settings.clientId()), failures, loader);
        ThreadFactory opening = daemons(threads + "admin-open", loader);
        Admins admins = shared == null
                ? Admins.of(properties, settings.clientId() + ".admin", opening)
                : shared.of(properties, loader, settings.clientId() + ".shared-admin", opening);
        this.admin = new LazyAdmin(admins.first(), failures);
        this.ofTopic = new TopicAdmin(topic, settings.isolation(), admin, failures);
        this.second =
                new SecondAdmin(admin, new LazyAdmin(admins.second(), failures), ofTopic::describe, System::nanoTime);
        this.ofGroup = new GroupAdmin(topic, admin);
        this.probes =
                new Probes(topic, clients, failures, properties.fetchWaitMillis(), daemons(threads + "probe", loader));
    }

    private static ThreadFactory daemons(String name, ClassLoader loader) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            thread.setContextClassLoader(loader);
            return thread;
        };
    }

    @Override
    public CompletableFuture<TopicDescription> describe() {
        return ofTopic.describe();
    }

    @Override
    public CompletableFuture<TopicDescription> describeMeanwhile() {
        return second.describe();
    }

    @Override
    public CompletableFuture<TopicSettings> settings() {
        return ofTopic.settings();
    }

    @Override
    public CompletableFuture<Map<Integer, Position>> ends(Set<Integer> partitions, EndKind kind) {
        return ofTopic.ends(partitions, kind);
    }

    @Override
    public CompletableFuture<Map<Integer, Position>> startingAt(Set<Integer> partitions, Instant time) {
        return ofTopic.startingAt(partitions, time);
    }

    @Override
    public CompletableFuture<Boolean> probe(int partition, Position at) {
        return probes.probe(partition, at);
    }

    @Override
    public CompletableFuture<Void> createTopic(int partitions, int replication, Map<String, String> configs) {
        return ofTopic.create(partitions, replication, configs);
    }

    @Override
    public CompletableFuture<Void> commit(String group, Map<Integer, Position> positions, String metadata) {
        return ofGroup.commit(group, positions, metadata);
    }

    @Override
    public CompletableFuture<Void> forget(String group) {
        return ofGroup.forget(group);
    }

    @Override
    public LogReader openReader() {
        return clients.reader();
    }

    @Override
    public LogWriter openWriter() {
        return clients.writer();
    }

    @Override
    public Duration deliveryTimeout() {
        return deliveryTimeout;
    }

    @Override
    public String where() {
        return where;
    }

    @Override
    public void close() {
        clients.close();
        probes.close();
        admin.close();
        second.close();
    }
}
