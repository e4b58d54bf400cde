package io.kafkacache.cli;

import io.kafkacache.KafkaCache;
import io.kafkacache.ReadableCache;
import io.kafkacache.cli.DemoData.Organization;
import io.kafkacache.cli.DemoData.Session;
import io.kafkacache.cli.DemoData.User;
import io.kafkacache.codec.Codecs;
import io.kafkacache.json.JsonCodec;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The three caches of the demo, which all commit to one consumer group, for lag tools. */
record DemoCaches(
        KafkaCache<UUID, User> users, KafkaCache<UUID, Organization> organizations, KafkaCache<UUID, Session> sessions)
        implements AutoCloseable {
    static final String IDENTITY = "kafka-cache-demo";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Opens all of them at once and waits until they are complete. */
    static DemoCaches open(DemoScreen screen, String bootstrapServers, DemoData data) {
        screen.step("Three caches, opened at once; complete before they are read");
        DemoCaches caches = new DemoCaches(
                openUsers(bootstrapServers),
                open("organizations", Organization.class, bootstrapServers),
                open("sessions", Session.class, bootstrapServers));
        try {
            new DemoCatchUp(screen, PATIENCE).await(List.of(caches.users, caches.organizations, caches.sessions));
            return caches;
        } catch (RuntimeException e) {
            caches.close();
            throw e;
        }
    }

    static KafkaCache<UUID, User> openUsers(String bootstrapServers) {
        return open("users", User.class, bootstrapServers);
    }

    private static <T> KafkaCache<UUID, T> open(String topic, Class<T> type, String bootstrapServers) {
        return KafkaCache.builder(topic, Codecs.uuid(), JsonCodec.of(type))
                .bootstrapServers(bootstrapServers)
                .identity(IDENTITY)
                .readOnly(false)
                .open();
    }

    @Override
    public void close() {
        List.of(users, organizations, sessions).forEach(ReadableCache::close);
    }
}
