package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.e2e.simulation.history.CacheFacts;
import io.kafkacache.e2e.simulation.history.Facts;
import io.kafkacache.e2e.simulation.history.TruthRecord;

/** Why a cache need not show a record that stands below its position. */
@FunctionalInterface
interface Excuse {
    boolean holds(TruthRecord record);

    /**
     * What excuses for any cache: the log no longer begins before the record, a truncation took what had superseded it, or it was aborted and the
     * cleaner took it from readers of uncommitted records.
     */
    static Excuse ofTheLog(Facts facts) {
        return record -> record.record().offset()
                        < facts.truth().partition(record.record().partition()).start()
                || record.isLost()
                || (record.isAborted() && record.isTaken());
    }

    /**
     * That, or that the cache may begin behind it, or that the cleaner took it ahead of this cache, because a later record supersedes it or because
     * it is an old tombstone.
     */
    static Excuse taken(Facts facts, CacheFacts cache) {
        Excuse ofTheLog = ofTheLog(facts);
        return record -> ofTheLog.holds(record) || cache.mayHaveMissed(record) || cache.mayBeginBehind(record);
    }

    /**
     * That a tombstone went for its age ahead of this cache, or what that one had superseded. Or what was superseded by what does not do so for this
     * cache: a record behind which it may begin, or a rejected one where it keeps the previous entry.
     */
    static Excuse expired(Facts facts, CacheFacts cache) {
        Excuse ofTheLog = ofTheLog(facts);
        return record -> ofTheLog.holds(record)
                || cache.mayBeginBehind(record)
                || (cache.mayHaveMissed(record)
                        && facts
                                .truth()
                                .partition(record.record().partition())
                                .of(record.record().key())
                                .stream()
                                .filter(later -> later.record().offset()
                                        >= record.record().offset())
                                .anyMatch(later -> (later.isExpired() && cache.mayHaveMissed(later))
                                        || cache.mayBeginBehind(later)
                                        || (cache.manner().keepsPrevious()
                                                && !cache.asSeen(later).accepted())));
    }

    /** The same, but not for a tombstone of this partition that went for its age. */
    default Excuse butForTombstones(int partition) {
        return record ->
                holds(record) && !(record.isExpired() && record.record().partition() == partition);
    }

    /** The same, but not for a record below an offset of its partition. */
    default Excuse unlessBelow(java.util.List<Long> offsets, Excuse otherwise) {
        return record -> {
            int partition = record.record().partition();
            boolean below = partition < offsets.size() && record.record().offset() < offsets.get(partition);
            return below ? otherwise.holds(record) : holds(record);
        };
    }
}
