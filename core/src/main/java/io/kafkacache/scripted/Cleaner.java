package io.kafkacache.scripted;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Compacts a partition as Kafka's log cleaner does: below a bound, and never from the first open transaction on, the newest record of each
 * key stays, and records of aborted transactions and those without a key go. Tombstones and markers stay until they are dropped, too.
 */
final class Cleaner {
    private final PartitionLog log;
    private final long bound;
    private final Predicate<ScriptedRecord> isOver;

    private Cleaner(PartitionLog log, long bound, Predicate<ScriptedRecord> isOver) {
        this.log = log;
        this.bound = Math.min(bound, log.lastStable());
        this.isOver = isOver;
    }

    /** One that drops tombstones and markers when told. */
    static Cleaner told(PartitionLog log, long bound, boolean dropTombstones) {
        return new Cleaner(log, bound, record -> dropTombstones);
    }

    /** One that drops them by the clock: when their time has passed since it first came by (KIP-534). */
    static Cleaner byTheClock(PartitionLog log, long bound, long nowMillis, long deleteRetentionMillis) {
        return new Cleaner(log, bound, record -> {
            if (record.cleanedMillis < 0) {
                record.cleanedMillis = nowMillis;
            }
            return nowMillis - record.cleanedMillis > deleteRetentionMillis;
        });
    }

    void clean() {
        Map<ByteBuffer, ScriptedRecord> newest = new HashMap<>();
        for (ScriptedRecord record : log.records()) {
            if (record.offset < bound && record.key != null && record.outcome() != Outcome.ABORTED) {
                newest.put(ByteBuffer.wrap(record.key), record);
            }
        }
        Set<ScriptedRecord> survivors = new HashSet<>(newest.values());
        survivors.removeIf(record -> record.value == null && isOver.test(record));
        Set<ScriptedTransaction> withRecords = new HashSet<>();
        List<ScriptedRecord> kept = new ArrayList<>();
        for (ScriptedRecord record : log.records()) {
            boolean keep = record.offset >= bound
                    || (record.marker ? staysMarker(record, withRecords) : survivors.contains(record));
            if (keep) {
                kept.add(record);
            }
            if (keep && record.transaction != null) {
                withRecords.add(record.transaction);
            }
        }
        log.keep(kept);
    }

    /** The end of a transaction is needed as long as some of its records stand before it. */
    private boolean staysMarker(ScriptedRecord marker, Set<ScriptedTransaction> withRecords) {
        return (marker.transaction != null && withRecords.contains(marker.transaction)) || !isOver.test(marker);
    }
}
