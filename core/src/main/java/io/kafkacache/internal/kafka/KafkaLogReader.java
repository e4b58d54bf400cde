package io.kafkacache.internal.kafka;

import io.kafkacache.Position;
import io.kafkacache.internal.kafka.Clients.OpenClient;
import io.kafkacache.internal.log.LogReader;
import io.kafkacache.internal.log.RecordBatch;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads with a consumer that belongs to no group: it is assigned, and positioned by seeks alone. Its positions are those that polls return;
 * {@code consumer.position()} is never asked, for it blocks up to a minute while a partition awaits validation, which is just when its leader
 * died. One thread, but for {@link #wakeup} and {@link #abandon}.
 */
final class KafkaLogReader implements LogReader, OpenClient {
    private static final CloseOptions CLOSE = CloseOptions.timeout(Duration.ofMillis(500));
    private static final Logger LOG = LoggerFactory.getLogger(KafkaLogReader.class);
    private static final String FETCHES = "consumer-fetch-manager-metrics";

    private final String topic;
    private final Consumer<ByteBuffer, ByteBuffer> consumer;
    private final Failures failures;
    private final Needs needs;
    private final java.util.function.Consumer<OpenClient> whenClosed;
    private final ConsumerBatch batch = new ConsumerBatch();
    /** Where each assigned partition stands, as sought or as polled since. */
    private final Map<Integer, Position> positions = new HashMap<>();

    private volatile boolean abandoned;

    KafkaLogReader(
            String topic,
            Consumer<ByteBuffer, ByteBuffer> consumer,
            Failures failures,
            java.util.function.Consumer<OpenClient> whenClosed) {
        this.topic = topic;
        this.consumer = consumer;
        this.failures = failures;
        this.needs = Needs.onTopic("Read", topic);
        this.whenClosed = whenClosed;
    }

    @Override
    public void assign(Map<Integer, Position> from) {
        Map<TopicPartition, OffsetAndMetadata> seeks = new HashMap<>();
        from.forEach((partition, position) ->
                seeks.put(new TopicPartition(topic, partition), GroupAdmin.offset(position, "")));
        try {
            consumer.assign(seeks.keySet());
            // A seek by the bare offset would skip the check of the epoch.
            seeks.forEach(consumer::seek);
        } catch (KafkaException e) {
            throw failures.of(e, needs);
        }
        positions.clear();
        positions.putAll(from);
        batch.reset(ConsumerRecords.empty(), Map.of(), 0);
    }

    @Override
    public RecordBatch poll(Duration maxWait) {
        try {
            if (abandoned) {
                throw failures.closed();
            }
            if (positions.isEmpty()) {
                // Kafka takes a poll without partitions for a mistake.
                return batch.reset(ConsumerRecords.empty(), Map.of(), maxWait.toNanos());
            }
            ConsumerRecords<ByteBuffer, ByteBuffer> records = consumer.poll(maxWait);
            return batch.reset(records, moved(records.nextOffsets()), 0);
        } catch (WakeupException e) {
            // Thrown before a fetch is taken out of the client's buffer, so nothing is lost.
            return batch.reset(ConsumerRecords.empty(), Map.of(), 0);
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
            throw failures.of(e, needs);
        } catch (KafkaException e) {
            throw failures.of(e, needs);
        } finally {
            if (abandoned) {
                close();
            }
        }
    }

    /** What a poll moved. Kafka also tells of partitions that it looked at and that stand where they stood. */
    private Map<Integer, Position> moved(Map<TopicPartition, OffsetAndMetadata> next) {
        if (next.isEmpty()) {
            return Map.of();
        }
        Map<Integer, Position> moved = new HashMap<>();
        next.forEach((topicPartition, offset) -> {
            int partition = topicPartition.partition();
            Position before = positions.get(partition);
            if (before == null || before.offset() != offset.offset()) {
                Position after =
                        new Position(offset.offset(), offset.leaderEpoch().orElse(Position.NO_EPOCH));
                positions.put(partition, after);
                moved.put(partition, after);
            }
        });
        return moved;
    }

    /** How many fetches brokers have answered. An empty poll without one says nothing at all. */
    double fetches() {
        double total = metric("fetch-total");
        return Double.isNaN(total) ? 0 : total;
    }

    /** Whether a broker delayed an answer for a quota within the last half minute or so. */
    boolean throttled() {
        return metric("fetch-throttle-time-max") > 0;
    }

    /** Whether a fetch of this partition was answered without an error since it was assigned. */
    boolean answered(int partition) {
        return consumer.currentLag(new TopicPartition(topic, partition)).isPresent();
    }

    private double metric(String name) {
        for (Map.Entry<MetricName, ? extends Metric> metric : consumer.metrics().entrySet()) {
            MetricName key = metric.getKey();
            // The same names stand there for each topic as well, with one tag more.
            if (key.name().equals(name)
                    && key.group().equals(FETCHES)
                    && !key.tags().containsKey("topic")) {
                return metric.getValue().metricValue() instanceof Number number ? number.doubleValue() : Double.NaN;
            }
        }
        return Double.NaN;
    }

    @Override
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void abandon() {
        abandoned = true;
        consumer.wakeup();
        close();
    }

    @Override
    public void close() {
        try {
            consumer.close(CLOSE);
        } catch (ConcurrentModificationException e) {
            // Its thread is in a poll, which was woken and closes behind itself.
            return;
        } catch (InterruptException e) {
            // Closed nevertheless.
            Thread.currentThread().interrupt();
        } catch (KafkaException e) {
            LOG.debug("{}: a reader could not say goodbye to its brokers", topic, e);
        }
        whenClosed.accept(this);
    }
}
