package io.kafkacache.internal.engine;

import io.kafkacache.Isolation;
import io.kafkacache.OpenTransaction;
import io.kafkacache.Position;
import io.kafkacache.internal.replay.Lap.Stretch;
import io.kafkacache.internal.replay.Moment;
import io.kafkacache.internal.replay.PartitionTrack;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks into an end that is not reached. Either an open transaction holds it back, which is waited for; or it was truncated away; or nothing can be
 * read up to it: brokers have been seen to drop the last control record of a log. Empty polls prove nothing, since throttling and fetch limits leave
 * partitions out, so the last takes an end that has reached the target and a probe that asked for this partition alone. Reader's activity only.
 */
final class StuckEnds {
    private static final Logger LOG = LoggerFactory.getLogger("io.kafkacache");
    private static final long STUCK_NANOS = Duration.ofMillis(1_500).toNanos(); // three full fetch waits
    private static final long STILL_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long CHANGE_NANOS = Duration.ofSeconds(30).toNanos();

    private final CacheContext cache;
    private final Barriers barriers;
    private final Inquiries inquiries;
    private final Events events;
    private boolean probing;
    private long changedNanos;
    private long readsSinceNanos;
    private @Nullable OpenTransaction transaction;

    StuckEnds(CacheContext cache, Barriers barriers, Inquiries inquiries, Events events) {
        this.cache = cache;
        this.barriers = barriers;
        this.inquiries = inquiries;
        this.events = events;
        this.changedNanos = cache.driver().nanoTime();
        this.readsSinceNanos = changedNanos;
    }

    /** What was held is read on from now: before, it stood still because nothing was polled. */
    void readsOn() {
        readsSinceNanos = cache.driver().nanoTime();
    }

    /**
     * Looks, after the heads were answered, at what is waited for: the reading's own lap, else what a caller waits for, else a partition that stands
     * still before its head. A replay tells which transaction is in its way. Where nothing {@code reads}, that alone is in the way.
     */
    void look(Reading<?, ?, ?, ?> reading, Moment asked, boolean reads) {
        OpenTransaction inTheWay = reads ? inTheWay(reading, asked) : null;
        if (!reading.isShown()) {
            cache.health().waitsFor(inTheWay);
        }
    }

    private @Nullable OpenTransaction inTheWay(Reading<?, ?, ?, ?> reading, Moment asked) {
        Stretch waitedFor = reading.missing();
        if (waitedFor == null && !reading.isInLaps()) {
            Stretch barrier = barriers.missing(reading.progress());
            waitedFor = barrier != null ? barrier : longBehind(reading.generation(), asked);
        }
        boolean overtaken = reading.lapIsNewerThan(asked); // these heads are older than the target
        if (waitedFor == null || overtaken || !reading.progress().knows(waitedFor.partition())) {
            return null;
        }
        PartitionTrack track = reading.generation().track(waitedFor.partition());
        boolean standsStill = track.next() >= track.head() || isStill(track, asked);
        if (reading.isInLaps() && standsStill && track.head() < waitedFor.target()) {
            checkTarget(reading, waitedFor.partition(), waitedFor.target());
        }
        return look(reading, track, waitedFor, asked);
    }

    /**
     * A partition that stands still before its head: where nothing can be read there, it is not stale for ever. Or behind its head: the log was
     * truncated, and the reader ought to have noticed.
     */
    private @Nullable Stretch longBehind(Generation<?, ?> read, Moment asked) {
        for (PartitionTrack track : read.tracks()) {
            if ((track.isBehind() || track.isBeyond()) && isStill(track, asked)) {
                return new Stretch(track.source().partition(), track.next(), track.head());
            }
        }
        return null;
    }

    private boolean isStill(PartitionTrack track, Moment asked) {
        return stillNanos(track, asked.nanos()) > STILL_NANOS;
    }

    /** For how long a partition that is being read has not moved. */
    private long stillNanos(PartitionTrack track, long nanos) {
        return Math.min(nanos - track.moved().nanos(), nanos - readsSinceNanos);
    }

    private @Nullable OpenTransaction look(
            Reading<?, ?, ?, ?> reading, PartitionTrack track, Stretch stretch, Moment asked) {
        long head = track.head();
        if (track.isBeyond() && isStill(track, asked)) {
            transaction = null;
            changeReaderIfStuck(track, track.next(), head);
        } else if (head < 0 || track.next() >= stretch.target()) {
            transaction = null;
        } else if (head >= stretch.target()) {
            transaction = null;
            probeIfStuck(reading, track, head, asked);
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

    private void probeIfStuck(Reading<?, ?, ?, ?> reading, PartitionTrack track, long head, Moment asked) {
        if (probing || stillNanos(track, asked.nanos()) < STUCK_NANOS) {
            return;
        }
        probing = true;
        Position at = track.position();
        inquiries.probe(track.source().partition(), at, nothing -> {
            probing = false;
            if (reading.hasEnded() || track.next() != at.offset()) {
                return;
            }
            if (nothing) {
                endsShort(track, at.offset(), head);
            } else {
                changeReaderIfStuck(track, at.offset(), head);
            }
        });
    }

    /**
     * A consumer may get nothing of a partition for ever, for instance where it once heard of a leader's epoch that the topic never reaches: then it
     * takes every later leader for an older one. Another consumer begins without such a memory. Throttled ones may be changed in vain, which costs
     * what they had fetched ahead.
     */
    private void changeReaderIfStuck(PartitionTrack track, long position, long head) {
        long now = cache.driver().nanoTime();
        boolean known = cache.health().lastError() != null; // a failed poll changes the consumer anyway
        if (known || stillNanos(track, now) < CHANGE_NANOS || now - changedNanos < CHANGE_NANOS) {
            return;
        }
        changedNanos = now;
        LOG.warn(
                "{}: {} has stood at position {} for {} although its end is {}: reads on with another consumer",
                cache.name(),
                track.source(),
                position,
                Duration.ofNanos(stillNanos(track, now)),
                head);
        events.readerStuck();
    }

    private void endsShort(PartitionTrack track, long position, long target) {
        track.endedShort(position, target);
        if (cache.counters().shortEnds.getAndIncrement() == 0) {
            LOG.warn(
                    "{}: {} ends at {} although its end is {}: nothing can be read there, so it counts as reached",
                    cache.name(),
                    track.source(),
                    position,
                    target);
        }
        events.endedShort();
    }

    /** A target beyond the head is held back by an open transaction, or was truncated away: that one would be waited for without end. */
    private void checkTarget(Reading<?, ?, ?, ?> reading, int partition, long target) {
        inquiries.targets(reading.progress().all(), () -> !reading.hasEnded() && reading.isInLaps(), (asked, ends) -> {
            Position end = ends.get(partition);
            if (end != null
                    && end.offset() < target
                    && !reading.generation().track(partition).isStale(end)) {
                events.startOver(
                        "the log of " + cache.topic() + "-" + partition + " was truncated below the end at " + target);
            }
        });
    }

    /** What follows from looking. */
    interface Events {
        /** Nothing can be read up to an end: it counts as reached. */
        void endedShort();

        /** The reader gets nothing any more: another one is to take its place. */
        void readerStuck();

        /** The log is not the one that was read: it is to be read again. */
        void startOver(String why);
    }
}
