package io.kafkacache.model;

import io.kafkacache.Isolation;
import io.kafkacache.scripted.Outcome;
import io.kafkacache.scripted.ScriptedLog;
import io.kafkacache.scripted.ScriptedRecord;
import io.kafkacache.scripted.ScriptedTransaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The topic of one run and everybody who works on it but the cache: writers, transactions, the cleaner, retention, leaders. */
final class World {
    private static final int KEYS = 9;

    final ScriptedLog log;
    final Isolation isolation;
    private final Random random;
    private final int firstPartitions;
    private final List<ScriptedTransaction> open = new ArrayList<>();
    private final Set<String> lost = new HashSet<>();
    private boolean lostTail;
    private int values;

    World(Random random, long order) {
        this.random = random;
        this.firstPartitions = 1 + random.nextInt(4);
        this.isolation = random.nextInt(3) == 0 ? Isolation.READ_UNCOMMITTED : Isolation.READ_COMMITTED;
        this.log = ScriptedLog.create("t", firstPartitions).ordering(order);
    }

    String randomKey() {
        return "k" + random.nextInt(KEYS);
    }

    /** A key stays on one partition, also when the topic grows. */
    int partitionOf(String key) {
        return Integer.parseInt(key.substring(1)) % firstPartitions;
    }

    int randomPartition() {
        return random.nextInt(log.partitions());
    }

    String nextValue() {
        return "v" + values++;
    }

    void append() {
        String key = randomKey();
        switch (random.nextInt(8)) {
            case 0, 1 -> log.delete(partitionOf(key), key);
            case 2 ->
                log.append(
                        partitionOf(key), key.getBytes(java.nio.charset.StandardCharsets.UTF_8), new byte[] {(byte) 0xff
                        });
            default -> log.append(partitionOf(key), key, nextValue());
        }
    }

    void transact() {
        if (open.isEmpty() || (open.size() < 2 && random.nextBoolean())) {
            open.add(log.begin());
        }
        ScriptedTransaction transaction = open.get(random.nextInt(open.size()));
        String key = randomKey();
        if (random.nextInt(4) == 0) {
            transaction.delete(partitionOf(key), key);
        } else {
            transaction.append(partitionOf(key), key, nextValue());
        }
    }

    void endTransaction() {
        if (!open.isEmpty()) {
            ScriptedTransaction transaction = open.remove(random.nextInt(open.size()));
            if (random.nextBoolean()) {
                transaction.commit();
            } else {
                transaction.abort();
            }
        }
    }

    void endTransactions() {
        while (!open.isEmpty()) {
            endTransaction();
        }
    }

    void forgetTransactions() {
        open.clear();
    }

    /**
     * Cuts a partition. What the cleaner took because of a record that is cut now is gone for good, though nothing supersedes it any more.
     */
    void truncate(int partition, long end) {
        log.partition(partition).truncate(end);
        Set<Long> stand = new HashSet<>();
        log.partition(partition).readable(Isolation.READ_UNCOMMITTED).forEach(record -> stand.add(record.offset()));
        for (ScriptedRecord record : log.partition(partition).history()) {
            if (!stand.contains(record.offset())) {
                lost.add(log.topicId() + partition + "@" + record.offset());
            }
        }
    }

    /** The last records and markers vanish; a reader stops before them and nothing tells it to go on. */
    void loseTail(int partition) {
        if (log.partition(partition).lastStable() == log.partition(partition).end()) {
            log.partition(partition).dropTail();
            lostTail = true;
        }
    }

    boolean hasLostATail() {
        return lostTail;
    }

    /** Whether it may be missing although nothing supersedes it. */
    boolean isLost(ScriptedRecord record) {
        return lost.contains(log.topicId() + record.partition() + "@" + record.offset());
    }

    /** Whether this record is part of what a reader of our isolation folds. */
    boolean counts(ScriptedRecord record) {
        return isolation == Isolation.READ_UNCOMMITTED
                || record.outcome() == Outcome.NONE
                || record.outcome() == Outcome.COMMITTED;
    }

    /** The newest record of a key below a position, or null. */
    @Nullable
    ScriptedRecord newest(String key, long below) {
        List<ScriptedRecord> history = log.partition(partitionOf(key)).history();
        for (int i = history.size() - 1; i >= 0; i--) {
            ScriptedRecord record = history.get(i);
            if (record.offset() < below && key.equals(record.keyText()) && counts(record)) {
                return record;
            }
        }
        return null;
    }

    static List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            keys.add("k" + i);
        }
        return keys;
    }
}
