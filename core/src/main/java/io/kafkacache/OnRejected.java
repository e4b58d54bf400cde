package io.kafkacache;

/** What follows a record that was rejected: one policy, the same for replay and for live reading (OneErrorPolicy). */
public enum OnRejected {
    /**
     * Reads of that key throw {@link RejectedRecordException} until its next accepted record. The default: it follows from the
     * newest record alone, so every replica answers the same. With a {@link Resolver} nobody knows which keys the record would have yielded, so no
     * reads can fail: as with {@link #REMOVE}, what its key's former record yielded leaves.
     */
    FAIL_READS,
    /** The key leaves the cache, as if the record were a tombstone; with a {@link Resolver} all that its former record yielded. */
    REMOVE,
    /** The cache stops applying before that record, keeps serving and is stale; only opening it again leaves this state. */
    HALT,
    /**
     * The key keeps its previous entry, or all that its previous record yielded, marked by {@link Entry#outdatedBy()}. Compaction may already have taken the previous record,
     * so replicas may differ for that key.
     */
    KEEP_PREVIOUS
}
