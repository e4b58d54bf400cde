package io.kafkacache.scripted;

import io.kafkacache.Position;
import io.kafkacache.internal.log.LogException;

/** Where a reader stands in one partition. Guarded by the topic's lock. */
final class Place {
    final int partition;
    long offset;
    int epoch;

    /** The incarnation of the topic that is read; −1 until the position was validated. */
    private int incarnation = -1;

    /** The leader's epoch under which the position was validated. */
    private int validatedUnder = -1;

    Place(int partition, Position from) {
        this.partition = partition;
        offset = from.offset();
        epoch = from.leaderEpoch();
    }

    /**
     * Validates the position as a consumer does: its epoch when it is new and whenever the leader has changed (KIP-320), its range always.
     * A consumer reads by name, and what it reads of another topic of the same name goes unnoticed while it is in range.
     */
    void check(Topic topic, PartitionLog log) {
        boolean sameTopic = incarnation == -1 || incarnation == topic.incarnation();
        boolean validated = incarnation != -1 && validatedUnder == log.leaderEpoch();
        if (sameTopic && !validated && epoch != Position.NO_EPOCH) {
            long endOfEpoch = log.epochs().endOf(epoch, log.end());
            if (endOfEpoch < offset) {
                throw failure(
                        LogException.Kind.TRUNCATED,
                        topic,
                        "was truncated to " + (endOfEpoch < 0 ? "an unknown offset" : endOfEpoch));
            }
        }
        if (offset < log.start() || offset > log.end()) {
            throw failure(
                    LogException.Kind.OUT_OF_RANGE, topic, "has offsets from " + log.start() + " to " + log.end());
        }
        incarnation = topic.incarnation();
        validatedUnder = log.leaderEpoch();
    }

    private LogException failure(LogException.Kind kind, Topic topic, String what) {
        return new LogException(
                kind,
                partition,
                "the log of " + topic.name + "-" + partition + " " + what + " and cannot be read from " + position(),
                null);
    }

    Position position() {
        return new Position(offset, epoch);
    }
}
