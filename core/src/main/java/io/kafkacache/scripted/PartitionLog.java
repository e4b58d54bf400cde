package io.kafkacache.scripted;

import io.kafkacache.Isolation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records of one partition and the rules by which Kafka gives them out. Offsets only grow; what compaction takes leaves holes, and so do
 * the markers that end transactions. Guarded by the topic's lock.
 */
final class PartitionLog {
    private final int partition;
    private final Epochs epochs = new Epochs();

    /** What stands in the log now, markers included, by offset. */
    private List<ScriptedRecord> records = new ArrayList<>();

    /** What was appended and not truncated since, without markers. */
    private final List<ScriptedRecord> history = new ArrayList<>();

    /** First offsets of the transactions that are open here, lowest first. */
    private final Map<ScriptedTransaction, Long> open = new LinkedHashMap<>();

    /** Ranges of offsets at whose end nothing tells a reader to go on; null while there is none. */
    private @Nullable List<Gap> gaps;

    private long start;
    private long end;

    PartitionLog(int partition) {
        this.partition = partition;
    }

    int partition() {
        return partition;
    }

    long start() {
        return start;
    }

    long end() {
        return end;
    }

    int leaderEpoch() {
        return epochs.latest();
    }

    Epochs epochs() {
        return epochs;
    }

    /** The last stable offset: where the first open transaction begins, else the end. */
    long lastStable() {
        return open.isEmpty() ? end : Math.max(start, open.values().iterator().next());
    }

    /** Where a reader is held. */
    long bound(Isolation isolation) {
        return isolation == Isolation.READ_COMMITTED ? lastStable() : end;
    }

    ScriptedRecord append(Content content, @Nullable ScriptedTransaction transaction) {
        if (transaction != null) {
            open.putIfAbsent(transaction, end);
        }
        ScriptedRecord record = new ScriptedRecord(this, content, transaction, false);
        records.add(record);
        history.add(record);
        end++;
        return record;
    }

    /** Writes the marker that ends a transaction here. */
    void finish(ScriptedTransaction transaction) {
        open.remove(transaction);
        records.add(new ScriptedRecord(this, Content.OF_A_MARKER, transaction, true));
        end++;
    }

    /**
     * Adds what a reader at an offset is given, at most {@code limit} records, and says where it goes on: behind the last record it was given
     * or, where there is no more, at the bound that holds it, past all holes.
     */
    long read(long from, Isolation isolation, int limit, List<ScriptedRecord> into) {
        long bound = bound(isolation);
        long next = from;
        int given = 0;
        for (int index = indexOf(from); index < records.size(); index++) {
            ScriptedRecord record = records.get(index);
            if (record.offset >= bound) {
                break;
            }
            boolean visible = isVisible(record, isolation);
            if (visible && given == limit) {
                return next;
            }
            if (visible) {
                into.add(record);
                given++;
            }
            next = record.offset + 1;
        }
        return Math.max(next, reachable(bound));
    }

    private static boolean isVisible(ScriptedRecord record, Isolation isolation) {
        return !record.marker && (isolation == Isolation.READ_UNCOMMITTED || record.outcome() != Outcome.ABORTED);
    }

    /** How far a reader comes that finds no further record below {@code bound}. */
    private long reachable(long bound) {
        if (gaps != null) {
            for (Gap gap : gaps) {
                if (gap.from < bound && bound <= gap.to) {
                    return gap.from;
                }
            }
        }
        return bound;
    }

    /** The index of the first record at or behind an offset. */
    int indexOf(long offset) {
        int low = 0;
        int high = records.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (records.get(middle).offset < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    List<ScriptedRecord> records() {
        return records;
    }

    /** The cleaner leaves these. */
    void keep(List<ScriptedRecord> kept) {
        records = kept;
    }

    List<ScriptedRecord> history() {
        return List.copyOf(history);
    }

    /** Where the first record of a time stands; the end where there is none. */
    long startingAt(long timestampMillis) {
        for (ScriptedRecord record : records) {
            if (!record.marker && record.timestampMillis >= timestampMillis) {
                return record.offset;
            }
        }
        return end;
    }

    void trim(long newStart) {
        check(newStart >= start && newStart <= end, "the log can be trimmed to", newStart, start);
        start = newStart;
        records.subList(0, indexOf(newStart)).clear();
    }

    /** An unclean leader takes over, which has nothing from {@code offset} on. */
    void truncate(long offset) {
        check(offset >= start && offset <= end, "the log can be truncated to", offset, start);
        records.subList(indexOf(offset), records.size()).clear();
        history.removeIf(record -> record.offset >= offset);
        open.values().removeIf(first -> first >= offset);
        if (gaps != null) {
            gaps.replaceAll(gap -> new Gap(gap.from, Math.min(gap.to, offset)));
            gaps.removeIf(gap -> gap.from >= gap.to);
        }
        end = offset;
        epochs.begin(offset);
    }

    void changeLeader() {
        epochs.begin(end);
    }

    /** What stands from {@code offset} on vanishes, and the end stays. */
    void dropTail(long offset) {
        check(offset >= start && offset <= lastStable(), "the tail can be dropped from", offset, start);
        records.subList(indexOf(offset), records.size()).clear();
        if (offset < end) {
            if (gaps == null) {
                gaps = new ArrayList<>();
            }
            long from = gaps.stream()
                    .filter(gap -> gap.from < offset && offset <= gap.to)
                    .mapToLong(Gap::from)
                    .findFirst()
                    .orElse(offset);
            gaps.removeIf(gap -> gap.from >= from);
            gaps.add(new Gap(from, end));
        }
    }

    private void check(boolean possible, String what, long offset, long least) {
        if (!possible) {
            throw new IllegalArgumentException("partition " + partition + ": " + what + " an offset from " + least
                    + " to its end " + end + " (last stable " + lastStable() + "), not " + offset);
        }
    }

    private record Gap(long from, long to) {}
}
