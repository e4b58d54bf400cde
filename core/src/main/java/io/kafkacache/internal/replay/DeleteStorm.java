package io.kafkacache.internal.replay;

import io.kafkacache.Breaker;
import java.util.Arrays;

/** Counts what was deleted within the last minute, by seconds, and says when it is too much. Used by the reader's thread. */
public final class DeleteStorm {
    private static final int SECONDS = 60;
    private static final long SECOND_NANOS = 1_000_000_000;

    private final Breaker breaker;
    private final long[] deletes = new long[SECONDS];
    private long second = Long.MIN_VALUE;
    private long sum;

    public DeleteStorm(Breaker breaker) {
        this.breaker = breaker;
    }

    /** Whether one more of {@code entries} entries is one too many. */
    public boolean forbids(long entries, long nowNanos) {
        moveTo(Math.floorDiv(nowNanos, SECOND_NANOS));
        return sum >= breaker.deletesPerMinute()
                || (breaker.share() < 1 && sum + 1 > breaker.share() * (entries + sum));
    }

    public void deleted(long nowNanos) {
        moveTo(Math.floorDiv(nowNanos, SECOND_NANOS));
        deletes[Math.floorMod(second, SECONDS)]++;
        sum++;
    }

    /** Forgets what was counted. */
    public void reset() {
        Arrays.fill(deletes, 0);
        sum = 0;
    }

    /** What was deleted within the last minute, as of the last question. */
    public long sum() {
        return sum;
    }

    private void moveTo(long now) {
        if (second == Long.MIN_VALUE || now - second >= SECONDS) {
            reset();
        } else {
            for (long s = second + 1; s <= now; s++) {
                int slot = Math.floorMod(s, SECONDS);
                sum -= deletes[slot];
                deletes[slot] = 0;
            }
        }
        second = Math.max(second, now);
    }
}
