package io.kafkacache.internal.engine;

import io.kafkacache.Position;
import io.kafkacache.internal.replay.Moment;
import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;

/** Asks for the heads every second: the answers are what proves the cache fresh. One question at a time, unless one is lost. Timer only. */
final class HeadWatch {
    private static final long PERIOD_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long LOST_NANOS = Duration.ofSeconds(15).toNanos();

    private final CacheContext cache;
    private final Serving<?, ?> serving;
    private final Inquiries inquiries;
    private final BiConsumer<Moment, Map<Integer, Position>> answer;
    private volatile long askedNanos;
    private volatile boolean asking;
    private volatile boolean ended;

    HeadWatch(
            CacheContext cache,
            Serving<?, ?> serving,
            Inquiries inquiries,
            BiConsumer<Moment, Map<Integer, Position>> answer) {
        this.cache = cache;
        this.serving = serving;
        this.inquiries = inquiries;
        this.answer = answer;
    }

    void start() {
        tick();
    }

    void end() {
        ended = true;
    }

    private void tick() {
        if (ended) {
            return;
        }
        long now = cache.driver().nanoTime();
        int partitions = serving.reading().partitions();
        if (partitions > 0 && (!asking || now - askedNanos > LOST_NANOS)) {
            asking = true;
            askedNanos = now;
            inquiries.heads(partitions, answer, () -> asking = false);
        }
        cache.driver().schedule(PERIOD_NANOS, this::tick);
    }
}
