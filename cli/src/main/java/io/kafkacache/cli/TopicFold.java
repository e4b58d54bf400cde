package io.kafkacache.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a topic says of its keys, told by nothing of the cache's own: of each partition the last record of a key, tombstones included, and of those
 * the one with the highest (timestamp, partition). Records are given in the order of each partition. One thread.
 */
final class TopicFold {
    /**
     * The last record of a key on a partition.
     *
     * @param value null for a tombstone
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody writes to it, nobody compares candidates
    record Candidate(int partition, long offset, long timestamp, byte @Nullable [] value) {
        private boolean countsBefore(Candidate other) {
            return timestamp != other.timestamp ? timestamp > other.timestamp : partition > other.partition;
        }
    }

    private final Form<?> keys;
    private final Map<Stored, Candidate> onOne = new HashMap<>();
    private final Map<Stored, Map<Integer, Candidate>> onSeveral = new HashMap<>();
    private long undecodableKeys;

    TopicFold(Form<?> keys) {
        this.keys = keys;
    }

    /** A record without a key, or with one that the codec does not take, is passed over, as a cache does. */
    void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            return;
        }
        if (!keys.takes(record.key())) {
            undecodableKeys++;
            return;
        }
        take(
                new Stored(record.key()),
                new Candidate(record.partition(), record.offset(), record.timestamp(), record.value()));
    }

    private void take(Stored key, Candidate newest) {
        Map<Integer, Candidate> several = onSeveral.get(key);
        if (several != null) {
            several.put(newest.partition(), newest);
            return;
        }
        Candidate before = onOne.put(key, newest);
        if (before != null && before.partition() != newest.partition()) {
            onOne.remove(key);
            onSeveral.put(key, new HashMap<>(Map.of(before.partition(), before, newest.partition(), newest)));
        }
    }

    /** The record that stands for a key; null where there is none, or a tombstone. */
    @Nullable
    Candidate standing(Stored key) {
        Map<Integer, Candidate> several = onSeveral.get(key);
        return standing(several == null ? onOne.get(key) : counting(several));
    }

    /** Every key that has a record standing for it, in no order. */
    void forEach(BiConsumer<Stored, Candidate> visitor) {
        onOne.forEach((key, candidate) -> visit(key, candidate, visitor));
        onSeveral.forEach((key, several) -> visit(key, counting(several), visitor));
    }

    private static void visit(Stored key, Candidate candidate, BiConsumer<Stored, Candidate> visitor) {
        if (candidate.value() != null) {
            visitor.accept(key, candidate);
        }
    }

    private static @Nullable Candidate standing(@Nullable Candidate counting) {
        return counting == null || counting.value() == null ? null : counting;
    }

    private static Candidate counting(Map<Integer, Candidate> several) {
        return several.values().stream()
                .reduce((one, other) -> one.countsBefore(other) ? one : other)
                .orElseThrow();
    }

    /** How many records had a key that the codec does not take. */
    long undecodableKeys() {
        return undecodableKeys;
    }
}
