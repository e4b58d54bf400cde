package io.kafkacache.internal.engine;

import io.kafkacache.OnRejected;
import io.kafkacache.Rejection;
import io.kafkacache.Store;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of the rejections met on the way count: those of records that would stand in the cache. In replay a later record of the key may come, so
 * they are kept until its end; a record that another partition's outranks never counts. So it is the same in replay and live. Reader's
 * activity only.
 */
final class Verdicts<K> {
    private final Store<K, ?> store;
    private final Rejections rejections;
    private final Consequences consequences;
    private final Map<Integer, Map<ByteBuffer, Verdict<K>>> inReplay = new HashMap<>();
    private boolean live;

    Verdicts(Store<K, ?> store, Rejections rejections, Consequences consequences) {
        this.store = store;
        this.rejections = rejections;
        this.consequences = consequences;
    }

    OnRejected consequence(Rejection rejection) {
        return consequences.of(rejection);
    }

    /** The key's newest record was rejected, and is applied. */
    void rejected(K key, RejectedRecord record) {
        if (live) {
            if (!isOutranked(key, record.rejection())) {
                rejections.add(record);
            }
            return;
        }
        ByteBuffer keyBytes = RejectedRecord.copy(record.key());
        ByteBuffer value = record.value();
        ByteBuffer kept = value == null || !rejections.wantsBytes() ? null : RejectedRecord.copy(value);
        inReplay.computeIfAbsent(record.rejection().offset().partition(), p -> new HashMap<>())
                .merge(
                        keyBytes,
                        new Verdict<>(key, new RejectedRecord(record.rejection(), keyBytes, kept)),
                        this::later);
    }

    /** What keeps the one before it does not supersede it: a record that halts is still there to halt on. */
    private Verdict<K> later(Verdict<K> before, Verdict<K> now) {
        boolean stays = consequence(now.record.rejection()) == OnRejected.KEEP_PREVIOUS
                && consequence(before.record.rejection()) == OnRejected.HALT;
        return stays ? before : now;
    }

    /** The key's newest record was accepted, or removes it. */
    void accepted(int partition, ByteBuffer keyBytes) {
        if (!inReplay.isEmpty()) {
            Map<ByteBuffer, Verdict<K>> ofPartition = inReplay.get(partition);
            if (ofPartition != null) {
                ofPartition.remove(keyBytes);
            }
        }
    }

    /**
     * The replay is over: what was rejected and still stands counts now, and every later record as it comes.
     *
     * @return the one that halts the cache, if there is any
     */
    @Nullable
    Rejection replayed() {
        live = true;
        List<RejectedRecord> standing = new ArrayList<>();
        inReplay.values().forEach(ofPartition -> ofPartition.values().stream()
                .filter(verdict -> !isOutranked(verdict.key, verdict.record.rejection()))
                .forEach(verdict -> standing.add(verdict.record)));
        inReplay.clear();
        standing.forEach(rejections::add);
        return standing.stream()
                .map(RejectedRecord::rejection)
                .filter(rejection -> consequence(rejection) == OnRejected.HALT)
                .findFirst()
                .orElse(null);
    }

    /** Whether another partition's record of the key is later, so that nothing of this one stands. */
    boolean isOutranked(K key, Rejection rejection) {
        return store.isOutranked(
                key, rejection.offset().partition(), rejection.timestamp().toEpochMilli());
    }

    private record Verdict<K>(K key, RejectedRecord record) {}
}
