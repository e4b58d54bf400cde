package io.kafkacache.e2e.simulation;

import java.util.EnumSet;
import java.util.Set;

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
    UNDECODABLE_RECORDS,
    SMALL_POLLS,
    POLL_FAILURES,
    ADMIN_FAILURES,
    OUTAGES,
    WRITE_FAILURES,
    SUSPENSION,
    SEVERAL_CACHES,
    RESTARTS,
    UNCOMMITTED_READERS,
    LISTENERS,
    WAITERS;

    /** What the cache does not follow yet. */
    private static final Set<Feature> OFF = EnumSet.of(TWO_PARTITIONERS);

    /** All that happens in simulations. */
    static Set<Feature> all() {
        return EnumSet.complementOf(EnumSet.copyOf(OFF));
    }
}
