package io.kafkacache;

import java.time.Duration;

/**
 * How far a catch-up has come. Immutable.
 *
 * @param doneOffsets offsets read so far of the range to read, over all partitions
 * @param totalOffsets the range to read; 0 while not known
 * @param records records read so far, by this catch-up and not since
 * @param bytes bytes of keys and values read so far, likewise
 * @param elapsed since the replay began
 * @param lap the lap, from 1; 0 before the first
 */
public record CatchUp(long doneOffsets, long totalOffsets, long records, long bytes, Duration elapsed, int lap) {
    /**
     * The share of the range that is read.
     *
     * @return from 0 to 1
     */
    public double fraction() {
        return totalOffsets <= 0 ? 0 : Math.min(1, (double) doneOffsets / totalOffsets);
    }

    /**
     * An estimate of what remains, as if the rest went as the part done: a guess, not a promise.
     *
     * @return the estimate, or null where nothing is done yet
     */
    public @org.jspecify.annotations.Nullable Duration estimatedRemaining() {
        double done = fraction();
        return done <= 0 ? null : Duration.ofMillis((long) (elapsed.toMillis() * (1 - done) / done));
    }
}
