package io.kafkacache.internal.kafka;

import io.kafkacache.Isolation;
import io.kafkacache.Position;
import io.kafkacache.internal.log.EndKind;
import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogException.Kind;
import io.kafkacache.internal.log.TopicDescription;
import io.kafkacache.internal.log.TopicSettings;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/** What the brokers say of the topic. Safe for any thread. */
final class TopicAdmin {
    private static final long DEFAULT_DELETE_RETENTION_MILLIS = 86_400_000;

    private final String topic;
    private final LazyAdmin admin;
    private final Failures failures;
    private final IsolationLevel isolation;
    private final Needs describe;
    private volatile @Nullable String clusterId;
    private volatile @Nullable Uuid topicId;

    TopicAdmin(String topic, Isolation isolation, LazyAdmin admin, Failures failures) {
        this.topic = topic;
        this.admin = admin;
        this.failures = failures;
        this.isolation =
                isolation == Isolation.READ_COMMITTED ? IsolationLevel.READ_COMMITTED : IsolationLevel.READ_UNCOMMITTED;
        this.describe = Needs.onTopic("Describe", topic);
    }

    /**
     * Asked by the id last told, where there is one, which Admin does in one request. By name it takes two in turn (the nodes, then the topic),
     * and each {@code sync} waits for this. An id that is not known any more is asked by name: the topic was deleted, or made again.
     */
    CompletableFuture<TopicDescription> describe() {
        return describe(admin);
    }

    /** The same, asked of this one of the log's clients. */
    CompletableFuture<TopicDescription> describe(LazyAdmin asked) {
        Uuid known = topicId;
        CompletableFuture<org.apache.kafka.clients.admin.TopicDescription> described = known == null
                ? byName(asked)
                : byId(asked, known)
                        .exceptionallyCompose(
                                failure -> failures.of(failure, describe).kind() == Kind.UNREACHABLE
                                        ? CompletableFuture.failedFuture(failure)
                                        : byName(asked));
        return asked.answer(describe, described.thenCombine(clusterId(), (d, cluster) -> {
            topicId = d.topicId();
            return new TopicDescription(d.topicId().toString(), d.partitions().size(), cluster.orElse(null));
        }));
    }

    private CompletableFuture<org.apache.kafka.clients.admin.TopicDescription> byName(LazyAdmin asked) {
        return asked.ask(
                describe,
                a -> a.describeTopics(List.of(topic)).topicNameValues().get(topic));
    }

    private CompletableFuture<org.apache.kafka.clients.admin.TopicDescription> byId(LazyAdmin asked, Uuid id) {
        return asked.ask(describe, a -> a.describeTopics(TopicCollection.ofTopicIds(List.of(id)))
                .topicIdValues()
                .get(id));
    }

    /** Asked until it was told once; a cluster keeps its id. */
    private CompletableFuture<Optional<String>> clusterId() {
        String known = clusterId;
        if (known != null) {
            return CompletableFuture.completedFuture(Optional.of(known));
        }
        return admin.ask(describe, a -> a.describeCluster().clusterId()).handle((id, failure) -> {
            if (id != null) {
                clusterId = id;
            }
            return Optional.ofNullable(id);
        });
    }

    CompletableFuture<TopicSettings> settings() {
        Needs needs = Needs.onTopic("DescribeConfigs", topic);
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.answer(
                needs,
                admin.ask(needs, a -> a.describeConfigs(List.of(resource))
                                .values()
                                .get(resource))
                        .thenApply(TopicAdmin::settings));
    }

    private static TopicSettings settings(Config config) {
        List<String> policies = List.of(
                        value(config, TopicConfig.CLEANUP_POLICY_CONFIG, "").split(",", -1))
                .stream()
                .map(String::strip)
                .toList();
        String retention =
                value(config, TopicConfig.DELETE_RETENTION_MS_CONFIG, Long.toString(DEFAULT_DELETE_RETENTION_MILLIS));
        return new TopicSettings(
                policies.contains(TopicConfig.CLEANUP_POLICY_COMPACT),
                policies.contains(TopicConfig.CLEANUP_POLICY_DELETE),
                Long.parseLong(retention));
    }

