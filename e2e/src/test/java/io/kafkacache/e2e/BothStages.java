package io.kafkacache.e2e;

import static io.kafkacache.e2e.Logs.described;
import static io.kafkacache.e2e.Logs.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Isolation;
import io.kafkacache.internal.log.EndKind;
import io.kafkacache.internal.log.LogPort;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One script on a scripted log and on a real broker at once. The broker is given the time to do what it does later. */
final class BothStages implements AutoCloseable {
    private final ScriptedStage scripted;
    private final KafkaStage kafka;
    private final Map<Isolation, LogPort> scriptedPorts = new EnumMap<>(Isolation.class);
    private final Map<Isolation, LogPort> kafkaPorts = new EnumMap<>(Isolation.class);
    private String scriptedId;
    private String kafkaId;

    BothStages(ScriptedStage scripted, KafkaStage kafka) {
        this.scripted = scripted;
        this.kafka = kafka;
        for (Isolation isolation : Isolation.values()) {
            scriptedPorts.put(isolation, scripted.port(isolation));
            kafkaPorts.put(isolation, kafka.port(isolation));
        }
        scriptedId = described(port(scriptedPorts, Isolation.READ_COMMITTED)).topicId();
        kafkaId = described(port(kafkaPorts, Isolation.READ_COMMITTED)).topicId();
    }

    private static LogPort port(Map<Isolation, LogPort> ports, Isolation isolation) {
        return java.util.Objects.requireNonNull(ports.get(isolation));
    }

    ScriptedStage scripted() {
        return scripted;
    }

    void append(int partition, String key, @Nullable String value) {
        scripted.append(partition, key, value);
        kafka.append(partition, key, value);
    }

    Stage.Transaction begin() {
        Stage.Transaction one = scripted.begin();
        Stage.Transaction other = kafka.begin();
        return new Stage.Transaction() {
            @Override
            public void append(int partition, String key, @Nullable String value) {
                one.append(partition, key, value);
                other.append(partition, key, value);
            }

            @Override
            public void commit() {
                one.commit();
                other.commit();
                awaitEnds();
            }

            @Override
            public void abort() {
                one.abort();
                other.abort();
                awaitEnds();
            }
        };
    }

    /** A transaction's ends are written after its commit has returned. */
    private void awaitEnds() {
        for (int p = 0; p < scripted.log.partitions(); p++) {
            int partition = p;
            long target = scripted.log.partition(p).end();
            long head = scripted.log.partition(p).lastStable();
            LogPort port = port(kafkaPorts, Isolation.READ_COMMITTED);
            until(
                    "partition " + p + " ends at " + target + ", stable to " + head,
                    () -> end(port, partition, EndKind.TARGET) == target && end(port, partition, EndKind.HEAD) == head);
        }
    }

    private static long end(LogPort port, int partition, EndKind kind) {
        return get(port.ends(Set.of(partition), kind))
                .values()
                .iterator()
                .next()
                .offset();
    }

    void trim(int partition, long start) {
        scripted.trim(partition, start);
        kafka.trim(partition, start);
    }

    void compact(int partition) {
        scripted.compact(partition);
        kafka.compact(partition);
    }

    void grow(int partitions) {
        scripted.grow(partitions);
        kafka.grow(partitions);
        LogPort port = port(kafkaPorts, Isolation.READ_COMMITTED);
        until("there are " + partitions + " partitions", () -> described(port).partitions() == partitions);
    }

    void recreate(int partitions) {
        scripted.recreate(partitions);
        kafka.recreate(partitions);
    }

    /** What readers see is the same, for both isolation levels, and the id is another one or the same. */
    void assertSeenAlike() {
        for (Isolation isolation : Isolation.values()) {
            Seen expected = Seen.of(port(scriptedPorts, isolation));
            Seen actual = Seen.of(port(kafkaPorts, isolation));
            assertThat(actual).as("the real log, %s", isolation).isEqualTo(expected);
        }
        String scriptedNow =
                described(port(scriptedPorts, Isolation.READ_COMMITTED)).topicId();
        String kafkaNow = described(port(kafkaPorts, Isolation.READ_COMMITTED)).topicId();
        assertThat(kafkaNow.equals(kafkaId)).isEqualTo(scriptedNow.equals(scriptedId));
        scriptedId = scriptedNow;
        kafkaId = kafkaNow;
    }

    /** The same, once the cleaner has been there. */
    void assertSeenAlikeInTime() {
        for (Isolation isolation : Isolation.values()) {
            Seen expected = Seen.of(port(scriptedPorts, isolation));
            Map<String, Seen> last = new TreeMap<>();
            until(
                    "the real log looks like " + expected,
                    () -> {
                        Seen now = Seen.of(port(kafkaPorts, isolation));
                        last.put("seen", now);
                        return now.equals(expected);
                    },
                    last);
        }
    }

    private static void until(String what, java.util.concurrent.Callable<Boolean> condition) {
        until(what, condition, "something else");
    }

    private static void until(String what, java.util.concurrent.Callable<Boolean> condition, Object seen) {
        try {
            Until.until(what, () -> seen, condition);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        scripted.close();
        kafka.close();
    }
}
