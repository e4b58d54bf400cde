package io.kafkacache.scripted;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of another writer. It is open in a partition from its first record there on, and holds {@code read_committed} readers back
 * until it is committed or aborted; its end takes one offset in each of its partitions. Safe for any thread.
 */
public final class ScriptedTransaction {
    private final Topic topic;
    private final Set<PartitionLog> partitions = new LinkedHashSet<>();
    private volatile Outcome outcome = Outcome.OPEN;

    ScriptedTransaction(Topic topic) {
        this.topic = topic;
    }

    /**
     * Writes a record in this transaction.
     *
     * @param partition the partition
     * @param key the key, as UTF-8
     * @param value the value, as UTF-8; null for a tombstone
     * @return the record's offset
     * @throws IllegalStateException where the transaction has ended
     */
    public long append(int partition, String key, @Nullable String value) {
        return append(partition, key.getBytes(UTF_8), value == null ? null : value.getBytes(UTF_8));
    }

    /**
     * Writes a record in this transaction.
     *
     * @param partition the partition
     * @param key the key; null for none
     * @param value the value; null for a tombstone
     * @return the record's offset
     * @throws IllegalStateException where the transaction has ended
     */
    public long append(int partition, byte @Nullable [] key, byte @Nullable [] value) {
        synchronized (topic) {
            checkOpen();
            PartitionLog log = topic.partition(partition);
            partitions.add(log);
            long offset = log.append(Content.of(key, value, null, topic.motion.wallMillis()), this).offset;
            topic.changed();
            return offset;
        }
    }

    /**
     * Writes a tombstone in this transaction.
     *
     * @param partition the partition
     * @param key the key, as UTF-8
     * @return the tombstone's offset
     * @throws IllegalStateException where the transaction has ended
     */
    public long delete(int partition, String key) {
        return append(partition, key, null);
    }

    /**
     * Commits, in all partitions at once.
     *
     * @throws IllegalStateException where the transaction has ended
     */
    public void commit() {
        end(Outcome.COMMITTED);
    }

    /**
     * Aborts, in all partitions at once.
     *
     * @throws IllegalStateException where the transaction has ended
     */
    public void abort() {
        end(Outcome.ABORTED);
    }

    private void end(Outcome how) {
        synchronized (topic) {
            checkOpen();
            outcome = how;
            partitions.forEach(log -> log.finish(this));
            topic.changed();
        }
    }

    private void checkOpen() {
        if (outcome != Outcome.OPEN) {
            throw new IllegalStateException("this transaction is " + outcome);
        }
    }

    /**
     * What has become of this transaction.
     *
     * @return OPEN, COMMITTED or ABORTED
     */
    public Outcome outcome() {
        return outcome;
    }
}
