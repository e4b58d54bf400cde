package io.kafkacache.e2e;

import static io.kafkacache.e2e.Logs.get;
import static io.kafkacache.e2e.Until.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Isolation;
import io.kafkacache.KafkaCache;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ready comes although writers go on, and not before its time although fetches come back empty. */
@OnKafka
class CatchUpUnderLoadTest {
    @RegisterExtension
    final OneTopic topic = new OneTopic();

    @ParameterizedTest
    @EnumSource
    void aWriterThatNeverStopsDoesNotHoldItUp(Isolation isolation) {
        topic.create(2);
        KafkaProducer<String, String> producer = topic.producer(Map.of("linger.ms", "1"));
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong written = new AtomicLong();
        topic.open(() -> stop.set(true));
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            while (!stop.get()) {
                long n = written.incrementAndGet();
                var unused = producer.send(new ProducerRecord<>(topic.name(), (int) (n % 2), "k" + n % 100, "v" + n));
                if (n % 100 == 0) {
                    producer.flush();
                }
            }
            producer.flush();
        });
        Until.holds("the writer is on its way", () -> written.get() > 1_000);

        KafkaCache<String, String> cache = topic.open(isolation);
        cache.awaitReady(PATIENCE);
        long atReady = written.get();
        Until.holds("it still writes", () -> written.get() > atReady + 100);
        stop.set(true);
        get(writer);
        get(cache.sync());

        topic.assertComplete(cache, isolation);
    }

    @ParameterizedTest
    @EnumSource
    void aThrottledPartitionIsNotTakenForRead(Isolation isolation) throws Exception {
        topic.create(2);
        String value = "x".repeat(10_000);
        for (int i = 0; i < 14; i++) {
            topic.write(i % 2, "k" + i, value + i);
        }
        String client = "pod-" + topic.name() + ".throttled.reader";
        Quotas.set(topic.kafka(), client, "consumer_byte_rate", 40_000.0);
        topic.open(() -> Quotas.set(topic.kafka(), client, "consumer_byte_rate", null));

        KafkaCache<String, String> cache = topic.open(topic.cache(isolation)
                .name("throttled")
                .property("consumer.max.partition.fetch.bytes", "15000")
                .open());
        cache.awaitReady(PATIENCE);

        assertThat(Meters.fetch(client, "fetch-throttle-time-max")).isPositive();
        topic.assertComplete(cache, isolation);
        assertThat(cache.size()).isEqualTo(14);
    }
}
