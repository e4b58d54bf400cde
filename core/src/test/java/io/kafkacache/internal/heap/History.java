package io.kafkacache.internal.heap;

import io.kafkacache.Change.Kind;
import io.kafkacache.Entry;
import io.kafkacache.Standing;
import io.kafkacache.Store.Taken;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** What was written to a topic of few keys and partitions, whose clocks differ and go back; and what a cache of it has to show. */
final class History {
    static final int PARTITIONS = 4;

    private static final Comparator<HeapRecord> RANK =
            Comparator.comparing(HeapRecord::timestampMillis).thenComparing(HeapRecord::partition);

    private final List<List<HeapRecord>> partitions = new ArrayList<>();

    /**
     * {@code retaining}: rejected records keep what stood before, so that all is decoded as it comes. {@code leaving}: some values let their key
     * leave, which shows when they are interpreted.
     */
    History(Random random, boolean retaining, boolean leaving) {
        for (int p = 0; p < PARTITIONS; p++) {
            List<HeapRecord> records = new ArrayList<>();
            int length = random.nextInt(20);
            for (long offset = 0; offset < length; offset += 1 + random.nextInt(2)) {
                records.add(record(random, p, offset, retaining, leaving && !retaining));
            }
            partitions.add(records);
        }
    }

    private static HeapRecord record(Random random, int partition, long offset, boolean retaining, boolean leaving) {
        String key = "key-" + random.nextInt(4);
        int kind = random.nextInt(8);
        String value = kind == 7 && leaving ? HeapRecord.LEAVE : "value " + partition + "@" + offset;
        Kind does = kind < 3
                ? Kind.REMOVE
                : kind == 3 ? (retaining ? Kind.RETAIN : Kind.REJECT) : retaining ? Kind.PUT : Kind.PENDING;
        return new HeapRecord(partition, offset, 100 + random.nextInt(8), key, does, value);
    }

    List<List<HeapRecord>> partitions() {
        return partitions;
    }

    /** What has to stand, but for what comes of records that were taken; a tombstone counts all the same. */
    Map<String, Entry<String, String>> entries(Taken taken) {
        Map<String, Entry<String, String>> entries = new TreeMap<>();
        candidates().forEach((key, candidates) -> candidates.stream()
                .filter(candidate ->
                        candidate.kind() == Kind.REMOVE || !taken.taken(candidate.source(), lastOf(candidate)))
                .max(RANK)
                .filter(HeapRecord::setsAValue)
                .ifPresent(winner -> entries.put(key, marked(winner))));
        return entries;
    }

    Standing standing(String key) {
        Collection<HeapRecord> known = candidates().getOrDefault(key, List.of());
        return new Standing(
                List.copyOf(new TreeSet<>(known.stream()
                        .filter(HeapRecord::setsAValue)
                        .map(HeapRecord::partition)
                        .toList())),
                known.stream().mapToLong(HeapRecord::timestampMillis).max().orElse(Long.MIN_VALUE));
    }

    /** Of each key and partition the newest record that was not rejected. */
    private Map<String, Collection<HeapRecord>> candidates() {
        Map<String, Map<Integer, HeapRecord>> newest = new TreeMap<>();
        partitions.forEach(records -> records.stream()
                .filter(record -> record.kind() != Kind.RETAIN)
                .forEach(record -> newest.computeIfAbsent(record.key(), key -> new TreeMap<>())
                        .put(record.partition(), record)));
        Map<String, Collection<HeapRecord>> candidates = new TreeMap<>();
        newest.forEach((key, byPartition) -> candidates.put(key, byPartition.values()));
        return candidates;
    }

    private static long offsetOf(List<HeapRecord> rejected, HeapRecord otherwise) {
        return rejected.isEmpty()
                ? otherwise.offset()
                : rejected.get(rejected.size() - 1).offset();
    }

    private List<HeapRecord> rejectedAfter(HeapRecord record) {
        return partitions.get(record.partition()).stream()
                .filter(later -> later.kind() == Kind.RETAIN
                        && later.key().equals(record.key())
                        && later.offset() > record.offset())
                .toList();
    }

    private long lastOf(HeapRecord candidate) {
        return offsetOf(rejectedAfter(candidate), candidate);
    }

    private Entry<String, String> marked(HeapRecord winner) {
        List<HeapRecord> rejected = rejectedAfter(winner);
        return rejected.isEmpty()
                ? winner.entry()
                : winner.entry().retained(rejected.get(rejected.size() - 1).rejection());
    }

    /** All records after the first few of each partition, in an order that keeps that of each partition. */
    List<HeapRecord> merged(Random random, int[] from) {
        int[] next = from.clone();
        List<HeapRecord> merged = new ArrayList<>();
        List<Integer> open = new ArrayList<>();
        for (int p = 0; p < PARTITIONS; p++) {
            if (next[p] < partitions.get(p).size()) {
                open.add(p);
            }
        }
        while (!open.isEmpty()) {
            int p = open.get(random.nextInt(open.size()));
            merged.add(partitions.get(p).get(next[p]++));
            if (next[p] == partitions.get(p).size()) {
                open.remove((Integer) p);
            }
        }
        return merged;
    }

    @Override
    public String toString() {
        return partitions.toString();
    }
}
