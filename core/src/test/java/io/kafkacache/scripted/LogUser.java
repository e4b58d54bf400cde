package io.kafkacache.scripted;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kafkacache.Isolation;
import io.kafkacache.Position;
import io.kafkacache.internal.log.EndKind;
import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogFactory.LogSettings;
import io.kafkacache.internal.log.LogPort;
import io.kafkacache.internal.log.LogReader;
import io.kafkacache.internal.log.LogWriter;
import io.kafkacache.internal.log.RecordBatch;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/** Uses a scripted log as a cache does, and tells what it saw as text: {@code 0@3 key=value}. */
final class LogUser implements AutoCloseable {
    static final Duration WAIT = Duration.ofMillis(500);
    final LogPort port;
    final LogReader reader;
    final Map<Integer, Position> positions = new TreeMap<>();

    LogUser(ScriptedLog log, Isolation isolation) {
        port = log.open(new LogSettings(log.topic(), "test", isolation, "nowhere", Map.of()));
        reader = port.openReader();
    }

    static LogUser committed(ScriptedLog log) {
        return new LogUser(log, Isolation.READ_COMMITTED).from(0, Position.at(0));
    }

    static LogUser uncommitted(ScriptedLog log) {
        return new LogUser(log, Isolation.READ_UNCOMMITTED).from(0, Position.at(0));
    }

    LogUser from(int partition, Position position) {
        reader.assign(Map.of(partition, position));
        positions.put(partition, position);
        return this;
    }

    RecordBatch poll() {
        RecordBatch batch = reader.poll(WAIT);
        positions.putAll(batch.nextPositions());
        return batch;
    }

    /** One poll. */
    List<String> read() {
        RecordBatch batch = poll();
        List<String> seen = new ArrayList<>();
        while (batch.next()) {
            seen.add(batch.partition() + "@" + batch.offset() + " " + text(batch.key()) + "=" + text(batch.value()));
        }
        return seen;
    }

    long position() {
        return positions.getOrDefault(0, Position.at(-1)).offset();
    }

    LogException failureOfPoll() {
        return Assertions.catchThrowableOfType(LogException.class, this::poll);
    }

    Position end(EndKind kind) {
        return port.ends(Set.of(0), kind).join().getOrDefault(0, Position.at(-1));
    }

    /** Sends and says what became of it, once something has. */
    List<String> send(LogWriter writer, String key, @Nullable String value) {
        List<String> told = new ArrayList<>();
        writer.send(
                0,
                1_000,
                key.getBytes(UTF_8),
                value == null ? null : value.getBytes(UTF_8),
                new RecordHeaders(),
                (offset, failure) -> told.add(
                        failure == null ? "at " + offset : failure.kind().toString()));
        return told;
    }

    static String text(@Nullable ByteBuffer bytes) {
        return bytes == null ? "null" : UTF_8.decode(bytes).toString();
    }

    @Override
    public void close() {
        port.close();
    }
}
