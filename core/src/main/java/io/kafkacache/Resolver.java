package io.kafkacache;

import java.util.Map;

/**
 * What a record means, where it is not one entry with the record's own key: it yields any number of entries, with keys of their own. A record
 * <em>owns</em> the entries it yields. When the next record of its key yields others, or a tombstone comes, those it no longer yields leave, in one
 * step for {@linkplain ReadableCache#snapshot snapshots} and listeners.
 *
 * <p>Two records of different keys may yield one key. The later of them, by (timestamp, partition, offset), owns it; when it lets go, the other's
 * entry comes back. So what stands follows from the newest record of each key alone, whatever the order in which partitions are read.
 *
 * <pre>{@code
 * Resolver<UUID, Organization, UUID, Role> roles = (id, organization) -> organization.roles(); // by user
 * }</pre>
 *
 * <p>It is a function of key and value, without side effects: called for each record when it is read, for some records never (a later one of their key
 * was there), for others more than once, on several threads at once, and again when the topic is read again. One that looks elsewhere, such as
 * at a clock or another cache, has replicas differ, and entries that change with no record.
 *
 * <p>What it throws, and a result that is null, has a null in it, or has a key that cannot be encoded or two keys of the same bytes, rejects the
 * whole record ({@link RejectionReason#RESOLVER_FAILED}). A rejected record yields nothing that could be known: under {@link OnRejected#FAIL_READS} as
 * under {@link OnRejected#REMOVE} the entries of its key's former record leave.
 *
 * @param <RK> the key of a record
 * @param <RV> the value of a record
 * @param <K> the key of an entry
 * @param <V> the value of an entry
 */
@FunctionalInterface
public interface Resolver<RK, RV, K, V> {
    /**
     * The entries of a record.
     *
     * @param key the record's key
     * @param value the record's value, never null
     * @return values by key; empty where the record yields nothing; not changed afterwards
     */
    Map<? extends K, ? extends V> resolve(RK key, RV value);
}
