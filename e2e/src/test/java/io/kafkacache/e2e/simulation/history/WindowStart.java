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

    /** Where the log was cut before anything was read, and where it ended before that. */
    private final Map<Integer, Cut> unread = new HashMap<>();

    WindowStart(StartAt startAt, List<Long> lowestEndsAtOpening) {
        this.startAt = startAt;
        this.lowestEnds = new ArrayList<>(lowestEndsAtOpening);
    }

    void endedAt(int partition, long end) {
        if (partition < lowestEnds.size()) {
            lowestEnds.set(partition, Math.min(end, lowestEnds.get(partition)));
        }
    }

    /**
     * The log was cut before anything was read: where a time was found may be beyond what is written there next, up to the former end, and nothing
     * tells.
     */
    void unread(int partition, long end, long formerEnd) {
        unread.merge(partition, new Cut(end, formerEnd), Cut::and);
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
        if (startAt instanceof StartAt.Offsets offsets) {
            return record.offset() < offsets.byPartition().getOrDefault(record.partition(), 0L);
        }
        Cut cut = unread.get(record.partition());
        return startAt instanceof StartAt.Timestamp time
                && (record.timestampMillis() < time.instant().toEpochMilli()
                        || (cut != null && cut.hides(record.offset())));
    }

    /** A part of the log that was written twice. */
    private record Cut(long from, long to) {
        Cut and(Cut other) {
            return new Cut(Math.min(from, other.from), Math.max(to, other.to));
        }

        boolean hides(long offset) {
            return from <= offset && offset < to;
        }
    }

    /** Whether a record that is late enough to begin with stands before it, or stood there. */
    private static boolean follows(LogRecord record, StartAt.Timestamp time, Truth truth) {
        return truth.partition(record.partition()).records().stream()
                .map(TruthRecord::record)
                .anyMatch(before -> before.offset() < record.offset()
                        && before.timestampMillis() >= time.instant().toEpochMilli());
    }
}
