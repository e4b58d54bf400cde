package io.kafkacache.internal.engine;

import io.kafkacache.Applied;
import io.kafkacache.Breaker;
import io.kafkacache.Cause;
import io.kafkacache.Change;
import io.kafkacache.Entry;
import io.kafkacache.OnRejected;
import io.kafkacache.Position;
import io.kafkacache.RecordOffset;
import io.kafkacache.Rejection;
import io.kafkacache.Store;
import io.kafkacache.Update;
import io.kafkacache.internal.log.RecordBatch;
import io.kafkacache.internal.replay.DeleteStorm;
import io.kafkacache.internal.replay.Fingerprints;
import io.kafkacache.internal.replay.Moment;
import io.kafkacache.internal.replay.PartitionTrack;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only writer of a generation's store (LogOnly): takes the records of each poll into it. Used by the reader's thread.
 *
 * <p>During replay a value stays bytes and is judged at the end, when it is known to be its key's newest; so a superseded record is neither
 * decoded nor counted as rejected. Where the previous entry matters ({@link OnRejected#KEEP_PREVIOUS}, {@code validateMutations}), somebody reads meanwhile, or decoding is
 * but a copy, values are decoded as they come, and what was rejected is counted at the end if it still is the newest.
 */
final class Applier<RK, M> {
    private static final Logger LOG = LoggerFactory.getLogger("io.kafkacache");

    private final String name;
    private final Generation<RK, M> generation;
    private final RecordInterpreter<RK, ?, M> interpreter;
    private final MutationRules<RK, M, ?, ?> mutationRules;
    private final Verdicts<RK> verdicts;
    private final boolean readsBeforeReady;
    private final boolean decodeInReplay;
    private final Rejections rejections;
    private final Counters counters;
    private final RecordChange<RK, M> change = new RecordChange<>();
    private boolean live;
    private final DeleteStorm storm;
    private final boolean bounded;
    private @Nullable String haltedBy;
    private boolean stormy;
    private @Nullable UnjudgedException unjudged; // what the last batch ended before
    private @Nullable RejectedRecord rejected; // what the record being applied is rejected for
    private @Nullable Fingerprints fingerprints;
    private long nowNanos;
    private @Nullable Moment oldestProofAtHole;
    private boolean removed;

    Applier(
            String name,
            Generation<RK, M> generation,
            RecordInterpreter<RK, ?, M> interpreter,
            MutationRules<RK, M, ?, ?> mutationRules,
            Consequences consequences,
            boolean readsBeforeReady,
            Breaker breaker,
            Rejections rejections,
            Counters counters) {
        this.name = name;
        this.generation = generation;
        this.interpreter = interpreter;
        this.mutationRules = mutationRules;
        this.verdicts = new Verdicts<>(generation.store(), rejections, consequences);
        this.readsBeforeReady = readsBeforeReady;
        this.decodeInReplay = readsBeforeReady
                || consequences.mayKeepPrevious()
                || mutationRules.exist()
                || interpreter.valuesAreBytes();
        this.storm = new DeleteStorm(breaker);
        this.bounded = breaker.isBounding();
        this.rejections = rejections;
        this.counters = counters;
    }

    /**
     * Applies a batch and moves the tracks, up to a record that halts or cannot be judged now. What became of it stands in the store when this returns, but is not
     * committed yet.
     *
     * @return the updates, empty where they are not wanted
     */
    List<Update<RK, M>> apply(RecordBatch batch, boolean wantUpdates, Moment now) {
        List<Update<RK, M>> updates = wantUpdates ? new ArrayList<>() : List.of();
        oldestProofAtHole = null;
        unjudged = null;
        nowNanos = now.nanos();
        long bytes = 0;
        long records = 0;
        while (haltedBy() == null && batch.next()) {
            PartitionTrack track = generation.track(batch.partition());
            long offset = batch.offset();
            if (offset < track.next()) {
                continue; // a poll after a seek may begin with the rest of a compressed batch
            }
            ByteBuffer key = batch.key();
            ByteBuffer value = batch.value();
            if (key != null && !tryRecord(track, batch, key, value, updates, wantUpdates)) {
                break;
            }
            if (key == null) {
                missingKey(track, offset);
            }
            if (track.record(offset, batch.leaderEpoch(), batch.timestampMillis(), now)) {
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
        return updates;
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

    /** Why this generation has halted before a record, or behind one by which a rejected one came to stand; or null. */
    @Nullable
    String haltedBy() {
        if (haltedBy == null && live) {
            Rejection late = verdicts.haltedBy() == null ? interpreter.haltedBy() : verdicts.haltedBy();
            haltedBy = late == null ? null : Rejections.halt(late);
        }
        return haltedBy;
    }

    /** Why the last batch ended before a record that is to be read again, or null. */
    @Nullable
    UnjudgedException unjudged() {
        return unjudged;
    }

    /** What came from these records was taken out. */
    void purged(Store.Taken taken) {
        verdicts.purged(taken);
    }

    /** Removals are not remembered any more. */
    void removalsForgotten() {
        verdicts.removalsForgotten();
    }

    /** Whether it may go on where it has halted: it was not a record that it cannot apply. */
    boolean mayGoOn() {
        return stormy;
    }

    /** Goes on after a delete storm, and counts anew. */
    void goOn() {
        haltedBy = null;
        stormy = false;
        storm.goOn();
    }

    /**
     * The oldest proof of the head, or beginning of the replay, among the partitions in which the last batch met a hole; null where it met none.
     */
    @Nullable
    Moment oldestProofAtHole() {
        return oldestProofAtHole;
    }

    /**
     * Keeps an entry of a former generation whose key's newest record, now as then, is the rejected one. Where another record of its key was read, or
     * the rejected one is gone as well, nothing remains of it: by compaction, or because the log was truncated, and then what was read may stand at
     * lower offsets. To be called before the end of the replay.
     */
    void carry(Entry<RK, M> entry, Rejection by) {
        PartitionTrack track = generation.track(entry.source().partition());
        ByteBuffer keyBytes = ByteBuffer.wrap(interpreter.encodeKey(entry.key()));
        if (!verdicts.isNewest(by, keyBytes)) {
            return;
        }
        change.begin(track.source(), entry.offsetInPartition(), entry.timestampMillis(), entry.key(), keyBytes, false);
        change.put(entry.value(), ByteBuffer.allocate(0));
        generation.store().apply(change);
    }

    /** Whether a key may have left by a record: a tombstone, or one that means that it is to leave. */
    boolean hasRemoved() {
        return removed || interpreter.hasRemoved();
    }

    /** Keeps fingerprints up from here on. */
    void fingerprint(Fingerprints of) {
        fingerprints = of;
    }

    /**
     * The replay is over: what was rejected and still is the newest of its key counts now, and every later record as it comes.
     *
     * @return what halts the cache, or null
     */
    @Nullable
    Rejection replayed() {
        live = true;
        verdicts.replayed();
        return verdicts.haltedBy();
    }

    /** Applies one record; false where it halts the cache or cannot be judged now, with nothing done. */
    private boolean tryRecord(
            PartitionTrack track,
            RecordBatch batch,
            ByteBuffer keyBytes,
            @Nullable ByteBuffer value,
            List<Update<RK, M>> updates,
            boolean wantUpdates) {
        try {
            return applyRecord(track, batch, keyBytes, value, updates, wantUpdates);
        } catch (UnjudgedException e) {
            unjudged = e;
            return false;
        }
    }

    /** Applies one record; false where it halts the cache, with nothing done. */
    private boolean applyRecord(
            PartitionTrack track,
            RecordBatch batch,
            ByteBuffer keyBytes,
            @Nullable ByteBuffer value,
            List<Update<RK, M>> updates,
            boolean wantUpdates) {
        long offset = batch.offset();
        long timestamp = batch.timestampMillis();
        Headers headers = interpreter.needsHeaders() || mutationRules.exist() ? batch.headers() : null;
        Object decoded = interpreter.key(
                track.source(), offset, timestamp, keyBytes, value == null ? 0 : value.remaining(), headers);
        if (decoded instanceof Rejection rejection) {
            rejections.add(new RejectedRecord(rejection, keyBytes, value)); // and never stored
            if (verdicts.consequence(rejection) == OnRejected.HALT) {
                haltedBy = Rejections.halt(rejection);
                return false;
            }
            return true;
        }
        @SuppressWarnings("unchecked") // key() gives an RK unless it gives a Rejection
        RK key = (RK) decoded;
        change.begin(track.source(), offset, timestamp, key, keyBytes, wantUpdates || fingerprints != null);
        rejected = null;
        Cause cause = value == null ? removal(track, key, keyBytes) : meaning(track, key, keyBytes, value, headers);
        if (cause == null) {
            return false;
        }
        removed |= change.kind() == Change.Kind.REMOVE;
        Applied applied = generation.store().apply(change);
        if (rejected != null) {
            verdicts.rejected(key, rejected);
        }
        verdicts.applied(keyBytes);
        if (change.metElsewhere()) {
            severalPartitions(track, offset);
        }
        boolean changed = applied != Applied.OLDER && applied != Applied.NOTHING;
        if (fingerprints != null && changed) {
            fingerprint(fingerprints, track.source().partition(), keyBytes);
        }
        if (bounded && live && value == null && applied == Applied.REMOVED) {
            storm.deleted(nowNanos);
        }
        if (wantUpdates && changed) {
            updates.add(update(key, track, cause));
        }
        return true;
    }

    /** Has the change remove the key, and says so; null where that halts. */
    private @Nullable Cause removal(PartitionTrack track, RK key, ByteBuffer keyBytes) {
        if (bounded && live && haltsInStorm(track, key)) {
            return null;
        }
        verdicts.accepted(track.source().partition(), keyBytes);
        change.remove();
        return Cause.DELETE;
    }

    /** Has the change do what the value means, and says what that is; null where it halts. */
    private @Nullable Cause meaning(
            PartitionTrack track, RK key, ByteBuffer keyBytes, ByteBuffer value, @Nullable Headers headers) {
        if (!live && !decodeInReplay) {
            change.pending(value, headers);
            return Cause.PUT;
        }
        Object meaning = judged(
                interpreter.value(key, track.source(), change.offset(), change.timestampMillis(), value, headers),
                value,
                headers);
        if (meaning instanceof Rejection rejection) {
            rejected = new RejectedRecord(rejection, keyBytes, value);
            if (haltsAt(key, rejected)) {
                return null;
            }
            follow(rejection);
            return Cause.REJECTED;
        }
        verdicts.accepted(track.source().partition(), keyBytes);
        if (meaning == null) {
            change.remove();
            return Cause.RESOLVED;
        }
        change.put(meaning, value);
        return Cause.PUT;
    }

    /** What a record means, or the rejection of the change that this would be. */
    @SuppressWarnings("unchecked") // a meaning is an M unless it is a Rejection
    private @Nullable Object judged(@Nullable Object meaning, ByteBuffer value, @Nullable Headers headers) {
        if (meaning == null || meaning instanceof Rejection || headers == null || !mutationRules.exist()) {
            return meaning;
        }
        Rejection refused = mutationRules.refused(change, (M) meaning, value.remaining(), headers);
        return refused == null ? meaning : refused;
    }

    /** A record also changes what another partition holds, where its key stands there as well. */
    private void fingerprint(Fingerprints of, int partition, ByteBuffer keyBytes) {
        Entry<RK, M> before = change.previous();
        Entry<RK, M> after = change.current();
        of.change(keyBytes, before, after);
        reachedElsewhere(of, partition, before);
        reachedElsewhere(of, partition, after);
        of.reached(partition, change.offset() + 1);
    }

    private void reachedElsewhere(Fingerprints of, int read, @Nullable Entry<?, ?> entry) {
        if (entry != null && entry.source().partition() != read) {
            int partition = entry.source().partition();
            of.reached(partition, generation.track(partition).next());
        }
    }

    private Update<RK, M> update(RK key, PartitionTrack track, Cause cause) {
        RecordOffset place = new RecordOffset(
                track.source().topic(), track.source().topicId(), track.source().partition(), change.offset());
        return new Update<>(
                key, change.previous(), change.current(), place, Instant.ofEpochMilli(change.timestampMillis()), cause);
    }

    private void follow(Rejection rejection) {
        switch (verdicts.consequence(rejection)) {
            case KEEP_PREVIOUS -> change.retain(rejection);
            case REMOVE -> change.remove();
            default -> change.reject(rejection);
        }
    }

    /** In replay it may be superseded yet; where somebody reads meanwhile, nobody is to see what stands behind it. */
    private boolean haltsAt(RK key, RejectedRecord record) {
        Rejection rejection = record.rejection();
        if (verdicts.consequence(rejection) != OnRejected.HALT
                || !(live || readsBeforeReady)
                || verdicts.isOutranked(key, rejection)) {
            return false;
        }
        rejections.add(record);
        haltedBy = Rejections.halt(rejection);
        return true;
    }

    private boolean haltsInStorm(PartitionTrack track, RK key) {
        if (!storm.forbids(generation.store().size(), nowNanos)
                || generation.store().latest(key) == null) {
            return false;
        }
        stormy = true;
        haltedBy = track.source() + "@" + change.offset() + " is a tombstone, and " + storm.sum()
                + " entries were deleted within a minute, as many as haltWhen allows; look at what deletes them, then unfreeze() goes on";
        return true;
    }

    private void noteHole(Moment known) {
        if (oldestProofAtHole == null || known.nanos() - oldestProofAtHole.nanos() < 0) {
            oldestProofAtHole = known;
        }
    }

    private void missingKey(PartitionTrack track, long offset) {
        if (counters.missingKeys.getAndIncrement() == 0) {
            LOG.warn(
                    "{}: {} has a record without a key at offset {}; such records are skipped and from now on only counted",
                    name,
                    track.source(),
                    offset);
        }
    }

    private void severalPartitions(PartitionTrack track, long offset) {
        if (counters.keysOnSeveralPartitions.getAndIncrement() == 0) {
            LOG.warn(
                    "{}: the key of {}@{} also stands on another partition, so its writers use different partitioners, or the "
                            + "topic was given more partitions; the newer by (timestamp, partition) stands. Give all writers the "
                            + "same partitioner",
                    name,
                    track.source(),
                    offset);
        }
    }
}
