package io.kafkacache;

/** What follows a record that was rejected: one policy, the same for replay and for live reading (OneErrorPolicy). */
public enum OnRejected {
    /**
     * Reads of that key throw {@link RejectedRecordException} until its next accepted record. The default: it follows from the
     * newest record alone, so every replica answers the same.
     */
    FAIL_READS,
    /** The key leaves the cache, as if the record were a tombstone. */
    REMOVE,
    /** The cache stops applying before that record, keeps serving and is stale; only opening it again leaves this state. */
    HALT,
    /**
     * The key keeps its previous entry, marked by {@link Entry#outdatedBy()}. Compaction may already have taken the previous record,
     * so replicas may differ for that key.
     */
    KEEP_PREVIOUS
}
