package io.kafkacache.e2e.simulation;

/** What may happen in a run beside appending, reading and the passing of time. Each script has some of it, chosen by its seed. */
enum Feature {
    TRANSACTIONS,
    COMPACTION,
    TOMBSTONE_EXPIRY,
    TRIMMING,
    LOST_TAILS,
    LEADER_CHANGES,
    STALE_LEADERS,
    TRUNCATION,
    RECREATION,
    DELETION,
    GROWTH,
    TWO_PARTITIONERS,
    REJECTED_RECORDS,
    KEPT_ENTRIES,
    SMALL_POLLS,
    POLL_FAILURES,
    ADMIN_FAILURES,
    OUTAGES,
    WRITE_FAILURES,
    SUSPENSION,
    FREEZES,
    BREAKERS,
    SEVERAL_CACHES,
    RESTARTS,
    UNCOMMITTED_READERS,
    WINDOWS,
    LISTENERS,
    SLOW_LISTENERS,
    WAITERS
}
