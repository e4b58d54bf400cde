package io.kafkacache.e2e.simulation.history;

import io.kafkacache.Isolation;
import io.kafkacache.scripted.Outcome;

/** A record and what became of it up to now. */
public final class TruthRecord {
    private final LogRecord record;
    private Outcome outcome;
    private int takenAt = -1;
    private boolean expired;
    private boolean lost;

    TruthRecord(LogRecord record) {
        this.record = record;
        this.outcome = record.transaction() == LogRecord.NO_TRANSACTION ? Outcome.NONE : Outcome.OPEN;
    }

    public LogRecord record() {
        return record;
    }

    void ended(boolean committed) {
        outcome = committed ? Outcome.COMMITTED : Outcome.ABORTED;
    }

    void taken(int index, boolean superseded) {
        takenAt = index;
        expired = record.isTombstone() && !superseded && !isAborted();
    }

    void lost() {
        lost |= takenAt >= 0;
    }

    /** Whether a reader of this isolation is given it, or was while it stood in the log. */
    public boolean counts(Isolation isolation) {
        return isolation == Isolation.READ_UNCOMMITTED || outcome == Outcome.NONE || outcome == Outcome.COMMITTED;
    }

    public boolean isOpen() {
        return outcome == Outcome.OPEN;
    }

    public boolean isAborted() {
        return outcome == Outcome.ABORTED;
    }

    /** Whether the cleaner took it. */
    public boolean isTaken() {
        return takenAt >= 0;
    }

    /** When the cleaner took it, as an index of the history; −1 where it did not. */
    public int takenAt() {
        return takenAt;
    }

    /** Whether it was a tombstone, its key's newest record, and went because it was old. */
    public boolean isExpired() {
        return expired;
    }

    /** Whether the cleaner took it for the sake of a record that a truncation may have taken in its turn. */
    public boolean isLost() {
        return lost;
    }

    @Override
    public String toString() {
        return record
                + (outcome == Outcome.NONE ? "" : " " + outcome)
                + (takenAt < 0 ? "" : expired ? " (expired)" : " (compacted)");
    }
}
