package io.kafkacache.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kafkacache.Isolation;
import io.kafkacache.Position;
import io.kafkacache.internal.kafka.KafkaLogFactory;
import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogFactory.LogSettings;
import io.kafkacache.internal.log.LogPort;
import io.kafkacache.internal.log.LogReader;
import io.kafkacache.internal.log.LogWriter;
import io.kafkacache.internal.log.RecordBatch;
import io.kafkacache.internal.log.TopicDescription;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Short ways to use a log port in a test. */
final class Logs {
    private static final long PATIENCE_SECONDS = 30;

    private Logs() {}

    static LogPort open(String servers, String topic, Isolation isolation, Map<String, String> properties) {
        return new KafkaLogFactory().open(new LogSettings(topic, "test." + topic, isolation, servers, properties));
    }

    static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    static LogException failure(CompletableFuture<?> future) {
        ExecutionException failure =
                catchThrowableOfType(ExecutionException.class, () -> future.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertThat(failure).isNotNull();
        assertThat(failure.getCause()).isInstanceOf(LogException.class);
        return (LogException) Objects.requireNonNull(failure.getCause());
    }

    /** Describes a topic that was just created: the controller says so before the brokers know it. */
    static TopicDescription described(LogPort log) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            CompletableFuture<TopicDescription> description = log.describe();
            if (description.handle((d, failure) -> failure == null).join() || System.nanoTime() - end > 0) {
                return get(description);
            }
        }
    }

    static CompletableFuture<Long> send(LogWriter writer, int partition, String key, @Nullable String value) {
        CompletableFuture<Long> sent = new CompletableFuture<>();
        byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
        RecordHeaders headers = new RecordHeaders();
        headers.add("from", new byte[] {7});
        writer.send(
                partition,
                System.currentTimeMillis(),
                key.getBytes(StandardCharsets.UTF_8),
                bytes,
                headers,
                (offset, failure) -> {
                    if (failure == null) {
                        sent.complete(offset);
                    } else {
                        sent.completeExceptionally(failure);
                    }
                });
        return sent;
    }

    /** Reads until the positions are reached, and says what came. */
    static Reading readTo(LogReader reader, Map<Integer, Position> ends) {
        Reading reading = new Reading(new ArrayList<>(), new HashMap<>());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!reading.reached(ends)) {
            assertThat(System.nanoTime() - end)
                    .as("time left; %s of %s", reading, ends)
                    .isNegative();
            reading.add(reader.poll(Duration.ofMillis(200)));
        }
        return reading;
    }

    /** Polls until it fails. */
    static LogException failureOf(LogReader reader) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() - end < 0) {
            try {
                assertThat(reader.poll(Duration.ofMillis(200)).count()).isZero();
            } catch (LogException e) {
                return e;
            }
        }
        throw new AssertionError("the reader did not fail");
    }

    private static @Nullable String text(@Nullable ByteBuffer bytes) {
        return bytes == null ? null : StandardCharsets.UTF_8.decode(bytes).toString();
    }

    /** What came: {@code partition@offset key=value}, and where the reader stands. */
    record Reading(List<String> records, Map<Integer, Position> positions) {
        private void add(RecordBatch batch) {
            while (batch.next()) {
                records.add(
                        batch.partition() + "@" + batch.offset() + " " + text(batch.key()) + "=" + text(batch.value()));
            }
            positions.putAll(batch.nextPositions());
        }

        private boolean reached(Map<Integer, Position> ends) {
            return ends.entrySet().stream().allMatch(end -> {
                Position position = positions.get(end.getKey());
                return position != null && position.offset() >= end.getValue().offset();
            });
        }
    }
}
