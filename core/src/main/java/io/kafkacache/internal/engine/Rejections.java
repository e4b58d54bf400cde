package io.kafkacache.internal.engine;

import io.kafkacache.Rejection;
import io.kafkacache.RejectionReason;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts rejected records, keeps the last ones, and logs the first of each partition and reason; of the rest one line a minute tells how many.
 * Safe for any thread.
 */
final class Rejections {
    private static final Logger LOG = LoggerFactory.getLogger("io.kafkacache");
    private static final int KEPT = 20;

    private final String cache;
    private final Guard guard;
    private final Map<RejectionReason, Long> counts = new EnumMap<>(RejectionReason.class);
    private final Deque<Rejection> last = new ArrayDeque<>();
    private final Set<String> logged = new HashSet<>();
    private long unlogged;

    Rejections(String cache, Guard guard) {
        this.cache = cache;
        this.guard = guard;
        for (RejectionReason reason : RejectionReason.values()) {
            counts.put(reason, 0L);
        }
    }

    void add(Rejection rejection) {
        boolean first;
        synchronized (this) {
            counts.merge(rejection.reason(), 1L, Long::sum);
            last.addFirst(rejection);
            if (last.size() > KEPT) {
                last.removeLast();
            }
            first = logged.add(rejection.reason() + "-" + rejection.offset().partition());
            unlogged += first ? 0 : 1;
        }
        if (first) {
            LOG.warn("{}: rejected: {}", cache, rejection.message());
        }
        guard.tell(m -> m.rejected(rejection));
    }

    /** To be called every minute. */
    void summarise() {
        long more;
        synchronized (this) {
            more = unlogged;
            unlogged = 0;
        }
        if (more > 0) {
            LOG.warn("{}: rejected {} more records; status() tells the last ones", cache, more);
        }
    }

    synchronized Map<RejectionReason, Long> counts() {
        return Map.copyOf(counts);
    }

    synchronized List<Rejection> last() {
        return List.copyOf(last);
    }
}