    private static String value(Config config, String key, String otherwise) {
        ConfigEntry entry = config.get(key);
        return entry == null || entry.value() == null ? otherwise : entry.value();
    }

    CompletableFuture<Map<Integer, Position>> ends(Set<Integer> partitions, EndKind kind) {
        OffsetSpec spec = kind == EndKind.START ? OffsetSpec.earliest() : OffsetSpec.latest();
        return offsets(partitions, spec, kind == EndKind.HEAD ? isolation : IsolationLevel.READ_UNCOMMITTED);
    }

    /** The ends are asked first, so that a record appended in between is not skipped where no older one is late enough. */
    CompletableFuture<Map<Integer, Position>> startingAt(Set<Integer> partitions, Instant time) {
        OffsetSpec spec = OffsetSpec.forTimestamp(time.toEpochMilli());
        return admin.answer(describe, ends(partitions, EndKind.TARGET).thenCompose(ends -> offsets(
                        partitions, spec, IsolationLevel.READ_UNCOMMITTED)
                .thenApply(found -> {
                    Map<Integer, Position> starts = new HashMap<>(ends);
                    found.forEach((partition, position) -> {
                        if (position.offset() >= 0) {
                            starts.put(partition, position);
                        }
                    });
                    return starts;
                })));
    }

    private CompletableFuture<Map<Integer, Position>> offsets(
            Set<Integer> partitions, OffsetSpec spec, IsolationLevel level) {
        if (partitions.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(new TopicPartition(topic, partition), spec));
        var offsets = admin.ask(describe, a -> a.listOffsets(asked, new ListOffsetsOptions(level))
                        .all())
                .thenApply(TopicAdmin::positions);
        return admin.answer(describe, offsets.exceptionallyCompose(failure -> explained(partitions, failure)));
    }

    /** Admin looks for an unknown partition until its time is over, and then says no more than that. */
    private CompletableFuture<Map<Integer, Position>> explained(Set<Integer> partitions, Throwable failure) {
        LogException timeout = failures.of(failure, describe);
        if (timeout.kind() != Kind.UNREACHABLE) {
            return CompletableFuture.failedFuture(timeout);
        }
        return describe().thenCompose(description -> {
            int last = Collections.max(partitions);
            return CompletableFuture.failedFuture(
                    last < description.partitions()
                            ? timeout
                            : new LogException(
                                    Kind.OTHER,
                                    last,
                                    "topic " + topic + " has no partition " + last + ", it has "
                                            + description.partitions(),
                                    timeout));
        });
    }

    private static Map<Integer, Position> positions(Map<TopicPartition, ListOffsetsResultInfo> offsets) {
        Map<Integer, Position> positions = new HashMap<>();
        offsets.forEach((partition, info) -> positions.put(
                partition.partition(),
                new Position(info.offset(), info.leaderEpoch().orElse(Position.NO_EPOCH))));
        return positions;
    }

    CompletableFuture<Void> create(int partitions, int replication, Map<String, String> configs) {
        Map<String, String> all = new HashMap<>(configs);
        all.putIfAbsent(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        NewTopic wanted = new NewTopic(topic, partitions, (short) replication).configs(all);
        Needs needs = Needs.toCreate(topic);
        CompletableFuture<Void> created =
                admin.ask(needs, a -> a.createTopics(Set.of(wanted)).all());
        return admin.answer(
                needs,
                created.exceptionallyCompose(failure -> Failures.causedBy(failure, TopicExistsException.class)
                        ? CompletableFuture.completedFuture(null)
                        : CompletableFuture.failedFuture(failure)));
    }
}
