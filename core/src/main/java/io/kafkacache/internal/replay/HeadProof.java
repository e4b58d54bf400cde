package io.kafkacache.internal.replay;

import org.jspecify.annotations.Nullable;

/**
 * When a partition was last proven to be at its head: an end that was asked for at <i>t</i> and has been passed proves the head at <i>t</i>.
 *
 * <p>A reader that lags gets answers faster than it passes them. Of those not passed yet the oldest is kept, because it is passed first, and
 * the newest, to go on with; the ones between would only make the proof a little younger.
 */
final class HeadProof {
    private @Nullable Ask proven;
    private @Nullable Ask oldest;
    private @Nullable Ask newest;

    void asked(Moment at, long end, long position) {
        Ask ask = new Ask(at, end);
        if (oldest == null) {
            oldest = ask;
        } else {
            newest = ask;
        }
        moved(position);
    }

    void moved(long position) {
        while (oldest != null && position >= oldest.end) {
            if (proven == null || proven.at.nanos() - oldest.at.nanos() < 0) {
                proven = oldest;
            }
            oldest = newest;
            newest = null;
        }
    }

    /** Forgets the ends that were told and are not passed: they were of another log. */
    void forgetAsked() {
        oldest = null;
        newest = null;
    }

    @Nullable
    Moment proven() {
        return proven == null ? null : proven.at;
    }

    /** Whether it was proven since a moment, by an end not below that offset: a lower one is an older one, whoever told it. */
    boolean since(long nanos, long offset) {
        return proven != null && proven.at.nanos() - nanos > 0 && proven.end >= offset;
    }

    private record Ask(Moment at, long end) {}
}
