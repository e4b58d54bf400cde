package io.kafkacache.e2e.simulation.history;

import io.kafkacache.StartAt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a window begins, as far as that can be known from outside: brokers are asked some time after it was opened. Offsets beyond the end are the
 * end of then; a time is the first record then that is not older.
 */
final class WindowStart {
    private final StartAt startAt;

    /** Below which no end was answered since it was opened. */
    private final List<Long> lowestEnds;

    private final Map<Integer, Long> unread = new HashMap<>();

    WindowStart(StartAt startAt, List<Long> lowestEndsAtOpening) {
        this.startAt = startAt;
        this.lowestEnds = new ArrayList<>(lowestEndsAtOpening);
    }

    void endedAt(int partition, long end) {
        if (partition < lowestEnds.size()) {
            lowestEnds.set(partition, Math.min(end, lowestEnds.get(partition)));
        }
    }

    /** The log was cut before anything was read: where the beginning was found may be beyond what is written there next, and nothing tells. */
    void unread(int partition, long end) {
        unread.merge(partition, end, Math::min);
    }

    void newTopic() {
        unread.clear();
        lowestEnds.clear();
    }

    boolean isSurelyBefore(LogRecord record, Truth truth) {
        return mayBeBefore(record)
                && record.partition() < lowestEnds.size()
                && record.offset() < lowestEnds.get(record.partition())
                && !(startAt instanceof StartAt.Timestamp time && follows(record, time, truth));
    }

    boolean mayBeBefore(LogRecord record) {
        if (!(startAt instanceof StartAt.Beginning)
                && record.offset() >= unread.getOrDefault(record.partition(), Long.MAX_VALUE)) {
            return true;
        }
        if (startAt instanceof StartAt.Offsets offsets) {
            return record.offset() < offsets.byPartition().getOrDefault(record.partition(), 0L);
        }
        return startAt instanceof StartAt.Timestamp time
                && record.timestampMillis() < time.instant().toEpochMilli();
    }

    /** Whether a record that is late enough to begin with stands before it, or stood there. */
    private static boolean follows(LogRecord record, StartAt.Timestamp time, Truth truth) {
        return truth.partition(record.partition()).records().stream()
                .map(TruthRecord::record)
                .anyMatch(before -> before.offset() < record.offset()
                        && before.timestampMillis() >= time.instant().toEpochMilli());
    }
}
