package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.e2e.simulation.history.CacheFacts;
import io.kafkacache.e2e.simulation.history.LogRecord;
import io.kafkacache.e2e.simulation.history.Sharing;
import io.kafkacache.e2e.simulation.history.Shown;
import io.kafkacache.e2e.simulation.history.Snapshot;
import io.kafkacache.e2e.simulation.history.Trait;
import io.kafkacache.e2e.simulation.history.Truth;
import io.kafkacache.e2e.simulation.history.TruthRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The records that one reading of the topic was given, and what they leave of each key. */
final class GivenRecords {
    private final CacheFacts cache;
    private final int generation;
    private final @Nullable String topicId;
    private final int truncations;

    /** By key, partition and offset. */
    private final Map<String, Map<Integer, NavigableMap<Long, TruthRecord>>> given = new HashMap<>();

    private final Set<List<Long>> judged = new HashSet<>();
    private final Set<TruthRecord> behindGone =
            new HashSet<>(); // whose predecessor had gone from the log when they were given

    /** {@code topicId} is that of the topic which the cache takes this for. */
    GivenRecords(CacheFacts cache, int generation, @Nullable String topicId, Truth truth) {
        this.cache = cache;
        this.generation = generation;
        this.topicId = topicId;
        this.truncations = truncations(truth);
    }

    private static int truncations(Truth truth) {
        return IntStream.range(0, truth.partitions())
                .map(p -> truth.partition(p).truncations())
                .sum();
    }

    int generation() {
        return generation;
    }

    /** Whether there still is the log that it was given records of. */
    boolean isOf(Truth truth) {
        return truth.topicId().equals(topicId) && truncations == truncations(truth);
    }

    void judged(int partition, long offset) {
        judged.add(List.of((long) partition, offset));
    }

    boolean wasJudged(LogRecord record) {
        return judged.contains(List.of((long) record.partition(), record.offset()));
    }

    void give(TruthRecord record, Truth truth) {
        LogRecord of = record.record();
        NavigableMap<Long, TruthRecord> ofPartition = given.computeIfAbsent(of.key(), none -> new TreeMap<>())
                .computeIfAbsent(of.partition(), none -> new TreeMap<>());
        Map.Entry<Long, TruthRecord> before = ofPartition.lowerEntry(of.offset());
        if (before != null && isGone(before.getValue(), truth)) {
            behindGone.add(record);
        }
        ofPartition.put(of.offset(), record);
    }

    /** Whether another partition's record of its key counts above it. */
    boolean isOutranked(LogRecord record) {
        return given.getOrDefault(record.key(), Map.of()).entrySet().stream()
                .filter(ofPartition -> ofPartition.getKey() != record.partition())
                .flatMap(ofPartition -> ofPartition.getValue().values().stream())
                .anyMatch(other -> other.record().beats(record));
    }

    /**
     * Whether readers see it of a former reading, or it is carried over from there: behind its successor. Of a log that was cut they may see what
     * stood there before, and two records of one place and one time are not told apart.
     */
    boolean wasAccepted(LogRecord record, CacheFacts of) {
        NavigableMap<Long, TruthRecord> others =
                given.getOrDefault(record.key(), Map.of()).get(record.partition());
        Snapshot last = of.last();
        Shown shown = last == null || last.generation() == generation
                ? null
                : last.shown().get(record.key());
        return (others != null && others.lastKey() > record.offset())
                || (shown != null
                        && shown.value() != null
                        && shown.partition() == record.partition()
                        && shown.offset() == record.offset());
    }

    /** Whether this may be what stands of an entry that records of this key yield. */
    boolean mayStand(@Nullable Shown shown, String recordKey, String entryKey, Truth truth) {
        return standing(recordKey, truth).stream()
                .map(standing -> entryKey.equals(recordKey) ? standing : shared(standing, entryKey))
                .anyMatch(standing -> Objects.equals(standing, shown));
    }

    private boolean isYielded(String value, String key) {
        return Sharing.yields(value, key) && (!cache.manner().has(Trait.MAPPING) || Sharing.keeps(key, value));
    }

    private @Nullable Shown shared(@Nullable Shown record, String key) {
        String value = record == null ? null : record.value();
        return value != null && isYielded(value, key) ? record : null;
    }

    /**
     * What may stand of a key: nearly always one thing. Null is nothing, or what cannot be read. A record that is gone from the log may have been taken away
     * here too; and a removal is not remembered for ever against another partition's older value.
     */
    List<@Nullable Shown> standing(String key, Truth truth) {
        List<Candidate> candidates = given.getOrDefault(key, Map.of()).values().stream()
                .map(ofPartition -> candidate(ofPartition, truth))
                .filter(Objects::nonNull)
                .toList();
        List<@Nullable Shown> standing = new ArrayList<>();
        for (Candidate winner : candidates) {
            if (candidates.stream().allMatch(other -> other.perhapsGone || !other.record.beats(winner.record))) {
                standing.add(winner.shown);
            }
        }
        if (candidates.stream().allMatch(Candidate::perhapsGone)) {
            standing.add(null);
        }
        return standing;
    }

    private @Nullable Candidate candidate(NavigableMap<Long, TruthRecord> ofPartition, Truth truth) {
        TruthRecord by = null;
        boolean mayBeLost = false; // taken away before what follows could keep it
        for (TruthRecord of : ofPartition.descendingMap().values()) {
            LogRecord seen = cache.asSeen(of, generation);
            if (cache.manner().keepsPrevious() && !seen.accepted()) {
                by = by == null ? of : by;
                mayBeLost |= behindGone.contains(of);
                continue;
            }
            boolean nothing = cache.manner().showsNothing(seen);
            boolean perhapsGone = isGone(by == null ? of : by, truth)
                    || mayBeLost
                    || (nothing && (!seen.isTombstone() || truth.mayBeForgotten(of)));
            return new Candidate(seen, shown(seen, by), perhapsGone);
        }
        return null;
    }

    private static boolean isGone(TruthRecord record, Truth truth) {
        return record.isTaken()
                || record.record().offset()
                        < truth.partition(record.record().partition()).start();
    }

    private @Nullable Shown shown(LogRecord record, @Nullable TruthRecord by) {
        String value = record.accepted() ? cache.manner().meaning(record) : null;
        long outdatedBy = by == null ? Shown.CURRENT : by.record().offset();
        return value == null
                ? null
                : new Shown(record.topicId(), record.partition(), record.offset(), value, outdatedBy);
    }

    /** What a partition says of a key. */
    private record Candidate(LogRecord record, @Nullable Shown shown, boolean perhapsGone) {}
}
