package io.kafkacache.internal.engine;

import io.kafkacache.Cause;
import io.kafkacache.OnRejected;
import io.kafkacache.Rejection;
import io.kafkacache.Source;
import io.kafkacache.Store;
import io.kafkacache.internal.log.RecordBatch;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Says what a record does to its key: what its value means, what validators find, and what follows where that rejects it. Reader's activity only.
 *
 * <p>During replay a value stays bytes and is judged at the end, when it is known to be its key's newest; so a superseded record is neither
 * decoded nor counted as rejected. Where the previous entry matters ({@link OnRejected#KEEP_PREVIOUS}, {@code validateMutations}), somebody reads
 * meanwhile, or decoding is but a copy, values are decoded as they come, and what was rejected is counted at the end if it still is the newest.
 */
final class Judge<RK, M> {
    private final RecordInterpreter<RK, ?, M> interpreter;
    private final MutationRules<RK, M, ?, ?> mutationRules;
    private final Verdicts<RK> verdicts;
    private final Rejections rejections;
    private final boolean readsBeforeReady;
    private final boolean decodeInReplay;
    private boolean live;
    private @Nullable RejectedRecord rejected; // what was judged last, and rejected
    private @Nullable Rejection haltedBy;

    Judge(
            CacheContext cache,
            Store<RK, M> store,
            RecordInterpreter<RK, ?, M> interpreter,
            MutationRules<RK, M, ?, ?> mutationRules) {
        Consequences consequences = Consequences.of(cache.options());
        this.interpreter = interpreter;
        this.mutationRules = mutationRules;
        this.rejections = cache.rejections();
        this.verdicts = new Verdicts<>(store, rejections, consequences, cache.steps());
        this.readsBeforeReady = cache.options().readsBeforeReady();
        this.decodeInReplay = readsBeforeReady
                || consequences.mayKeepPrevious()
                || mutationRules.exist()
                || interpreter.valuesAreBytes();
    }

    /** Whether records are judged as they come, and not at the end of a replay. */
    boolean isLive() {
        return live;
    }

    /** The headers of the record at the cursor, where somebody needs them. */
    @Nullable
    Headers headers(RecordBatch batch) {
        return interpreter.needsHeaders() || mutationRules.exist() ? batch.headers() : null;
    }

    /** The key of the record at the cursor; null where it cannot be decoded, which is counted, and perhaps halts. Such a record is never stored. */
    @SuppressWarnings("unchecked") // what the interpreter gives is an RK unless it is a Rejection
    @Nullable
    RK key(Source source, RecordBatch batch, ByteBuffer keyBytes, @Nullable ByteBuffer value) {
        Object decoded = interpreter.key(
                source,
                batch.offset(),
                batch.timestampMillis(),
                keyBytes,
                value == null ? 0 : value.remaining(),
                headers(batch));
        if (!(decoded instanceof Rejection rejection)) {
            return (RK) decoded;
        }
        rejections.add(new RejectedRecord(rejection, keyBytes, value));
        if (verdicts.consequence(rejection) == OnRejected.HALT) {
            haltedBy = rejection;
        }
        return null;
    }

    /** Has the change remove its key, and says so. */
    Cause removal(RecordChange<RK, M> change) {
        rejected = null;
        accepted(change);
        change.remove();
        return Cause.DELETE;
    }

    /** Has the change do what the value means, and says what that is; null where it halts. */
    @Nullable
    Cause meaning(RecordChange<RK, M> change, ByteBuffer value, @Nullable Headers headers) {
        rejected = null;
        if (!live && !decodeInReplay) {
            change.pending(value, headers);
            return Cause.PUT;
        }
        Object decoded = interpreter.value(
                change.key(), change.source(), change.offset(), change.timestampMillis(), value, headers);
        Object meaning = judged(decoded, change, value, headers);
        if (meaning instanceof Rejection rejection) {
            return rejected(change, new RejectedRecord(rejection, change.encodedKey(), value));
        }
        accepted(change);
        if (meaning == null) {
            change.hide();
            return Cause.RESOLVED;
        }
        change.put(meaning, value);
        return Cause.PUT;
    }

    /** What a record means, or the rejection of the change that this would be. */
    @SuppressWarnings("unchecked") // a meaning is an M unless it is a Rejection
    private @Nullable Object judged(
            @Nullable Object meaning, RecordChange<RK, M> change, ByteBuffer value, @Nullable Headers headers) {
        if (meaning == null || meaning instanceof Rejection || headers == null || !mutationRules.exist()) {
            return meaning;
        }
        Rejection refused = mutationRules.refused(change, (M) meaning, value.remaining(), headers);
        return refused == null ? meaning : refused;
    }

    private void accepted(RecordChange<RK, M> change) {
        verdicts.accepted(change.source().partition(), change.encodedKey());
    }

    private @Nullable Cause rejected(RecordChange<RK, M> change, RejectedRecord record) {
        Rejection rejection = record.rejection();
        if (haltsAt(change.key(), rejection)) {
            rejections.add(record);
            haltedBy = rejection;
            return null;
        }
        rejected = record;
        switch (verdicts.consequence(rejection)) {
            case KEEP_PREVIOUS -> change.retain(rejection);
            case REMOVE -> change.hide();
            default -> change.reject(rejection);
        }
        return Cause.REJECTED;
    }

    /** In replay it may be superseded yet; where somebody reads meanwhile, nobody is to see what stands behind it. */
    private boolean haltsAt(RK key, Rejection rejection) {
        return verdicts.consequence(rejection) == OnRejected.HALT
                && (live || readsBeforeReady)
                && !verdicts.isOutranked(key, rejection);
    }

    /** What was judged last stands in the store. */
    void applied(RecordChange<RK, M> change) {
        RejectedRecord last = rejected;
        if (last != null) {
            verdicts.rejected(change.key(), last);
        }
        verdicts.applied(change.encodedKey());
    }

    /** What came from these records was taken out. */
    void purged(Store.Taken taken) {
        verdicts.purged(taken);
    }

    /** Removals are not remembered any more. */
    void removalsForgotten() {
        verdicts.removalsForgotten();
    }

    /** Whether in this replay the newest record of a key was that one, and rejected. To be asked before {@link #replayed}. */
    boolean isNewest(Rejection rejection, ByteBuffer keyBytes) {
        return verdicts.isNewest(rejection, keyBytes);
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

    /** The record before which the cache halts, or behind one by which it came to stand; or null. */
    @Nullable
    Rejection haltedBy() {
        if (haltedBy == null && live) {
            haltedBy = verdicts.haltedBy() == null ? interpreter.haltedBy() : verdicts.haltedBy();
        }
        return haltedBy;
    }
}
