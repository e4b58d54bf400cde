package io.kafkacache.cli;

import io.kafkacache.cli.CacheGroup.Commit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Finds and deletes the consumer groups of caches, which are known by the metadata of their commits. */
final class CacheGroups {
    private static final Pattern STAMP = Pattern.compile("kafka-cache/1 (\\S+) (\\d{1,18})");

    private final Admin admin;
    private final Topics topics;

    CacheGroups(Admin admin, Topics topics) {
        this.admin = admin;
        this.topics = topics;
    }

    List<CacheGroup> list() {
        topics.answer("groups", admin.describeCluster().nodes()); // whose failure says more than that of listing
        Map<String, ListConsumerGroupOffsetsSpec> wanted = new HashMap<>();
        for (GroupListing group : topics.answer(
                "groups",
                admin.listGroups(ListGroupsOptions.forConsumerGroups()).all())) {
            wanted.put(group.groupId(), new ListConsumerGroupOffsetsSpec());
        }
        if (wanted.isEmpty()) {
            return List.of();
        }
        Map<String, Map<TopicPartition, OffsetAndMetadata>> offsets = topics.answer(
                "offsets of groups", admin.listConsumerGroupOffsets(wanted).all());
        Map<TopicPartition, Long> ends = ends(offsets);
        List<CacheGroup> found = new ArrayList<>();
        offsets.forEach((name, committed) -> {
            List<Commit> commits = commits(committed, ends);
            if (!commits.isEmpty()) {
                found.add(new CacheGroup(name, commits, commits.size() < committed.size()));
            }
        });
        found.sort(Comparator.comparing(CacheGroup::name));
        return found;
    }

    void delete(CacheGroup group) {
        topics.answer(
                "group " + group.name(),
                admin.deleteConsumerGroups(List.of(group.name())).all());
    }

    private static List<Commit> commits(
            Map<TopicPartition, OffsetAndMetadata> committed, Map<TopicPartition, Long> ends) {
        List<Commit> commits = new ArrayList<>();
        committed.forEach((partition, offset) -> stamp(offset)
                .ifPresent(stamp -> commits.add(new Commit(
                        partition.topic(),
                        partition.partition(),
                        stamp.group(1),
                        offset.offset(),
                        ends.getOrDefault(partition, -1L),
                        Long.parseLong(stamp.group(2))))));
        commits.sort(Comparator.comparing(Commit::topic).thenComparing(Commit::partition));
        return commits;
    }

    private static Optional<Matcher> stamp(OffsetAndMetadata offset) {
        return Optional.ofNullable(offset)
                .map(committed -> STAMP.matcher(committed.metadata()))
                .filter(Matcher::matches);
    }

    /** The ends of the partitions that still exist; of others none. */
    private Map<TopicPartition, Long> ends(Map<String, Map<TopicPartition, OffsetAndMetadata>> offsets) {
        Set<TopicPartition> partitions = offsets.values().stream()
                .flatMap(committed -> committed.entrySet().stream())
                .filter(commit -> stamp(commit.getValue()).isPresent())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        Set<String> existing = topics.answer("topics", admin.listTopics().names());
        Map<TopicPartition, OffsetSpec> wanted = partitions.stream()
                .filter(partition -> existing.contains(partition.topic()))
                .filter(partition -> partition.partition()
                        < topics.partitions(partition.topic()).orElse(0))
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        if (!wanted.isEmpty()) {
            topics.answer("ends of topics", admin.listOffsets(wanted).all())
                    .forEach((partition, info) -> ends.put(partition, info.offset()));
        }
        return ends;
    }
}
