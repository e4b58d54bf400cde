package io.kafkacache.internal.engine;

import io.kafkacache.Isolation;
import io.kafkacache.OpenTransaction;
import io.kafkacache.Position;
import io.kafkacache.internal.replay.Lap.Stretch;
import io.kafkacache.internal.replay.Moment;
import io.kafkacache.internal.replay.PartitionTrack;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Looks into an end that is not reached. Either an open transaction holds it back, which is waited for, or nothing can be read up to it: brokers
 * have been seen to drop the last control record of a log. Empty polls prove neither, since throttling and fetch limits leave partitions out, so
 * the latter takes an end that has reached the target and a probe that asked for this partition alone. Reader's activity only.
 */
final class StuckEnds {
    /** Three full fetch waits. */
    private static final long STUCK_NANOS = 1_500_000_000;

    private final CacheContext cache;
    private final Inquiries inquiries;
    private final Finding finding;
    private boolean probing;
    private @Nullable OpenTransaction transaction;

    StuckEnds(CacheContext cache, Inquiries inquiries, Finding finding) {
        this.cache = cache;
        this.inquiries = inquiries;
        this.finding = finding;
    }

    /** Looks at one stretch after the heads were answered; gives the transaction that is in the way, or null. */
    @Nullable
    OpenTransaction look(PartitionTrack track, Stretch stretch, Moment asked) {
        long head = track.head();
        if (head < 0 || track.next() >= stretch.target()) {
            transaction = null;
        } else if (head >= stretch.target()) {
            transaction = null;
            probeIfStuck(track, head, asked);
        } else if (track.next() >= head && cache.options().isolation() == Isolation.READ_COMMITTED) {
            OpenTransaction before = transaction;
            if (before == null || before.partition() != stretch.partition() || before.offset() != head) {
                transaction = new OpenTransaction(stretch.partition(), head, Instant.ofEpochMilli(asked.wallMillis()));
            }
        } else {
            transaction = null; // it still reads up to its head
        }
        return transaction;
    }

    private void probeIfStuck(PartitionTrack track, long head, Moment asked) {
        if (probing || asked.nanos() - track.moved().nanos() < STUCK_NANOS) {
            return;
        }
        probing = true;
        Position at = track.position();
        inquiries.probe(track.source().partition(), at, nothing -> {
            probing = false;
            if (nothing) {
                finding.endedShort(track, at.offset(), head);
            }
        });
    }

    /** Is told that nothing can be read at a position though the end is {@code target}. */
    @FunctionalInterface
    interface Finding {
        void endedShort(PartitionTrack track, long position, long target);
    }
}
