package io.kafkacache.internal.kafka;

import io.kafkacache.Position;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;

/** Commits positions for lag tools, and takes them away again. Safe for any thread. */
final class GroupAdmin {
    /** What a broker takes by default ({@code offset.metadata.max.bytes}). */
    private static final int MAX_METADATA_BYTES = 4096;

    private final String topic;
    private final LazyAdmin admin;

    GroupAdmin(String topic, LazyAdmin admin) {
        this.topic = topic;
        this.admin = admin;
    }

    CompletableFuture<Void> commit(String group, Map<Integer, Position> positions, String metadata) {
        if (positions.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        String kept = shortened(metadata);
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        positions.forEach(
                (partition, position) -> offsets.put(new TopicPartition(topic, partition), offset(position, kept)));
        return admin.ask(Needs.onGroup("Read", group, topic), a -> a.alterConsumerGroupOffsets(group, offsets)
                .all());
    }

    /** A position as Kafka takes it, with the leader epoch where there is one. */
    static OffsetAndMetadata offset(Position position, String metadata) {
        int epoch = position.leaderEpoch();
        return new OffsetAndMetadata(
                position.offset(), epoch == Position.NO_EPOCH ? Optional.empty() : Optional.of(epoch), metadata);
    }

    /** A broker refuses longer metadata with the offset it belongs to, and the offset is what matters. */
    static String shortened(String metadata) {
        String kept = metadata;
        while (kept.getBytes(StandardCharsets.UTF_8).length > MAX_METADATA_BYTES) {
            kept = kept.substring(0, kept.length() * 9 / 10);
        }
        return kept;
    }

    CompletableFuture<Void> forget(String group) {
        Needs needs = Needs.onGroup("Delete", group, topic);
        CompletableFuture<Void> forgotten = committed(group)
                .thenCompose(partitions -> deleteOffsets(needs, group, partitions))
                .thenCompose(gone -> committed(group))
                .thenCompose(
                        left -> left.isEmpty() ? deleteGroup(needs, group) : CompletableFuture.completedFuture(null));
        return admin.answer(needs, forgotten);
    }

    /** The partitions that have an offset in the group, of every topic. */
    private CompletableFuture<Set<TopicPartition>> committed(String group) {
        return admin.ask(Needs.onGroup("Describe", group, topic), a -> a.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata())
                .thenApply(offsets -> {
                    Set<TopicPartition> partitions = new HashSet<>();
                    offsets.forEach((partition, offset) -> {
                        if (offset != null) {
                            partitions.add(partition);
                        }
                    });
                    return partitions;
                })
                .exceptionallyCompose(failure -> gone(failure)
                        ? CompletableFuture.completedFuture(Set.of())
                        : CompletableFuture.failedFuture(failure));
    }

    private CompletableFuture<Void> deleteOffsets(Needs needs, String group, Set<TopicPartition> partitions) {
        Set<TopicPartition> own = new HashSet<>(partitions);
        own.removeIf(partition -> !partition.topic().equals(topic));
        if (own.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return admin.ask(needs, a -> a.deleteConsumerGroupOffsets(group, own).all())
                .exceptionallyCompose(GroupAdmin::unlessGone);
    }

    private CompletableFuture<Void> deleteGroup(Needs needs, String group) {
        return admin.ask(needs, a -> a.deleteConsumerGroups(Set.of(group)).all())
                .exceptionallyCompose(GroupAdmin::unlessGone);
    }

    private static CompletableFuture<Void> unlessGone(Throwable failure) {
        return gone(failure) ? CompletableFuture.completedFuture(null) : CompletableFuture.failedFuture(failure);
    }

    /** A group that is gone already, or that somebody uses, is not in the way. */
    private static boolean gone(Throwable failure) {
        return Failures.causedBy(failure, GroupIdNotFoundException.class)
                || Failures.causedBy(failure, GroupNotEmptyException.class);
    }
}
