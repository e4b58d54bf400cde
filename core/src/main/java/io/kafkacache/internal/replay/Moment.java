package io.kafkacache.internal.replay;

/**
 * One moment on both clocks. Ages are the larger of the two differences: the monotonic clock stands still while a machine is suspended, the
 * wall clock may be set back, and an age too large only costs a new reading of the topic while one too small shows ghosts.
 */
public record Moment(long nanos, long wallMillis) {
    public long ageNanos(Moment now) {
        return Math.max(now.nanos - nanos, (now.wallMillis - wallMillis) * 1_000_000);
    }
}
