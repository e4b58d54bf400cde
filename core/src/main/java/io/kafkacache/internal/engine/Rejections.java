package io.kafkacache.internal.engine;

import io.kafkacache.CacheOptions;
import io.kafkacache.Rejection;
import io.kafkacache.RejectionReason;
import io.kafkacache.TopicWriter;
import io.kafkacache.internal.driver.Driver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts rejected records, keeps the last ones, and logs the first of each partition and reason; of the rest one line a minute tells how many.
 * Safe for any thread.
 */
final class Rejections {
    private static final Logger LOG = LoggerFactory.getLogger("io.kafkacache");
    private static final int KEPT = 20;
    private static final int MOST_WAITING = 10_000;

    private final String cache;
    private final Guard guard;
    private final @Nullable Notices<Rejection> listener;
    private final @Nullable DeadLetters deadLetters;
    private final Map<RejectionReason, Long> counts = new EnumMap<>(RejectionReason.class);
    private final Deque<Rejection> last = new ArrayDeque<>();
    private final Set<String> logged = new HashSet<>();
    private long unlogged;

    Rejections(String cache, Guard guard, Driver driver, Counters counters, CacheOptions<?, ?, ?, ?> options) {
        this.cache = cache;
        this.guard = guard;
        Consumer<? super Rejection> told = options.rejectionListener();
        this.listener = told == null ? null : new Notices<>(driver, MOST_WAITING, told, this::listenerThrew);
        TopicWriter<String, byte[]> writer = options.deadLetterWriter();
        this.deadLetters = writer == null ? null : new DeadLetters(cache, counters, writer);
        for (RejectionReason reason : RejectionReason.values()) {
            counts.put(reason, 0L);
        }
    }

    /** Why a cache halts at a record, and what goes on from there. */
    static String halt(Rejection rejection) {
        return rejection.message() + "; supersede it or change "
                + rejection.reason().option() + ", then open the cache again";
    }

    /** Whether the bytes of rejected records are of any use. */
    boolean wantsBytes() {
        return deadLetters != null;
    }

    void add(RejectedRecord record) {
        Rejection rejection = record.rejection();
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
            LOG.warn(
                    "{}: rejected: {}; {} decides what follows",
                    cache,
                    rejection.message(),
                    rejection.reason().option());
        }
        guard.tell(m -> m.rejected(rejection));
        if (listener != null && !listener.add(rejection)) {
            listenerThrew(
                    new IllegalStateException("is " + MOST_WAITING + " rejections behind, and is not told of all"));
        }
        if (deadLetters != null) {
            deadLetters.write(record);
        }
    }

    private void listenerThrew(Throwable thrown) {
        guard.threw("rejection listener", thrown);
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
