package io.kafkacache;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What several caches know about themselves, and what follows for whoever needs all of them. Immutable.
 *
 * @param state the worst of their states; from best to worst: READY, REBUILDING, CATCHING_UP, WAITING_FOR_TRANSACTION, CONNECTING,
 *     TOPIC_MISSING, FROZEN, HALTED, FAILED, CLOSED
 * @param ready whether each is ready
 * @param stale whether one is stale
 * @param servable whether each is fit to be read: the readiness check
 * @param live whether each lives: the liveness check
 * @param caches each cache's status by its name, in the order in which they were opened
 */
public record CachesStatus(
        CacheState state,
        boolean ready,
        boolean stale,
        boolean servable,
        boolean live,
        Map<String, CacheStatus> caches) {
    private static final List<CacheState> BEST_TO_WORST = List.of(
            CacheState.READY,
            CacheState.REBUILDING,
            CacheState.CATCHING_UP,
            CacheState.WAITING_FOR_TRANSACTION,
            CacheState.CONNECTING,
            CacheState.TOPIC_MISSING,
            CacheState.FROZEN,
            CacheState.HALTED,
            CacheState.FAILED,
            CacheState.CLOSED);

    /**
     * Copies the map.
     *
     * @param state the worst of their states
     * @param ready whether each is ready
     * @param stale whether one is stale
     * @param servable whether each is fit to be read: the readiness check
     * @param live whether each lives: the liveness check
     * @param caches each cache's status by its name, in the order in which they were opened
     */
    public CachesStatus {
        caches = Collections.unmodifiableMap(new LinkedHashMap<>(caches));
    }

    /**
     * Puts the status of several caches together.
     *
     * @param caches each with a name of its own
     * @return for none at all: READY, ready and servable, for nothing is missing
     */
    public static CachesStatus of(Collection<CacheStatus> caches) {
        Map<String, CacheStatus> byName = new LinkedHashMap<>();
        caches.forEach(cache -> byName.put(cache.name(), cache));
        return new CachesStatus(
                caches.stream()
                        .map(CacheStatus::state)
                        .max(Comparator.comparing(BEST_TO_WORST::indexOf))
                        .orElse(CacheState.READY),
                caches.stream().allMatch(CacheStatus::ready),
                caches.stream().anyMatch(CacheStatus::stale),
                caches.stream().allMatch(CacheStatus::servable),
                caches.stream().allMatch(CacheStatus::live),
                byName);
    }
}
