package io.kafkacache.internal.replay;

import io.kafkacache.Position;
import io.kafkacache.Source;
import org.jspecify.annotations.Nullable;

/**
 * How far one partition has been read, and what is known of its end. Used by the reader's thread.
 *
 * <p>A <i>hole</i> is an offset that was passed without a record: taken by the cleaner, aborted, or a marker; a reader cannot tell which. What
 * the cleaner took was superseded by a record below the end of that moment, so whoever met a hole waits for one more end.
 *
 * <p>A hole <i>heals</i> when the head is proven by an end that was asked for after the last hole was passed. For the cleaner takes nothing that was
 * superseded beyond the last stable offset, so whatever it had taken from us stands below that end in its newest form, and between that hole
 * and that end nothing is missing.
 */
public final class PartitionTrack {
    private final Source source;
    private final long start;
    private final Moment began;
    private final HeadProof proof = new HeadProof();
    private long next;
    private int epoch = Position.NO_EPOCH;
    private final LeaderEpochs epochs = new LeaderEpochs();
    private long holeEnd = -1;
    private long holeNanos;
    private long healed = -1;
    private long head = -1;
    private long shortAt = -1;
    private long shortTarget = -1;
    private Moment moved;
    private Moment behindSince;
    private long lastTimestampMillis = -1;
    private boolean covered = true;
    private long logStart;

    public PartitionTrack(Source source, long start, Moment now) {
        this.source = source;
        this.start = start;
        this.next = start;
        this.logStart = start;
        this.began = now;
        this.moved = now;
        this.behindSince = now;
    }

    /** A partition that is added to a cache which is complete without it: not covered until it is. */
    public static PartitionTrack added(Source source, long start, Moment now) {
        PartitionTrack track = new PartitionTrack(source, start, now);
        track.covered = false;
        return track;
    }

    /**
     * Notes that the record at {@code offset} is being applied; true where it stands behind a hole. The position has its epoch from here on, for a
     * batch may be left behind any record, and only with its epoch is a position found to be of a log that was truncated since.
     */
    public boolean record(long offset, int leaderEpoch, long timestampMillis, Moment now) {
        boolean hole = passHole(offset, now);
        enter(leaderEpoch);
        next = offset + 1;
        lastTimestampMillis = timestampMillis;
        return hole;
    }

    /** Takes over the position after a poll; true where it lies behind a hole. */
    public boolean moveTo(Position position, Moment now) {
        boolean hole = passHole(position.offset(), now);
        enter(position.leaderEpoch());
        next = position.offset();
        moved = now;
        proof.moved(passedPosition());
        heal();
        return hole;
    }

    /** What is read from here on was written under this epoch. */
    private void enter(int leaderEpoch) {
        if (leaderEpoch != epoch) {
            epochs.read(leaderEpoch, next);
            epoch = leaderEpoch;
        }
    }

    /** True where there is a hole before {@code to}. */
    private boolean passHole(long to, Moment now) {
        if (to <= next) {
            return false;
        }
        heal(); // what stands before it
        holeEnd = to;
        holeNanos = now.nanos();
        return true;
    }

    private void heal() {
        if (holeEnd >= 0 && proof.since(holeNanos, holeEnd)) {
            healed = next;
        }
    }

    /** An end was asked for at {@code at}; passing it proves the head. */
    public void ended(Moment at, Position end) {
        epochs.told(end.leaderEpoch());
        proof.asked(at, end, passedPosition());
        heal();
    }

    /** Whether an end is to be believed: not that of a replaced leader, unless for {@code doubtNanos} there was no other. */
    public boolean believes(Moment at, Position end, long doubtNanos) {
        if (!isStale(end)) {
            return true;
        }
        boolean afterAll = epochs.givesUp(end.leaderEpoch(), at, doubtNanos);
        if (afterAll) {
            proof.forgetAsked();
        }
        return afterAll;
    }

    /** The end under the cache's isolation, asked for at {@code at}. */
    public void headAnswered(Moment at, Position end) {
        ended(at, end);
        headSeen(at, end);
    }

