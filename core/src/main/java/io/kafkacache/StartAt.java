package io.kafkacache;

import java.time.Instant;
import java.util.Map;

/**
 * Where reading begins. Anything but the beginning makes the cache a window: keys before it are absent by choice, and {@link
 * CacheStatus#complete()} is false.
 */
public sealed interface StartAt {
    /** The beginning of the log: the default. */
    record Beginning() implements StartAt {}

    /**
     * Given offsets; an offset below the log start means the log start.
     *
     * @param byPartition the first offset to read; partitions not named begin at the log start
     */
    record Offsets(Map<Integer, Long> byPartition) implements StartAt {
        /**
         * Copies the map.
         *
         * @param byPartition the first offset to read; partitions not named begin at the log start
         */
        public Offsets {
            byPartition = Map.copyOf(byPartition);
        }
    }

    /**
     * The first record of each partition at or after a time; resolved once per topic id.
     *
     * @param instant the time
     */
    record Timestamp(Instant instant) implements StartAt {}

    /**
     * The beginning of the log.
     *
     * @return the default
     */
    static StartAt beginning() {
        return new Beginning();
    }

    /**
     * Given offsets.
     *
     * @param byPartition the first offset to read by partition
     * @return a window
     */
    static StartAt offsets(Map<Integer, Long> byPartition) {
        return new Offsets(byPartition);
    }

    /**
     * A time.
     *
     * @param instant the time
     * @return a window
     */
    static StartAt timestamp(Instant instant) {
        return new Timestamp(instant);
    }
}
