package io.kafkacache.internal.replay;

import java.util.SplittableRandom;

/** Exponential waiting times with jitter, so that many pods that lost the same broker do not come back in step. Used by one thread. */
public final class Backoff {
    private final long firstNanos;
    private final long mostNanos;
    private final SplittableRandom random;
    private int failures;

    public Backoff(long firstNanos, long mostNanos, long seed) {
        this.firstNanos = firstNanos;
        this.mostNanos = mostNanos;
        this.random = new SplittableRandom(seed);
    }

    /** The next waiting time: between half and the whole of what doubles with each failure. */
    public long nextNanos() {
        long whole = Math.min(mostNanos, firstNanos << Math.min(failures++, 20));
        return whole / 2 + random.nextLong(whole / 2 + 1);
    }

    public void succeeded() {
        failures = 0;
    }
}
