package io.kafkacache.cli;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What the commands ask of a cluster about topics, with errors for people. */
final class Topics {
    private final Admin admin;
    private final String where;
    private final Duration timeout;

    Topics(Admin admin, String where, Duration timeout) {
        this.admin = admin;
        this.where = where;
        this.timeout = timeout;
    }

    /**
     * Checks that a topic is there.
     *
     * @throws CommandException where it is not, or Kafka does not say
     */
    void require(String topic) {
        if (partitions(topic).isEmpty()) {
            throw missing(topic, where);
        }
    }

    static CommandException missing(String topic, String where) {
        return new CommandException(
                ExitCode.NOT_READY,
                "topic " + topic + " does not exist at " + where
                        + "; create it, as 'kafka-cache load --create' does, or see to --topic and --bootstrap");
    }

    /** How many partitions a topic has, or empty where it does not exist. */
    Optional<Integer> partitions(String topic) {
        return description(topic).map(description -> description.partitions().size());
    }

    private Optional<TopicDescription> description(String topic) {
        try {
            Map<String, TopicDescription> found = answer(
                    "topic " + topic, admin.describeTopics(List.of(topic)).allTopicNames());
            return Optional.ofNullable(found.get(topic));
        } catch (CommandException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * The topic's id and partitions.
     *
     * @throws CommandException where it does not exist, or Kafka does not say
     */
    TopicDescription describe(String topic) {
        return description(topic).orElseThrow(() -> missing(topic, where));
    }

    /** The offsets of all partitions of a topic that this asks for, of everything that was written, committed or not. */
    long[] offsets(String topic, int partitions, OffsetSpec of) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (int p = 0; p < partitions; p++) {
            wanted.put(new TopicPartition(topic, p), of);
        }
        long[] offsets = new long[partitions];
        answer("offsets of " + topic, admin.listOffsets(wanted).all())
                .forEach((partition, found) -> offsets[partition.partition()] = found.offset());
        return offsets;
    }

    /**
     * Creates a topic, compacted, unless it is there.
     *
     * @return whether it was created
     */
    boolean create(String topic, int partitions) {
        if (partitions(topic).isPresent()) {
            return false;
        }
        NewTopic wanted = new NewTopic(topic, Optional.of(partitions), Optional.empty())
                .configs(Map.of("cleanup.policy", "compact"));
        try {
            answer(
                    "creating topic " + topic,
                    admin.createTopics(List.of(wanted)).all());
        } catch (CommandException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw e;
        }
        awaitDescription(topic);
        return true;
    }

    /** Another broker than the one that created the topic may answer first, and not know it yet. */
    private void awaitDescription(String topic) {
        long started = System.nanoTime();
        while (partitions(topic).isEmpty()) {
            if (System.nanoTime() - started > timeout.toNanos()) {
                throw missing(topic, where);
            }
        }
    }

    /**
     * Waits for an answer of Kafka.
     *
     * @throws CommandException where there is none in time, or it is an error
     */
    <T> T answer(String about, KafkaFuture<T> future) {
        try {
            return future.get(timeout.toMillis() + 1, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw unreachable(about, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitCode.FAILED, "interrupted", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof org.apache.kafka.common.errors.TimeoutException) {
                throw unreachable(about, cause);
            }
            throw new CommandException(
                    Failures.exitCode(cause), about + ": " + where + " says: " + cause.getMessage(), cause);
        }
    }

    private CommandException unreachable(String about, Throwable cause) {
        return new CommandException(
                ExitCode.NOT_READY,
                about + ": no answer from Kafka at " + where + " within " + Durations.text(timeout)
                        + "; is it running there? See --bootstrap and --timeout",
                cause);
    }
}
