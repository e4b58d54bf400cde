package io.kafkacache.internal.engine;

import io.kafkacache.Applied;
import io.kafkacache.Cause;
import io.kafkacache.Change;
import io.kafkacache.Entry;
import io.kafkacache.Position;
import io.kafkacache.RecordOffset;
import io.kafkacache.Rejection;
import io.kafkacache.Source;
import io.kafkacache.Store;
import io.kafkacache.Update;
import io.kafkacache.internal.listen.Changes;
import io.kafkacache.internal.listen.Unseen;
import io.kafkacache.internal.log.RecordBatch;
import io.kafkacache.internal.replay.DeleteStorm;
import io.kafkacache.internal.replay.Moment;
import io.kafkacache.internal.replay.PartitionTrack;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The only writer of a generation's store (LogOnly): takes the records of each poll into it. Used by the reader's thread. */
final class Applier<RK, M> {
    private final Generation<RK, M> generation;
    private final RecordInterpreter<RK, ?, M> interpreter;
    private final Judge<RK, M> judge;
    private final Oddities oddities;
    private final Counters counters;
    private final RecordChange<RK, M> change = new RecordChange<>();
    private final DeleteStorm storm;
    private final boolean bounded;
    private @Nullable FingerprintUpkeep<RK, M> fingerprints;
    // of the batch being applied, or applied last
    private @Nullable List<Update<RK, M>> updates; // null where they are not wanted
    private List<Unseen<RK>> unseen = List.of();
    private long nowNanos;
    private @Nullable Moment oldestProofAtHole;
    private @Nullable String stormy; // why it ended before a tombstone
    private @Nullable UnjudgedException unjudged; // why it ended before a record
    private boolean removed;

    Applier(
            CacheContext cache,
            Generation<RK, M> generation,
            RecordInterpreter<RK, ?, M> interpreter,
            MutationRules<RK, M, ?, ?> mutationRules) {
        this.generation = generation;
        this.interpreter = interpreter;
        this.judge = new Judge<>(cache, generation.store(), interpreter, mutationRules);
        this.counters = cache.counters();
        this.oddities = new Oddities(cache.name(), counters);
        this.storm = new DeleteStorm(cache.options().haltWhen());
        this.bounded = cache.options().haltWhen().isBounding();
    }

    /**
     * Applies a batch and moves the tracks, up to a record that halts or cannot be judged now. What became of it stands in the store when this
     * returns, but is not committed yet.
     *
     * @return what changed, empty where that is not wanted
     */
    Changes<RK, M> apply(RecordBatch batch, boolean wantUpdates, Moment now) {
        List<Update<RK, M>> wanted = wantUpdates ? new ArrayList<>() : null;
        updates = wanted;
        unseen = new ArrayList<>(0);
        oldestProofAtHole = null;
        unjudged = null;
        nowNanos = now.nanos();
        long bytes = 0;
        long records = 0;
        while (haltedBy() == null && batch.next()) {
            PartitionTrack track = generation.track(batch.partition());
            if (batch.offset() < track.next()) {
                continue; // a poll after a seek may begin with the rest of a compressed batch
            }
            ByteBuffer key = batch.key();
            ByteBuffer value = batch.value();
            if (key == null) {
                oddities.withoutKey(track.source(), batch.offset());
            } else if (!tryRecord(track.source(), batch, key, value)) {
                break;
            }
            if (track.record(batch.offset(), batch.leaderEpoch(), batch.timestampMillis(), now)) {
                noteHole(Absence.knownSince(generation, batch, batch.partition()));
            }
            bytes += (key == null ? 0 : key.remaining()) + (value == null ? 0 : value.remaining());
            records++;
        }
        if (haltedBy() == null && unjudged == null) {
            move(batch.nextPositions(), now);
        }
        counters.recordsApplied.addAndGet(records);
        counters.bytesRead.addAndGet(bytes);
        if (fingerprints != null) {
            fingerprints.show();
        }
        updates = null;
        return wanted == null ? Changes.none() : new Changes<>(wanted, unseen);
    }

    private void move(Map<Integer, Position> positions, Moment now) {
        for (Map.Entry<Integer, Position> moved : positions.entrySet()) {
            PartitionTrack track = generation.track(moved.getKey());
            if (moved.getValue().offset() >= track.next()) {
                int epoch = moved.getValue().leaderEpoch();
                Moment known = track.knownSince(epoch); // as of before: moving to the end may prove it
                if (track.moveTo(moved.getValue(), now)) {
                    noteHole(known);
                }
            }
        }
    }

    private void noteHole(Moment known) {
        if (oldestProofAtHole == null || known.nanos() - oldestProofAtHole.nanos() < 0) {
            oldestProofAtHole = known;
        }
    }

    /** The oldest proof of the head, or beginning of the replay, among the partitions in which the last batch met a hole; null where it met none. */
    @Nullable
    Moment oldestProofAtHole() {
        return oldestProofAtHole;
    }

