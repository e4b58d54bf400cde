package io.kafkacache.cli;

import io.kafkacache.KafkaCache;
import io.kafkacache.TopicWriter;
import io.kafkacache.codec.Codecs;
import io.kafkacache.json.JsonCodec;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Creates and fills the three topics. */
final class DemoTopics {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DemoScreen screen;
    private final Broker broker;

    DemoTopics(DemoScreen screen, Broker broker) {
        this.screen = screen;
        this.broker = broker;
    }

    void fill(DemoData data) {
        screen.step("Three compacted topics, " + Bar.count(data.count()) + " records each");
        fill("users", 3, DemoData.User.class, data.count(), data::user, DemoData.User::id);
        fill(
                "organizations",
                1,
                DemoData.Organization.class,
                data.count(),
                data::organization,
                DemoData.Organization::id);
        fill("sessions", 3, DemoData.Session.class, data.count(), data::session, DemoData.Session::id);
    }

    private <T> void fill(
            String topic, int partitions, Class<T> type, int count, IntFunction<T> record, Function<T, UUID> id) {
        broker.kafka().createTopic(topic, partitions, Map.of("cleanup.policy", "compact"));
        long started = System.nanoTime();
        InFlight inFlight = new InFlight(PATIENCE);
        LoadProgress progress = new LoadProgress(screen.console(), topic, count);
        try (TopicWriter<UUID, T> writer = KafkaCache.builder(topic, Codecs.uuid(), JsonCodec.of(type))
                .bootstrapServers(broker.bootstrapServers())
                .openWriter()) {
            for (int i = 0; i < count; i++) {
                T value = record.apply(i);
                inFlight.awaitRoom(1_000);
                inFlight.add(i + 1L, 1_000, writer.put(id.apply(value), value));
                progress.at(inFlight.acknowledged(), i);
            }
            inFlight.awaitAll();
        }
        long nanos = System.nanoTime() - started;
        screen.took(
                "%-14s %s acknowledged, %s/s"
                        .formatted(topic, Bar.count(count), Bar.count((long) (count / (nanos / 1e9)))),
                nanos);
    }
}
