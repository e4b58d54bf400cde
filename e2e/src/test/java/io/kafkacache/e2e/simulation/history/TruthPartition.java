package io.kafkacache.e2e.simulation.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One partition as it was at a moment: every record that was appended and not truncated, whatever the cleaner took. */
public final class TruthPartition {
    private final List<TruthRecord> records = new ArrayList<>();
    private final Map<String, List<TruthRecord>> byKey = new HashMap<>();
    private long start;
    private long end;
    private long formerEnd;
    private int truncations;

    /** In the order of offsets. */
    public List<TruthRecord> records() {
        return records;
    }

    /** Those of one key, in the order of offsets. */
    public List<TruthRecord> of(String key) {
        return byKey.getOrDefault(key, List.of());
    }

    /** The one at an offset, or null. */
    public @Nullable TruthRecord at(long offset) {
        for (int i = records.size() - 1; i >= 0; i--) {
            long its = records.get(i).record().offset();
            if (its <= offset) {
                return its == offset ? records.get(i) : null;
            }
        }
        return null;
    }

    public long start() {
        return start;
    }

    public long end() {
        return end;
    }

    /** The highest end it ever had. */
    long highestEnd() {
        return Math.max(end, formerEnd);
    }

    /** How often the log was truncated: an offset may stand for another record since. */
    public int truncations() {
        return truncations;
    }

    /** Whether something that a reader would have to be given, now or after a commit, stands from {@code from} to before {@code to}. */
    public boolean leavesUnread(long from, long to, io.kafkacache.Isolation isolation) {
        return records.stream()
                .anyMatch(record -> record.record().offset() >= Math.max(from, start)
                        && record.record().offset() < to
                        && !record.isTaken()
                        && (record.counts(isolation) || record.isOpen()));
    }

    void append(TruthRecord record) {
        records.add(record);
        byKey.computeIfAbsent(record.record().key(), key -> new ArrayList<>()).add(record);
        end = Math.max(end, record.record().offset() + 1);
    }

    void ended(long newEnd) {
        end = Math.max(end, newEnd);
    }

    void taken(int index, List<Long> offsets) {
        for (TruthRecord record : records) {
            if (!record.isTaken() && offsets.contains(record.record().offset())) {
                record.taken(index, isSuperseded(record));
            }
        }
    }

    private boolean isSuperseded(TruthRecord record) {
        return of(record.record().key()).stream()
                .anyMatch(later ->
                        later.record().offset() > record.record().offset() && !later.isAborted() && !later.isOpen());
    }

    void trim(long newStart) {
        start = newStart;
    }

    void truncate(long newEnd) {
        records.removeIf(record -> record.record().offset() >= newEnd);
        byKey.values().forEach(of -> of.removeIf(record -> record.record().offset() >= newEnd));
        records.forEach(TruthRecord::lost);
        formerEnd = highestEnd();
        end = newEnd;
        truncations++;
    }
}
