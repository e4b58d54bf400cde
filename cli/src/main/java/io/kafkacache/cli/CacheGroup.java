package io.kafkacache.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A consumer group that caches commit to.
 *
 * @param name the group's id
 * @param commits what caches committed, at least one
 * @param isShared whether somebody else committed to it too
 */
record CacheGroup(String name, List<Commit> commits, boolean isShared) {
    /**
     * One partition.
     *
     * @param cache the cache's name
     * @param end the partition's end, or −1 where it is not known, as that of a deleted topic
     * @param stampMillis when it was committed
     */
    record Commit(String topic, int partition, String cache, long position, long end, long stampMillis) {
        boolean hasEnd() {
            return end >= 0;
        }
    }

    /** Since the newest commit. */
    Duration age(long nowMillis) {
        long newest = commits.stream().mapToLong(Commit::stampMillis).max().orElse(nowMillis);
        return Duration.ofMillis(Math.max(0, nowMillis - newest));
    }

    /** Adds a row for each topic. */
    void addRows(Table table, long nowMillis) {
        Map<String, List<Commit>> topics =
                commits.stream().collect(Collectors.groupingBy(Commit::topic, TreeMap::new, Collectors.toList()));
        topics.forEach((topic, partitions) -> {
            boolean known = partitions.stream().allMatch(Commit::hasEnd);
            long lag = partitions.stream()
                    .mapToLong(c -> Math.max(0, c.end() - c.position()))
                    .sum();
            String caches =
                    partitions.stream().map(Commit::cache).distinct().sorted().collect(Collectors.joining(","));
            String positions = partitions.stream()
                    .map(c -> c.partition() + ":" + c.position())
                    .collect(Collectors.joining(" "));
            table.row(
                    name,
                    caches,
                    topic,
                    known ? Long.toString(lag) : "-",
                    Durations.text(new CacheGroup(name, partitions, isShared).age(nowMillis)),
                    positions);
        });
    }
}