    /** Why this generation has halted before a record, or behind one by which a rejected one came to stand; or null. */
    @Nullable
    String haltedBy() {
        if (stormy != null) {
            return stormy;
        }
        Rejection rejection = judge.haltedBy();
        return rejection == null ? null : Rejections.halt(rejection);
    }

    /** Whether it may go on where it has halted: it was not a record that it cannot apply. */
    boolean mayGoOn() {
        return stormy != null;
    }

    /** Goes on after a delete storm, and counts anew. */
    void goOn() {
        stormy = null;
        storm.goOn();
    }

    /** Why the last batch ended before a record that is to be read again, or null. */
    @Nullable
    UnjudgedException unjudged() {
        return unjudged;
    }

    /** What came from these records was taken out. */
    void purged(Store.Taken taken) {
        judge.purged(taken);
    }

    /** Removals are not remembered any more. */
    void removalsForgotten() {
        judge.removalsForgotten();
    }

    /**
     * Keeps an entry of a former generation whose key's newest record, now as then, is the rejected one. Where another record of its key was read, or
     * the rejected one is gone as well, nothing remains of it: by compaction, or because the log was truncated, and then what was read may stand at
     * lower offsets. To be called before the end of the replay.
     */
    void carry(Entry<RK, M> entry, Rejection by) {
        Source source = generation.track(entry.source().partition()).source();
        ByteBuffer keyBytes = ByteBuffer.wrap(interpreter.encodeKey(entry.key()));
        if (!judge.isNewest(by, keyBytes)) {
            return;
        }
        change.begin(source, entry.offsetInPartition(), entry.timestampMillis(), entry.key(), keyBytes, false);
        change.put(entry.value(), ByteBuffer.allocate(0));
        generation.store().apply(change);
    }

    /** Whether a key may have left by a record: a tombstone, or one that means that it is to leave. */
    boolean hasRemoved() {
        return removed || interpreter.hasRemoved();
    }

    /** Keeps fingerprints up from here on. */
    void fingerprint(FingerprintUpkeep<RK, M> of) {
        fingerprints = of;
    }

    /**
     * The replay is over: what was rejected and still is the newest of its key counts now, and every later record as it comes.
     *
     * @return what halts the cache, or null
     */
    @Nullable
    Rejection replayed() {
        return judge.replayed();
    }

    /** Applies one record; false where it halts the cache or cannot be judged now, with nothing done. */
    private boolean tryRecord(Source source, RecordBatch batch, ByteBuffer keyBytes, @Nullable ByteBuffer value) {
        try {
            return applyRecord(source, batch, keyBytes, value);
        } catch (UnjudgedException e) {
            unjudged = e;
            return false;
        }
    }

    private boolean applyRecord(Source source, RecordBatch batch, ByteBuffer keyBytes, @Nullable ByteBuffer value) {
        RK key = judge.key(source, batch, keyBytes, value);
        if (key == null) {
            return judge.haltedBy() == null;
        }
        boolean wantsPrevious = updates != null || fingerprints != null;
        change.begin(source, batch.offset(), batch.timestampMillis(), key, keyBytes, wantsPrevious);
        Cause cause = value == null ? removal(key) : judge.meaning(change, value, judge.headers(batch));
        if (cause == null) {
            return false;
        }
        removed |= change.kind() == Change.Kind.REMOVE || change.kind() == Change.Kind.HIDE;
        Applied applied = generation.store().apply(change);
        judge.applied(change);
        if (change.metElsewhere()) {
            oddities.onSeveralPartitions(source, change.offset());
        }
        if (applied != Applied.OLDER && applied != Applied.NOTHING) {
            changed(key, applied, cause);
        } else if (updates != null) {
            unseen.add(new Unseen<>(updates.size(), key, source.partition(), change.offset()));
        }
        return true;
    }

    /** Has the change remove the key, and says so; null where that halts. */
    private @Nullable Cause removal(RK key) {
        return judge.isLive() && haltsInStorm(key) ? null : judge.removal(change);
    }

    private boolean haltsInStorm(RK key) {
        if (!bounded
                || !storm.forbids(generation.store().size(), nowNanos)
                || generation.store().latest(key) == null) {
            return false;
        }
        stormy = change.source() + "@" + change.offset() + " is a tombstone, and " + storm.sum()
                + " entries were deleted within a minute, as many as haltWhen allows; look at what deletes them, then unfreeze() goes on";
        return true;
    }

    private void changed(RK key, Applied applied, Cause cause) {
        if (fingerprints != null) {
            fingerprints.applied(change);
        }
        if (bounded && judge.isLive() && cause == Cause.DELETE && applied == Applied.REMOVED) {
            storm.deleted(nowNanos);
        }
        if (updates != null) {
            updates.add(update(key, cause));
        }
    }

    private Update<RK, M> update(RK key, Cause cause) {
        Source source = change.source();
        RecordOffset place = new RecordOffset(source.topic(), source.topicId(), source.partition(), change.offset());
        return new Update<>(
                key, change.previous(), change.current(), place, Instant.ofEpochMilli(change.timestampMillis()), cause);
    }
}
