package io.kafkacache.internal.engine;

import io.kafkacache.OnRejected;
import io.kafkacache.RecordOffset;
import io.kafkacache.Rejection;
import io.kafkacache.Source;
import io.kafkacache.Store;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which of the rejections met on the way count: those of records that would stand in the cache. In replay a later record of the key may come, so
 * they wait until its end. One that another partition's record outranks waits for as long as it does: that one may leave, and then the
 * rejected record stands after all. So it is the same in replay and live. Reader's activity only.
 */
final class Verdicts<K> {
    private final Store<K, ?> store;
    private final Rejections rejections;
    private final Consequences consequences;
    private final StepClock steps;
    private final Map<Integer, Map<ByteBuffer, Verdict<K>>> waiting = new HashMap<>(); // by partition and key
    private boolean live;
    private @Nullable Rejection haltedBy;

    Verdicts(Store<K, ?> store, Rejections rejections, Consequences consequences, StepClock steps) {
        this.store = store;
        this.rejections = rejections;
        this.consequences = consequences;
        this.steps = steps;
    }

    OnRejected consequence(Rejection rejection) {
        return consequences.of(rejection);
    }

    /** The key's newest record was rejected, and is applied. */
    void rejected(K key, RejectedRecord record) {
        int partition = record.rejection().offset().partition();
        if (live && !isOutranked(key, record.rejection())) {
            accepted(partition, record.key()); // whatever waits is superseded by it
            rejections.add(record);
            return;
        }
        ByteBuffer keyBytes = RejectedRecord.copy(record.key());
        ByteBuffer value = record.value();
        ByteBuffer kept = value == null || !rejections.wantsBytes() ? null : RejectedRecord.copy(value);
        waiting.computeIfAbsent(partition, p -> new HashMap<>())
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
        if (!waiting.isEmpty()) {
            forget(partition, keyBytes);
        }
    }

    private void forget(int partition, ByteBuffer keyBytes) {
        Map<ByteBuffer, Verdict<K>> ofPartition = waiting.get(partition);
        if (ofPartition != null && ofPartition.remove(keyBytes) != null && ofPartition.isEmpty()) {
            waiting.remove(partition);
        }
    }

    /** Whether in this replay the newest record of a key was that one, and rejected. To be asked before {@link #replayed}. */
    boolean isNewest(Rejection rejection, ByteBuffer keyBytes) {
        Verdict<K> verdict =
                waiting.getOrDefault(rejection.offset().partition(), Map.of()).get(keyBytes);
        return verdict != null
                && verdict.record.rejection().offset().equals(rejection.offset())
                && verdict.record.rejection().timestamp().equals(rejection.timestamp());
    }

    /** The replay is over: what was rejected and stands counts now, and every later record as it comes. */
    void replayed() {
        live = true;
        countStanding(all());
    }

    /** A record of this key was applied: what another partition says of it may stand by that. */
    void applied(ByteBuffer keyBytes) {
        if (live && !waiting.isEmpty()) {
            countStanding(waiting.values().stream()
                    .map(ofPartition -> ofPartition.get(keyBytes))
                    .filter(Objects::nonNull)
                    .toList());
        }
    }

    /** These records are gone: what they outranked may stand by that. */
    void purged(Store.Taken taken) {
        List<Verdict<K>> all = all();
        all.stream()
                .filter(verdict -> verdict.isOf(taken))
                .forEach(verdict -> forget(verdict.partition(), verdict.record.key()));
        countStanding(all());
    }

    /** Removals are not remembered any more: what they outranked counts by that, unless they stay to keep it away. */
    void removalsForgotten() {
        if (live) {
            countStanding(all());
        }
    }

    /** The first that came to stand though it had been waiting, and halts the cache; or null. */
    @Nullable
    Rejection haltedBy() {
        return haltedBy;
    }

    private List<Verdict<K>> all() {
        return waiting.values().stream()
                .flatMap(ofPartition -> ofPartition.values().stream())
                .toList();
    }

    private void countStanding(List<Verdict<K>> verdicts) {
        for (Verdict<K> verdict : verdicts) {
            Rejection rejection = verdict.record.rejection();
            if (!isOutranked(verdict.key, rejection)) {
                forget(verdict.partition(), verdict.record.key());
                rejections.add(verdict.record);
                if (haltedBy == null && consequence(rejection) == OnRejected.HALT) {
                    haltedBy = rejection;
                }
            }
            steps.touch(); // at the end of a replay they may be many, and a monitor may be slow
        }
    }

    /** Whether another partition's record of the key is later, so that nothing of this one stands. */
    boolean isOutranked(K key, Rejection rejection) {
        return store.isOutranked(
                key, rejection.offset().partition(), rejection.timestamp().toEpochMilli());
    }

    private record Verdict<K>(K key, RejectedRecord record) {
        int partition() {
            return record.rejection().offset().partition();
        }

        boolean isOf(Store.Taken taken) {
            RecordOffset place = record.rejection().offset();
            return taken.taken(new Source(place.topic(), place.topicId(), place.partition()), place.offset());
        }
    }
}
