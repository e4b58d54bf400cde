package io.kafkacache.e2e;

import static io.kafkacache.e2e.Logs.get;
import static io.kafkacache.e2e.Until.PATIENCE;
import static io.kafkacache.e2e.Until.until;

import io.kafkacache.Builder;
import io.kafkacache.KafkaCache;
import io.kafkacache.KafkaCaches;
import io.kafkacache.codec.Codecs;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What three caches take of threads and of connections to a broker: alone, and opened together, as the javadoc of {@link KafkaCaches} says. */
@OnKafka
class SharedClientsTest {
    private static final int CACHES = 3;

    @RegisterExtension
    final LogBroker broker = new LogBroker();

    private Taken before = new Taken(0, 0);

    /** Threads that stay while the caches do, and connections of consumers and admin clients; a producer's come and go with writes. */
    private record Taken(int threads, int connections) {
        static Taken now() {
            return new Taken((int) staying().count(), connected());
        }

        Taken since(Taken before) {
            return new Taken(threads - before.threads, connections - before.connections);
        }
    }

    @BeforeEach
    void create() {
        for (int i = 0; i < CACHES; i++) {
            broker.kafka().createTopic(topic(i), 1, Map.of("cleanup.policy", "compact"));
        }
        before = Taken.now();
    }

    private String topic(int number) {
        return broker.topic() + "-" + number;
    }

    private Builder<String, String, String, String, KafkaCache<String, String>> cache(int number) {
        // A client's first connection, to learn of the brokers, stays beside the one to the broker it learns of until
        // it was idle for minutes.
        return KafkaCache.builder(topic(number), Codecs.utf8(), Codecs.utf8())
                .property("consumer.connections.max.idle.ms", "3000")
                .property("admin.connections.max.idle.ms", "3000");
    }

    @Test
    void alone() throws Exception {
        aloneTake(new Taken(3 * CACHES, 2 * CACHES), true); // reader, timer, admin client; consumer, admin client
    }

    @Test
    void aloneWritingToo() throws Exception {
        aloneTake(new Taken(5 * CACHES, 2 * CACHES), false); // as well the writer and the producer's thread
    }

    private void aloneTake(Taken expected, boolean readOnly) throws Exception {
        List<KafkaCache<String, String>> open = new ArrayList<>();
        try {
            for (int i = 0; i < CACHES; i++) {
                open.add(cache(i).bootstrapServers(broker.kafka().bootstrapServers())
                        .readOnly(readOnly)
                        .open());
            }
            for (KafkaCache<String, String> cache : open) {
                cache.awaitReady(PATIENCE);
                if (!readOnly) {
                    get(cache.put("ann", "Ann").thenCompose(cache::await));
                }
            }

            assertTaken(expected);
        } finally {
            open.forEach(KafkaCache::close);
        }
    }

    /** Who syncs often describes the topic over a further admin client: one more thread and one more connection. */
    @Test
    void aloneSyncingOften() throws Exception {
        try (KafkaCache<String, String> cache =
                cache(0).bootstrapServers(broker.kafka().bootstrapServers()).open()) {
            cache.awaitReady(PATIENCE);

            assertTakenBySyncing(List.of(cache), new Taken(4, 3));
        }
        assertTaken(new Taken(0, 0));
    }

    @Test
    void togetherSyncingOften() throws Exception {
        try (KafkaCaches caches = caches()) {
            List<KafkaCache<String, String>> open = new ArrayList<>();
            for (int i = 0; i < CACHES; i++) {
                open.add(caches.open(cache(i)));
            }
            caches.awaitReady(PATIENCE);

            assertTakenBySyncing(open, new Taken(2 * CACHES + 2, CACHES + 2));
        }
        assertTaken(new Taken(0, 0));
    }

    private void assertTakenBySyncing(List<KafkaCache<String, String>> caches, Taken expected) throws Exception {
        until(
                Duration.ofSeconds(25),
                "these take " + expected,
                () -> Taken.now().since(before) + " "
                        + staying().map(Thread::getName).sorted().toList(),
                () -> {
                    for (KafkaCache<String, String> cache : caches) {
                        get(cache.sync());
                    }
                    return Taken.now().since(before).equals(expected);
                });
    }

    @Test
    void together() throws Exception {
        try (KafkaCaches caches = caches()) {
            for (int i = 0; i < CACHES; i++) {
                caches.open(cache(i));
            }
            caches.awaitReady(PATIENCE);

            assertTaken(new Taken(2 * CACHES + 1, CACHES + 1));
        }
    }

    @Test
    void togetherWritingToo() throws Exception {
        try (KafkaCaches caches = caches()) {
            List<KafkaCache<String, String>> open = new ArrayList<>();
            for (int i = 0; i < CACHES; i++) {
                open.add(caches.open(cache(i).readOnly(false)));
            }
            caches.awaitReady(PATIENCE);
            for (KafkaCache<String, String> cache : open) {
                get(cache.put("ann", "Ann").thenCompose(cache::await));
            }

            assertTaken(new Taken(4 * CACHES + 1, CACHES + 1));
        }
    }

    /** The client stays as long as somebody asks it, whoever was first; and one is made again for who comes after all had left. */
    @Test
    void whoeverWasFirstMayCloseAndOthersMayComeLater() throws Exception {
        try (KafkaCaches caches = caches()) {
            KafkaCache<String, String> first = caches.open(cache(0));
            KafkaCache<String, String> second = caches.open(cache(1));
            caches.awaitReady(PATIENCE);

            first.close();
            get(second.sync());
            assertTaken(new Taken(3, 2));

            second.close();
            assertTaken(new Taken(0, 0));

            KafkaCache<String, String> third = caches.open(cache(2));
            caches.awaitReady(PATIENCE);
            get(third.sync());
            assertTaken(new Taken(3, 2));
        }
    }

    /** Who logs in as another must not ask in the name of the first. */
    @Test
    void otherAdminPropertiesAreAnotherClient() throws Exception {
        try (KafkaCaches caches = caches()) {
            caches.open(cache(0));
            caches.open(cache(1).property("admin.retry.backoff.ms", "200"));
            caches.open(cache(2).property("consumer.max.poll.records", "100"));
            caches.awaitReady(PATIENCE);

            assertTaken(new Taken(2 * CACHES + 2, CACHES + 2));
        }
    }

    private KafkaCaches caches() {
        return KafkaCaches.builder()
                .bootstrapServers(broker.kafka().bootstrapServers())
                .build();
    }

    private void assertTaken(Taken expected) throws Exception {
        until(
                Duration.ofSeconds(25),
                "these take " + expected,
                () -> Taken.now().since(before) + " "
                        + staying().map(Thread::getName).sorted().toList(),
                () -> Taken.now().since(before).equals(expected));
    }

    private static Stream<Thread> staying() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName()
                .matches("kafka-cache-.*-(reader|writer|timer)" + "|kafka-(admin-client|producer-network)-thread.*"));
    }

    private static int connected() {
        try {
            int sum = 0;
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            for (String pattern : Set.of(
                    "kafka.consumer:type=consumer-metrics,*", "kafka.admin.client:type=admin-client-metrics,*")) {
                for (ObjectName client : server.queryNames(new ObjectName(pattern), null)) {
                    sum += ((Number) server.getAttribute(client, "connection-count")).intValue();
                }
            }
            return sum;
        } catch (JMException e) {
            throw new AssertionError(e);
        }
    }
}