    /** The end as above, of a log that need not be the one that was read: it says how far that lags, and proves nothing. */
    public void headSeen(Moment at, Position end) {
        if (passed() >= head && end.offset() > passed()) {
            behindSince = at;
        }
        head = isCutBy(end) ? -1 : end.offset(); // a log that is gone has no end, and nothing tells how far this lags
    }

    /** The log that was read is gone, and its end with it. */
    public void headUnknown() {
        head = -1;
    }

    /** Takes over which leaders another reading of the same log knows of. */
    public void knowLeadersOf(PartitionTrack other) {
        epochs.know(other.epochs);
    }

    /** Whether this answer comes from a leader that was replaced: its epoch is below the highest seen. */
    public boolean isStale(Position end) {
        return epochs.isReplaced(end.leaderEpoch());
    }

    /** Whether this end of its log shows that the log was cut below what was read. */
    public boolean isCutBy(Position end) {
        return LeaderEpochs.isCut(position(), end);
    }

    /** Nothing can be read at {@code position}, though the end is {@code target}: it counts as reached. */
    public void endedShort(long position, long target) {
        shortAt = position;
        shortTarget = target;
        proof.moved(passedPosition());
        heal();
    }

    /** Below which nothing is left to be read: the position, or behind what can not be read there. */
    long passed() {
        return shortAt == next ? Math.max(next, shortTarget) : next;
    }

    private Position passedPosition() {
        return new Position(passed(), epoch);
    }

    /** Whether something is left to be read below the last known head. */
    public boolean isBehind() {
        return passed() < head;
    }

    /** Whether more was read than the last known head says there is: it is an older one, or the log was truncated. */
    public boolean isBeyond() {
        return head >= 0 && head < next;
    }

    /** The log starts here now; true where that is further on than it was known to. */
    public boolean trimmedTo(long offset) {
        boolean further = offset > logStart;
        logStart = Math.max(logStart, offset);
        return further;
    }

    /** Below which nothing is left in the log, as far as known; not below where it was begun to be read. */
    public long logStart() {
        return logStart;
    }

    /** Whether what the cache promises holds for this partition. */
    public boolean isCovered() {
        return covered;
    }

    public void cover() {
        covered = true;
    }

    public Source source() {
        return source;
    }

    public long start() {
        return start;
    }

    public long next() {
        return next;
    }

    public Position position() {
        return new Position(next, epoch);
    }

    public long head() {
        return head;
    }

    /** Under which leader epoch this position was passed, or reached; {@link Position#NO_EPOCH} where that is not known. */
    public int epochAt(long position) {
        return epochs.at(position);
    }

    public int highestEpoch() {
        return epochs.highest();
    }

    long holeEnd() {
        return holeEnd;
    }

    /** Below which every record is shown, or a later one of its key, whatever holes there were; −1 while no hole has healed. */
    long healed() {
        return healed;
    }

    long shortAt() {
        return shortAt;
    }

    long shortTarget() {
        return shortTarget;
    }

    /** When the position last moved. */
    public Moment moved() {
        return moved;
    }

    /** When the head was last proven, or null where never. */
    @Nullable
    Moment proven() {
        return proof.proven();
    }

    /**
     * Since when a tombstone may have been missed, where what is read now was written under this epoch: the last proof of the head, or the beginning
     * of the replay.
     */
    public Moment knownSince(int epochRead) {
        Moment proven = proof.proven(epochRead);
        return proven == null ? began : proven;
    }

    /**
     * The time of day since which this partition lags: the timestamp of what is being read, or when an end beyond the position was first
     * seen. {@link Long#MAX_VALUE} at the last known head; −1 while no head is known.
     */
    long behindSinceMillis() {
        if (head < 0) {
            return -1;
        }
        if (passed() >= head) {
            return Long.MAX_VALUE;
        }
        boolean readSince = lastTimestampMillis >= 0 && moved.nanos() - behindSince.nanos() > 0;
        return readSince ? lastTimestampMillis : behindSince.wallMillis();
    }
}
