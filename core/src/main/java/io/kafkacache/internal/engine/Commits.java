package io.kafkacache.internal.engine;

import io.kafkacache.Position;
import io.kafkacache.internal.replay.Progress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits applied positions to a consumer group so that every lag tool sees the cache; they are never read back. When changed every five seconds,
 * and hourly regardless, since Kafka expires idle groups. Best effort: a missing permission is one warning and a counter. Timer only.
 */
final class Commits {
    private static final Logger LOG = LoggerFactory.getLogger("io.kafkacache");
    private static final long PERIOD_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long REGARDLESS_NANOS = Duration.ofHours(1).toNanos();
    private static final long LOST_NANOS = Duration.ofMinutes(2).toNanos();

    private final CacheContext cache;
    private final String group;
    private final Serving<?, ?, ?> serving;
    private Map<Integer, Long> committed = Map.of();
    private long committedNanos;
    private volatile boolean committing;
    private volatile boolean ended;
    private boolean warned;

    Commits(CacheContext cache, String group, Serving<?, ?, ?> serving) {
        this.cache = cache;
        this.group = group;
        this.serving = serving;
    }

    void start() {
        tick();
    }

    /** Commits no more. */
    void stop() {
        ended = true;
    }

    /** Stops committing and takes the group away. */
    CompletableFuture<Void> end() {
        ended = true;
        CompletableFuture<Void> forgotten = cache.log().forget(group);
        Answers.take(forgotten, (done, failure) -> {
            if (failure != null) {
                failed("lag tools will see this cache until group " + group + " expires", failure);
            }
        });
        return forgotten;
    }

    /** Commits now if anything changed. */
    synchronized void commit() {
        Progress progress = serving.progress();
        long now = cache.driver().nanoTime();
        Map<Integer, Position> positions = new HashMap<>();
        Map<Integer, Long> offsets = new HashMap<>();
        for (int p = 0; p < progress.partitions(); p++) {
            positions.put(p, progress.position(p));
            offsets.put(p, progress.next(p));
        }
        boolean due = !offsets.equals(committed) || now - committedNanos > REGARDLESS_NANOS;
        boolean busy = committing && now - committedNanos < LOST_NANOS;
        if (ended || positions.isEmpty() || !due || busy) {
            return;
        }
        committing = true;
        committed = offsets;
        committedNanos = now;
        String stamp = "kafka-cache/1 " + cache.name() + " " + cache.driver().wallMillis();
        Answers.take(cache.log().commit(group, positions, stamp), (done, failure) -> {
            committing = false;
            if (failure != null && !ended) {
                failed("lag tools do not see this cache", failure);
            }
        });
    }

    private void tick() {
        if (!ended) {
            commit();
            cache.driver().schedule(PERIOD_NANOS, this::tick);
        }
    }

    private synchronized void failed(String what, Throwable failure) {
        committed = Map.of();
        cache.counters().commitErrors.incrementAndGet();
        if (!warned) {
            warned = true;
            LOG.warn("{}: {}, which harms nothing else: {}", cache.name(), what, Problem.told(failure));
        }
    }
}
