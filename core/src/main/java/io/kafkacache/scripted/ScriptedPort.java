package io.kafkacache.scripted;

import io.kafkacache.Isolation;
import io.kafkacache.Position;
import io.kafkacache.internal.log.EndKind;
import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogPort;
import io.kafkacache.internal.log.LogReader;
import io.kafkacache.internal.log.LogWriter;
import io.kafkacache.internal.log.TopicDescription;
import io.kafkacache.internal.log.TopicSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One cache's access to a scripted log. An answer says what was true when it was asked, and comes as a later step. */
final class ScriptedPort implements LogPort {
    private final Topic topic;
    private final Isolation isolation;
    private final List<ScriptedReader> readers = new ArrayList<>();
    private final List<ScriptedWriter> writers = new ArrayList<>();
    private boolean closed;

    ScriptedPort(Topic topic, Isolation isolation) {
        this.topic = topic;
        this.isolation = isolation;
        synchronized (topic) {
            topic.openPorts++;
        }
    }

    @Override
    public CompletableFuture<TopicDescription> describe() {
        return askTopic(AdminCall.DESCRIBE, topic::description);
    }

    @Override
    public CompletableFuture<TopicSettings> settings() {
        return askTopic(AdminCall.SETTINGS, () -> topic.settings);
    }

    @Override
    public CompletableFuture<Map<Integer, Position>> ends(Set<Integer> partitions, EndKind kind) {
        return askTopic(AdminCall.ENDS, () -> each(partitions, log -> end(log, kind)));
    }

    private Position end(PartitionLog log, EndKind kind) {
        Position stale = kind == EndKind.START ? null : topic.faults.nextStaleEnd(log.partition());
        if (stale != null) {
            boolean held = kind == EndKind.HEAD && log.bound(isolation) < stale.offset();
            return held ? new Position(log.bound(isolation), stale.leaderEpoch()) : stale;
        }
        long offset =
                switch (kind) {
                    case START -> log.start();
                    case TARGET -> log.end();
                    case HEAD -> log.bound(isolation);
                };
        return new Position(offset, log.leaderEpoch());
    }

    @Override
    public CompletableFuture<Map<Integer, Position>> startingAt(Set<Integer> partitions, Instant time) {
        return askTopic(
                AdminCall.STARTING_AT,
                () -> each(partitions, log -> new Position(log.startingAt(time.toEpochMilli()), log.leaderEpoch())));
    }

    private Map<Integer, Position> each(Set<Integer> partitions, Function<PartitionLog, Position> answer) {
        Map<Integer, Position> answers = new HashMap<>();
        for (int partition : partitions) {
            PartitionLog log = topic.find(partition);
            if (log == null) {
                throw topic.missing();
            }
            answers.put(partition, answer.apply(log));
        }
        return answers;
    }

    @Override
    public CompletableFuture<Boolean> probe(int partition, Position at) {
        return askTopic(AdminCall.PROBE, () -> {
            PartitionLog log = topic.find(partition);
            if (log == null) {
                throw topic.missing();
            }
            Place place = new Place(partition, at);
            place.check(topic, log);
            boolean clear = !topic.faults.pollsGiveNothing() && !topic.faults.isThrottled(partition);
            return clear && log.read(at.offset(), isolation, 1, new ArrayList<>()) == at.offset();
        });
    }

    @Override
    public CompletableFuture<Void> createTopic(int partitions, int replication, Map<String, String> configs) {
        return this.<@Nullable Void>ask(AdminCall.CREATE, () -> {
            if (!topic.exists()) {
                topic.create(partitions);
            }
            return null;
        });
    }

    @Override
    public CompletableFuture<Void> commit(String group, Map<Integer, Position> positions, String metadata) {
        return this.<@Nullable Void>ask(AdminCall.COMMIT, () -> {
            Map<Integer, Position> all = new HashMap<>();
            Topic.GroupPositions before = topic.groups.get(group);
            if (before != null) {
                all.putAll(before.positions());
            }
            all.putAll(positions);
            topic.groups.put(group, new Topic.GroupPositions(all, metadata));
            return null;
        });
    }

    @Override
    public CompletableFuture<Void> forget(String group) {
        return this.<@Nullable Void>ask(AdminCall.FORGET, () -> {
            topic.groups.remove(group);
            return null;
        });
    }

    private <T> CompletableFuture<T> askTopic(AdminCall call, Supplier<T> answer) {
        return ask(call, () -> {
            if (!topic.exists()) {
                throw topic.missing();
            }
            return answer.get();
        });
    }

    private <T extends @Nullable Object> CompletableFuture<T> ask(AdminCall call, Supplier<T> answer) {
        CompletableFuture<T> future = topic.motion.newFuture();
        Runnable failClosed = () -> future.completeExceptionally(closedLog());
        synchronized (topic) {
            topic.calls.merge(call, 1, Integer::sum);
            if (closed) {
                topic.motion.later(failClosed);
                return future;
            }
            Runnable deliver;
            try {
                LogException planned = topic.faults.nextAdmin(call);
                if (planned != null) {
                    throw planned;
                }
                T said = answer.get();
                deliver = () -> future.complete(said);
            } catch (LogException failure) {
                deliver = () -> future.completeExceptionally(failure);
            }
            topic.faults.deliver(call, this, deliver, failClosed);
        }
        return future;
    }

    static LogException closedLog() {
        return new LogException(LogException.Kind.OTHER, "the log was closed before it answered", null);
    }

    @Override
    public LogReader openReader() {
        synchronized (topic) {
            checkOpening();
            ScriptedReader reader = new ScriptedReader(topic, isolation);
            readers.add(reader);
            return reader;
        }
    }

    @Override
    public LogWriter openWriter() {
        synchronized (topic) {
            checkOpening();
            ScriptedWriter writer = new ScriptedWriter(topic);
            writers.add(writer);
            return writer;
        }
    }

    private void checkOpening() {
        LogException planned = closed ? closedLog() : topic.faults.nextOpening();
        if (planned != null) {
            throw planned;
        }
    }

    /** Kafka's default. A write that hangs here fails only when a test has it fail. */
    @Override
    public Duration deliveryTimeout() {
        return Duration.ofMinutes(2);
    }

    @Override
    public String where() {
        return "scripted log";
    }

    @Override
    public void close() {
        List<ScriptedWriter> unclosed;
        synchronized (topic) {
            if (closed) {
                return;
            }
            closed = true;
            topic.openPorts--;
            topic.faults.dropHeld(this);
            unclosed = List.copyOf(writers);
            readers.forEach(ScriptedReader::abandon);
        }
        unclosed.forEach(writer -> writer.close(Duration.ZERO));
    }
}
