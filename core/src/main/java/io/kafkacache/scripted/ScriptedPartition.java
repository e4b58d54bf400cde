package io.kafkacache.scripted;

import io.kafkacache.Isolation;
import io.kafkacache.Position;
import java.util.ArrayList;
import java.util.List;

/**
 * One partition of a scripted log: what stands in it, and what its brokers do to it. It is found by number at each call, so after the topic
 * was recreated it is the new topic's. Every method throws {@code IllegalArgumentException} where the topic has no such partition (any
 * more). Safe for any thread.
 */
public final class ScriptedPartition {
    private final Topic topic;
    private final int partition;

    ScriptedPartition(Topic topic, int partition) {
        this.topic = topic;
        this.partition = partition;
    }

    /**
     * Where the log starts.
     *
     * @return the lowest offset that may be read
     */
    public long start() {
        synchronized (topic) {
            return log().start();
        }
    }

    /**
     * Where the log ends.
     *
     * @return the offset of the next record
     */
    public long end() {
        synchronized (topic) {
            return log().end();
        }
    }

    /**
     * Where {@code read_committed} readers are held.
     *
     * @return the offset at which the first open transaction begins, else the end
     */
    public long lastStable() {
        synchronized (topic) {
            return log().lastStable();
        }
    }

    /**
     * Which leader writes.
     *
     * @return its epoch, from 0
     */
    public int leaderEpoch() {
        synchronized (topic) {
            return log().leaderEpoch();
        }
    }

    /**
     * The end with the leader's epoch, as the brokers answer it.
     *
     * @return the position behind the last record
     */
    public Position endPosition() {
        synchronized (topic) {
            return new Position(log().end(), log().leaderEpoch());
        }
    }

    /**
     * Every record that was appended, as it was then, whatever compaction and trimming took since; without those a truncation took.
     *
     * @return a copy, in the order of offsets
     */
    public List<ScriptedRecord> history() {
        synchronized (topic) {
            return log().history();
        }
    }

    /**
     * What a reader that begins now at the start of the log is given.
     *
     * @param isolation the reader's isolation
     * @return a copy, in the order of offsets
     */
    public List<ScriptedRecord> readable(Isolation isolation) {
        synchronized (topic) {
            List<ScriptedRecord> records = new ArrayList<>();
            log().read(log().start(), isolation, Integer.MAX_VALUE, records);
            return List.copyOf(records);
        }
    }

    /**
     * Compacts all that is stable: of each key the newest record stays, records of aborted transactions and those without a key go. Offsets,
     * start and end stay as they are.
     */
    public void compact() {
        compact(Long.MAX_VALUE, false);
    }

    /**
     * Compacts all that is stable.
     *
     * @param dropTombstones whether tombstones go as well, and the ends of transactions without records, as after
     *     {@code delete.retention.ms}
     */
    public void compact(boolean dropTombstones) {
        compact(Long.MAX_VALUE, dropTombstones);
    }

    /**
     * Compacts what stands below an offset and is stable.
     *
     * @param below where the part begins that is left alone, as Kafka leaves the active segment
     * @param dropTombstones whether tombstones go as well, and the ends of transactions without records
     */
    public void compact(long below, boolean dropTombstones) {
        synchronized (topic) {
            Cleaner.told(log(), below, dropTombstones).clean();
            topic.changed();
        }
    }

    /**
     * Compacts what stands below an offset and is stable, as Kafka does by the clock: a tombstone, and the end of a transaction without records,
     * goes when the topic's {@code delete.retention.ms} has passed since this method first met it.
     *
     * @param below where the part begins that is left alone, as Kafka leaves the active segment
     */
    public void clean(long below) {
        synchronized (topic) {
            Cleaner.byTheClock(log(), below, topic.motion.wallMillis(), topic.settings.deleteRetentionMillis())
                    .clean();
            topic.changed();
        }
    }

    /**
     * Moves the start of the log, as retention and DeleteRecords do. A reader below it is out of range.
     *
     * @param start the new start
     * @throws IllegalArgumentException where that is below the start or beyond the end
     */
    public void trim(long start) {
        synchronized (topic) {
            log().trim(start);
            topic.changed();
        }
    }

    /**
     * Has a leader of a new epoch take over that lacks what stands from an offset on (an unclean election). A reader beyond it is told so if it
     * knows the epoch it read under; without, it goes on, or is out of range. What a transaction's truncated end decided stays decided.
     *
     * @param end the new end
     * @throws IllegalArgumentException where that is below the start or beyond the end
     */
    public void truncate(long end) {
        synchronized (topic) {
            log().truncate(end);
            topic.changed();
        }
    }

    /** Has a leader of a new epoch take over that lacks nothing. */
    public void changeLeader() {
        synchronized (topic) {
            log().changeLeader();
            topic.changed();
        }
    }

    /**
     * Has the ends of transactions and the aborted records that stand last vanish while the end stays, as some brokers' cleaning does: a reader
     * gets as far as the record before and no further, until something is appended.
     *
     * @throws IllegalArgumentException where a transaction is open there
     */
    public void dropTail() {
        synchronized (topic) {
            List<ScriptedRecord> records = log().records();
            int last = records.size() - 1;
            while (last >= 0 && (records.get(last).marker || records.get(last).outcome() == Outcome.ABORTED)) {
                last--;
            }
            dropTail(last < 0 ? log().start() : records.get(last).offset + 1);
        }
    }

    /**
     * Has everything from an offset on vanish while the end stays.
     *
     * @param from the first offset that is gone
     * @throws IllegalArgumentException where that is below the start, beyond the end, or behind the beginning of an open transaction
     */
    public void dropTail(long from) {
        synchronized (topic) {
            log().dropTail(from);
            topic.changed();
        }
    }

    private PartitionLog log() {
        return topic.partition(partition);
    }
}
