package io.kafkacache.e2e;

import io.kafkacache.e2e.Stage.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A scripted log is like a real one: the same script on both shows a reader the same. Epochs and truncation are the scripted log's alone. */
class ConformanceTest {
    private static final Map<String, String> COMPACTED = Map.of("cleanup.policy", "compact");
    private static final Map<String, String> COMPACTED_AND_DELETED = Map.of("cleanup.policy", "compact,delete");
    private static final Map<String, String> COMPACTED_AT_ONCE =
            Map.of("cleanup.policy", "compact", "segment.ms", "50", "min.cleanable.dirty.ratio", "0.01");

    @RegisterExtension
    final LogBroker broker = new LogBroker();

    private BothStages both(int partitions, Map<String, String> configs) {
        String topic = "conformance-" + broker.topic();
        return new BothStages(
                new ScriptedStage(topic, partitions), new KafkaStage(broker.kafka(), topic, partitions, configs));
    }

    @Test
    void recordsAndTombstones() {
        try (BothStages both = both(2, COMPACTED)) {
            both.assertSeenAlike();
            both.append(0, "ann", "Ann");
            both.append(1, "bob", "Bob");
            both.append(0, "ann", null);

            both.assertSeenAlike();
        }
    }

    @Test
    void transactions() {
        try (BothStages both = both(2, COMPACTED)) {
            Transaction committed = both.begin();
            committed.append(0, "ann", "Ann");
            committed.append(1, "bob", "Bob");
            both.append(0, "cid", "Cid");
            both.assertSeenAlike();
            committed.commit();
            both.assertSeenAlike();

            Transaction open = both.begin();
            open.append(0, "ann", "Anne");
            Transaction aborted = both.begin();
            aborted.append(0, "bob", "Bobby");
            aborted.append(1, "ann", null);
            aborted.abort();
            both.append(1, "dan", "Dan");
            both.assertSeenAlike();
            open.commit();
            both.assertSeenAlike();
        }
    }

    @Test
    void trimming() {
        try (BothStages both = both(1, COMPACTED_AND_DELETED)) {
            for (int i = 0; i < 6; i++) {
                both.append(0, "k" + i, "v");
            }
            both.trim(0, 4);
            both.assertSeenAlike();
            both.trim(0, 6);
            both.assertSeenAlike();
            both.append(0, "ann", "Ann");
            both.assertSeenAlike();
        }
    }

    @Test
    void compaction() {
        try (BothStages both = both(1, COMPACTED_AT_ONCE)) {
            both.append(0, "ann", "1");
            both.append(0, "bob", "1");
            Transaction aborted = both.begin();
            aborted.append(0, "cid", "1");
            aborted.abort();
            Transaction committed = both.begin();
            committed.append(0, "bob", "2");
            committed.commit();
            both.append(0, "ann", null);
            both.append(0, "dan", "1");
            both.append(0, "ann", "2");
            both.append(0, "stands last", "1");
            both.compact(0);

            both.assertSeenAlikeInTime();
        }
    }

    @Test
    void growth() {
        try (BothStages both = both(1, COMPACTED)) {
            both.append(0, "ann", "Ann");
            both.grow(3);
            both.assertSeenAlike();
            both.append(2, "bob", "Bob");
            both.assertSeenAlike();
        }
    }

    @Test
    void recreation() {
        try (BothStages both = both(2, COMPACTED)) {
            both.append(0, "ann", "Ann");
            both.append(1, "bob", "Bob");
            both.recreate(1);
            both.assertSeenAlike();
            both.append(0, "cid", "Cid");
            both.assertSeenAlike();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anyScript(long seed) {
        Random random = new Random(seed);
        try (BothStages both = new BothStages(
                new ScriptedStage("script-" + seed, 2),
                new KafkaStage(broker.kafka(), "script-" + seed, 2, COMPACTED_AND_DELETED))) {
            List<Transaction> open = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                happen(both, random, open);
                if (random.nextInt(6) == 0) {
                    both.assertSeenAlike();
                }
            }
            both.assertSeenAlike();
            open.forEach(Transaction::abort);
            both.assertSeenAlike();
        }
    }

    private static void happen(BothStages both, Random random, List<Transaction> open) {
        int partition = random.nextInt(2);
        String key = "k" + random.nextInt(5);
        String value = random.nextInt(3) == 0 ? null : "v" + random.nextInt(100);
        switch (random.nextInt(8)) {
            case 0 -> {
                if (open.size() < 2) {
                    open.add(both.begin());
                }
            }
            case 1 -> end(open, random);
            case 2 -> {
                var log = both.scripted().log.partition(partition);
                both.trim(partition, log.start() + random.nextLong(log.lastStable() - log.start() + 1) / 2);
            }
            case 3, 4 -> {
                if (!open.isEmpty()) {
                    open.get(random.nextInt(open.size())).append(partition, key, value);
                }
            }
            default -> both.append(partition, key, value);
        }
    }

    private static void end(List<Transaction> open, Random random) {
        if (!open.isEmpty()) {
            Transaction ending = open.remove(random.nextInt(open.size()));
            if (random.nextBoolean()) {
                ending.commit();
            } else {
                ending.abort();
            }
        }
    }
}
