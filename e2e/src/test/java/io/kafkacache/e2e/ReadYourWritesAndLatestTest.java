package io.kafkacache.e2e;

import static io.kafkacache.e2e.Logs.get;
import static io.kafkacache.e2e.Until.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Entry;
import io.kafkacache.Isolation;
import io.kafkacache.KafkaCache;
import io.kafkacache.RecordOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * ReadYourWrites and Latest, hammered: several writers, of which some are caches and some are producers, write keys of their own and keys
 * they share, and look for each write in one of several caches after an {@code await} or a {@code sync}.
 */
@OnKafka
class ReadYourWritesAndLatestTest {
    private static final int WRITERS = 8;
    private static final int TRIES_EACH = 1_250;
    private static final int LIMIT_SECONDS = 240;

    @RegisterExtension
    final OneTopic topic = new OneTopic();

    private final List<KafkaCache<String, String>> caches = new ArrayList<>();
    private final Queue<String> stale = new ConcurrentLinkedQueue<>();
    private final AtomicInteger tries = new AtomicInteger();

    @Test
    void noReadIsStaleInTenThousandTries() throws Exception {
        topic.create(4);
        for (int i = 0; i < 3; i++) {
            caches.add(topic.open(
                    topic.cache(Isolation.READ_COMMITTED).readOnly(false).open()));
        }
        caches.add(topic.open(Isolation.READ_UNCOMMITTED));
        caches.forEach(cache -> cache.awaitReady(PATIENCE));
        List<Callable<Void>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            boolean transactional = i % 4 == 3;
            KafkaProducer<String, String> producer =
                    transactional ? topic.transactional("writer-" + i) : topic.producer(Map.of());
            writers.add(new Writer(i, producer, transactional));
        }

        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            for (Future<Void> done : threads.invokeAll(writers, LIMIT_SECONDS, TimeUnit.SECONDS)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(stale).isEmpty();
        assertThat(tries).hasValue(10_000);
        for (KafkaCache<String, String> cache : caches) {
            get(cache.sync());
            topic.assertComplete(cache, Isolation.READ_COMMITTED);
        }
    }

    /** Writes and looks, one try after the other. */
    private final class Writer implements Callable<Void> {
        private final int number;
        private final KafkaProducer<String, String> producer;
        private final boolean transactional;
        private final Random random;

        Writer(int number, KafkaProducer<String, String> producer, boolean transactional) {
            this.number = number;
            this.producer = producer;
            this.transactional = transactional;
            this.random = new Random(number);
        }

        @Override
        public @Nullable Void call() throws Exception {
            for (int i = 0; i < TRIES_EACH; i++) {
                boolean shared = random.nextInt(3) == 0;
                String key = shared ? "shared-" + random.nextInt(20) : "own-" + number + "-" + random.nextInt(20);
                String value = random.nextInt(5) == 0 ? null : number + ":" + i;
                KafkaCache<String, String> looked = caches.get(random.nextInt(caches.size()));
                boolean awaits = random.nextBoolean();
                long offset = random.nextInt(3) > 0
                        ? byCache(key, value, awaits ? looked : null)
                        : byProducer(key, value, awaits ? looked : null);
                if (!awaits) {
                    get(looked.sync());
                }
                look(looked, key, value, offset, shared);
                tries.incrementAndGet();
            }
            return null;
        }

        private long byCache(String key, @Nullable String value, @Nullable KafkaCache<String, String> awaited) {
            KafkaCache<String, String> writes = caches.get(random.nextInt(3));
            RecordOffset offset = get(value == null ? writes.delete(key) : writes.put(key, value));
            if (awaited != null) {
                get(awaited.await(offset));
            }
            return offset.offset();
        }

        private long byProducer(String key, @Nullable String value, @Nullable KafkaCache<String, String> awaited)
                throws ExecutionException, InterruptedException {
            if (transactional) {
                producer.beginTransaction();
            }
            Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(topic.name(), key, value));
            if (transactional) {
                producer.commitTransaction();
            }
            RecordMetadata place = sent.get();
            if (awaited != null) {
                get(awaited.await(new RecordOffset(topic.name(), null, place.partition(), place.offset())));
            }
            return place.offset();
        }

        /** What stands must be what was written, or what somebody wrote later to a shared key. */
        private void look(
                KafkaCache<String, String> cache, String key, @Nullable String value, long offset, boolean shared) {
            Entry<String, String> entry = cache.entry(key);
            long stands = entry == null ? -1 : entry.offsetInPartition();
            boolean mine = value == null ? entry == null : stands == offset;
            boolean later = shared && (stands > offset || entry == null);
            boolean right = entry == null || stands != offset || entry.value().equals(value);
            if (!right || (!mine && !later)) {
                stale.add(cache.name() + " shows " + entry + " for " + key + " although " + value + " was written at "
                        + offset);
            }
        }
    }
}
