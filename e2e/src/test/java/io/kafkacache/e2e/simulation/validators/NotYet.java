package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.e2e.simulation.history.CacheFacts;
import io.kafkacache.e2e.simulation.history.Facts;
import io.kafkacache.e2e.simulation.history.LogRecord;
import io.kafkacache.e2e.simulation.history.Snapshot;
import io.kafkacache.e2e.simulation.history.Truth;
import io.kafkacache.e2e.simulation.history.TruthRecord;
import java.util.stream.IntStream;

/**
 * What today's cache does instead of reading the topic again: it ends in FAILED and says why, it does not read added partitions, and it keeps what
 * retention took from the log. This class goes away with these.
 */
final class NotYet {
    private NotYet() {}

    /** Whether the cache had one of those reasons to fail. */
    static boolean mayFail(Facts facts, CacheFacts cache) {
        Truth truth = facts.truth();
        return truth.incarnation(truth.topicId()) > truth.incarnation(cache.topicAtOpening())
                || IntStream.range(0, truth.partitions())
                        .mapToObj(truth::partition)
                        .anyMatch(partition -> partition.truncations() > 0
                                || partition.start() > 0
                                || partition.records().stream().anyMatch(NotYet::leavesAHole));
    }

    private static boolean leavesAHole(TruthRecord record) {
        return record.isTaken() || record.record().transaction() != LogRecord.NO_TRANSACTION;
    }

    /** Whether a look in the midst of a batch may see beyond a hole behind which the cache finds that it was away too long. */
    static boolean isInTheMidst(Snapshot snapshot) {
        return IntStream.range(0, snapshot.partitions()).anyMatch(p -> snapshot.reached(p) > snapshot.position(p));
    }

    /** Whether a replay may have taken too long for the second time, after which deleted keys may stay. */
    static boolean mayKeepGhosts(CacheFacts cache) {
        return cache.firstReplayMillis() > 10_000;
    }

    /** Whether a barrier may fail because it reaches into a partition that was added. */
    static boolean reachesTooFar(String message) {
        return message.contains("has grown beyond");
    }

    /** Whether added partitions may be left out. */
    static boolean hasGrown(Truth truth, int partitionsRead) {
        return partitionsRead < truth.partitions();
    }

    /** Whether an entry below the log start may stay. */
    static boolean mayOutliveRetention(Truth truth, int partition, long offset) {
        return offset < truth.partition(partition).start();
    }
}
