package io.kafkacache.internal.engine;

import java.time.Duration;

/** Asks for ends of the log again and again. One question at a time, unless one is lost. Timer only. */
final class EndsWatch {
    private static final long LOST_NANOS = Duration.ofSeconds(15).toNanos();

    private final CacheContext cache;
    private final Serving<?, ?, ?> serving;
    private final long periodNanos;
    private final Question question;
    private volatile long askedNanos;
    private volatile boolean asking;
    private volatile boolean ended;

    EndsWatch(CacheContext cache, Serving<?, ?, ?> serving, Duration period, Question question) {
        this.cache = cache;
        this.serving = serving;
        this.periodNanos = period.toNanos();
        this.question = question;
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
            question.ask(partitions, () -> asking = false);
        }
        cache.driver().schedule(periodNanos, this::tick);
    }

    /** Asks once, about that many partitions, and says when the answer is there. */
    @FunctionalInterface
    interface Question {
        void ask(int partitions, Runnable done);
    }
}
