package io.kafkacache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What follows when a ready cache has not been proven to be at the head for long, as while Kafka is away. Immutable.
 *
 * @param age the age of the oldest proof beyond which it follows; null for never
 * @param failsReads whether reads fail then; if not, only {@link CacheStatus#servable()} turns false
 */
public record MaxStaleness(@Nullable Duration age, boolean failsReads) {
    /**
     * Checks the age.
     *
     * @param age the age of the oldest proof beyond which it follows; null for never
     * @param failsReads whether reads fail then
     * @throws IllegalArgumentException where the age is not positive
     */
    public MaxStaleness {
        if (age != null && (age.isNegative() || age.isZero())) {
            throw new IllegalArgumentException("maxStaleness=" + age + " must be positive");
        }
    }

    /**
     * Old answers are better than none: a broker outage leaves the cache serving.
     *
     * @return the default
     */
    public static MaxStaleness serveStale() {
        return new MaxStaleness(null, false);
    }

    /**
     * The readiness check says no, so that a load balancer asks another replica; reads are still answered. Where Kafka is away for all
     * replicas, it says no for all of them.
     *
     * @param age positive; a proof comes every second
     * @return the policy
     */
    public static MaxStaleness notReadyAfter(Duration age) {
        return new MaxStaleness(age, false);
    }

    /**
     * As {@link #notReadyAfter}, and reads throw {@link NotReadyException} until the cache is fresh again: for what must rather fail than be
     * old.
     *
     * @param age positive; a proof comes every second, and it is looked at as often
     * @return the policy
     */
    public static MaxStaleness failReadsAfter(Duration age) {
        return new MaxStaleness(age, true);
    }

    /**
     * Whether a proof of this age is too old.
     *
     * @param staleness the age; null where there never was a proof
     * @return true where it is older than allowed
     */
    public boolean isExceededBy(@Nullable Duration staleness) {
        return age != null && (staleness == null || staleness.compareTo(age) > 0);
    }
}
