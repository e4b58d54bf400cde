package io.kafkacache.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kafkacache.Position;
import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogException.Kind;
import io.kafkacache.internal.log.RecordBatch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KafkaLogReaderTest {
    private final Map<Integer, OffsetAndMetadata> seeks = new HashMap<>();
    private final AtomicInteger closings = new AtomicInteger();
    private final MockConsumer<ByteBuffer, ByteBuffer> consumer = new MockConsumer<>("none") {
        @Override
        public void seek(TopicPartition partition, OffsetAndMetadata offset) {
            seeks.put(partition.partition(), offset);
            super.seek(partition, offset);
        }
    };
    private final KafkaLogReader reader = new KafkaLogReader(
            "users", consumer, new Failures("users", "kafka:9092"), closed -> closings.incrementAndGet());

    @Test
    void seeksWithTheEpochWhereItIsKnown() {
        reader.assign(Map.of(0, new Position(7, 2), 1, Position.at(9)));

        assertThat(seeks)
                .containsEntry(0, new OffsetAndMetadata(7, Optional.of(2), ""))
                .containsEntry(1, new OffsetAndMetadata(9, Optional.empty(), ""));
    }

    @Test
    void givesRecordsByPartitionInOrderWithTheNextPositions() {
        reader.assign(Map.of(0, Position.at(0), 1, Position.at(5)));
        add(0, 0, "a", "1");
        add(0, 1, "b", null);
        add(1, 5, null, "3");

        RecordBatch batch = reader.poll(Duration.ZERO);

        assertThat(batch.count()).isEqualTo(3);
        assertThat(texts(batch)).containsExactlyInAnyOrder("0@0 a=1", "0@1 b=null", "1@5 null=3");
        assertThat(batch.nextPositions()).isEqualTo(Map.of(0, new Position(2, 4), 1, new Position(6, 4)));
        assertThat(batch.next()).isFalse();
    }

    @Test
    void anEmptyPollMovesNothing() {
        reader.assign(Map.of(0, Position.at(0)));

        RecordBatch batch = reader.poll(Duration.ZERO);

        assertThat(batch.count()).isZero();
        assertThat(batch.next()).isFalse();
        assertThat(batch.nextPositions()).isEmpty();
        assertThat(batch.restNanos()).isZero();
    }

    @Test
    void restsWhereNothingIsAssigned() {
        reader.assign(Map.of());

        assertThat(reader.poll(Duration.ofMillis(50)).restNanos()).isEqualTo(50_000_000);
    }

    @Test
    void aWakeupIsAnEmptyBatchAndLosesNothing() {
        reader.assign(Map.of(0, Position.at(0)));
        add(0, 0, "a", "1");
        reader.wakeup();

        assertThat(reader.poll(Duration.ZERO).count()).isZero();
        assertThat(texts(reader.poll(Duration.ZERO))).containsExactly("0@0 a=1");
    }

    @Test
    void outOfRangeNamesThePartitionAndLeavesTheReaderUsable() {
        reader.assign(Map.of(0, Position.at(0)));
        consumer.setPollException(new OffsetOutOfRangeException(Map.of(new TopicPartition("users", 0), 0L)));

        assertThatExceptionOfType(LogException.class)
                .isThrownBy(() -> reader.poll(Duration.ZERO))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.OUT_OF_RANGE))
                .satisfies(e -> assertThat(e.partition()).isZero());
        reader.assign(Map.of(0, Position.at(3)));
        add(0, 3, "a", "1");
        assertThat(texts(reader.poll(Duration.ZERO))).containsExactly("0@3 a=1");
    }

    @Test
    void anInterruptStaysSet() {
        reader.assign(Map.of(0, Position.at(0)));
        consumer.setPollException(new InterruptException("stop"));
        boolean cleared = Thread.interrupted();

        assertThatExceptionOfType(LogException.class).isThrownBy(() -> reader.poll(Duration.ZERO));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(cleared).isTrue();
    }

    @Test
    void closesOnce() {
        reader.close();

        assertThat(consumer.closed()).isTrue();
        assertThat(closings).hasValue(1);
    }

    @Test
    void anAbandonedReaderSaysThatTheLogWasClosed() {
        reader.assign(Map.of(0, Position.at(0)));
        reader.abandon();

        assertThat(consumer.closed()).isTrue();
        assertThatExceptionOfType(LogException.class)
                .isThrownBy(() -> reader.poll(Duration.ZERO))
                .withMessageContaining("was closed");
    }

    private void add(int partition, long offset, @Nullable String key, @Nullable String value) {
        consumer.addRecord(new ConsumerRecord<>(
                "users",
                partition,
                offset,
                1000 + offset,
                TimestampType.CREATE_TIME,
                0,
                0,
                bytes(key),
                bytes(value),
                new RecordHeaders(),
                Optional.of(4)));
    }

    private static @Nullable ByteBuffer bytes(@Nullable String text) {
        return text == null ? null : ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(@Nullable ByteBuffer bytes) {
        return bytes == null ? "null" : StandardCharsets.UTF_8.decode(bytes).toString();
    }

    private static List<String> texts(RecordBatch batch) {
        List<String> texts = new ArrayList<>();
        while (batch.next()) {
            assertThat(batch.timestampMillis()).isEqualTo(1000 + batch.offset());
            assertThat(batch.headers()).isEmpty();
            texts.add(batch.partition() + "@" + batch.offset() + " " + text(batch.key()) + "=" + text(batch.value()));
        }
        return texts;
    }
}
