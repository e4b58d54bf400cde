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
    private boolean released; // the deletion that was waited with may come

    public DeleteStorm(Breaker breaker) {
        this.breaker = breaker;
    }

    /** Whether one more of {@code entries} entries is one too many. */
    public boolean forbids(long entries, long nowNanos) {
        moveTo(Math.floorDiv(nowNanos, SECOND_NANOS));
        if (released) {
            return false;
        }
        return sum >= breaker.deletesPerMinute()
                || (breaker.share() < 1 && sum + 1 > breaker.share() * (entries + sum));
    }

    public void deleted(long nowNanos) {
        moveTo(Math.floorDiv(nowNanos, SECOND_NANOS));
        released = false;
        deletes[Math.floorMod(second, SECONDS)]++;
        sum++;
    }

    /** Counts anew. Of few entries one alone may be too large a share, and it could never pass: so the next one does, whatever it is. */
    public void goOn() {
        reset();
        released = true;
    }

    private void reset() {
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
