package io.kafkacache.internal.heap;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Applied;
import io.kafkacache.Entry;
import io.kafkacache.Positions;
import io.kafkacache.Standing;
import io.kafkacache.Store.Parallel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever the order in which the records of several partitions come, the same entries stand: those that a plain comparison of each partition's
 * newest record gives (FollowsTheTopic). A failure shows its seed; {@code -Dkafkacache.seed=…} runs it again.
 */
class ArrivalOrderTest {
    private static final int ROUNDS = 150;
    private static final Parallel INLINE = (parts, part) -> {
        for (int i = 0; i < parts; i++) {
            part.accept(i);
        }
    };

    private final long seed =
            Long.getLong("kafkacache.seed", ThreadLocalRandom.current().nextLong());
    private final Random random = new Random(seed);

    @ParameterizedTest(name = "keys are bytes: {0}, rejected records retain: {1}")
    @CsvSource({"true,false", "false,false", "true,true", "false,true"})
    void anyOrderOfArrivalEndsTheSame(boolean keysAreBytes, boolean retaining) {
        for (int round = 0; round < ROUNDS; round++) {
            History history = new History(random, retaining, true);
            String description = "seed " + seed + ", round " + round + ", " + history;
            Map<String, Entry<String, String>> expected = history.entries((source, offset) -> false);

            for (Replayed replayed : Replayed.values()) {
                HeapStore<String, String> store = filled(history, keysAreBytes, replayed, description);

                agree(store, expected, description + " with " + replayed);
                for (int i = 0; i < 4; i++) {
                    Standing wanted = history.standing("key-" + i);
                    Standing told = store.standing("key-" + i);
                    assertThat(told.newestMillis()).as(description).isEqualTo(wanted.newestMillis());
                    assertThat(told.partitions()).as(description).containsAll(wanted.partitions());
                }
                forgetAll(store);
                agree(store, expected, description + " with " + replayed + ", removals forgotten");
            }
        }
    }

    @ParameterizedTest(name = "keys are bytes: {0}, rejected records retain: {1}")
    @CsvSource({"true,false", "false,false", "true,true", "false,true"})
    void aPurgeLeavesWhatOtherRecordsSay(boolean keysAreBytes, boolean retaining) {
        for (int round = 0; round < ROUNDS; round++) {
            History history = new History(random, retaining, true);
            String description = "seed " + seed + ", round " + round + ", " + history;
            long[] starts = random.longs(History.PARTITIONS, 0, 20).toArray();
            HeapStore<String, String> store =
                    filled(history, keysAreBytes, Replayed.values()[round % Replayed.values().length], description);
            Map<String, Entry<String, String>> told = contents(store);

            store.purge((source, offset) -> offset < starts[source.partition()], (before, after) -> {
                String key = before != null ? before.key() : after == null ? "" : after.key();
                assertThat(told.get(key)).as(description).isEqualTo(before);
                if (after == null) {
                    told.remove(key);
                } else {
                    told.put(key, after);
                }
            });

            Map<String, Entry<String, String>> expected =
                    history.entries((source, offset) -> offset < starts[source.partition()]);
            agree(store, expected, description);
            assertThat(told).as(description).isEqualTo(expected);
            store.purge((source, offset) -> true, (before, after) -> {});
            forgetAll(store);
            assertThat(store.standing("key-0")).as(description).isEqualTo(Standing.NOWHERE);
            agree(store, Map.of(), description);
        }
    }

    private HeapStore<String, String> filled(
            History history, boolean keysAreBytes, Replayed replayed, String description) {
        HeapRecord.Meaning meaning = new HeapRecord.Meaning(keysAreBytes);
        HeapStore<String, String> store =
                random.nextBoolean() ? HeapStore.sorted("heap", meaning) : new HeapStore<>("heap", meaning);
        store.rememberRemovals();
        int[] live = new int[History.PARTITIONS];
        List<HeapRecord> replay = new ArrayList<>();
        for (int p = 0; p < live.length; p++) {
            List<HeapRecord> records = history.partitions().get(p);
            live[p] = replayed.until(random, records.size());
            replay.addAll(records.subList(0, live[p]));
        }
        Collections.shuffle(replay, random);
        replay.addAll(replay.subList(0, replay.size() / 4)); // a stretch read twice
        replay.forEach(record -> store.apply(record.again()));
        store.replayed(INLINE);
        Map<String, Entry<String, String>> told = contents(store);
        long now = 0;
        for (HeapRecord next : history.merged(random, live)) {
            HeapRecord record = next.live();
            Applied applied = store.apply(record);
            Entry<String, String> current = record.toldCurrent();
            if (current != null) {
                told.put(record.key(), current);
            } else if (applied == Applied.REMOVED) {
                told.remove(record.key());
            }
            store.forgetRemovals(++now, now - 1_000);
        }
        assertThat(contents(store)).as(description).isEqualTo(told);
        return store;
    }

    private static void forgetAll(HeapStore<String, String> store) {
        store.forgetRemovals(1_000, 1_000);
        store.forgetRemovals(2_000, 2_000);
    }

    private static void agree(
            HeapStore<String, String> store, Map<String, Entry<String, String>> expected, String description) {
        assertThat(contents(store)).as(description).isEqualTo(expected);
        assertThat(store.size()).as(description).isEqualTo(expected.size());
        for (int i = 0; i < 4; i++) {
            assertThat(store.entry("key-" + i)).as(description).isEqualTo(expected.get("key-" + i));
        }
        store.commit(Positions.none());
        Map<String, Entry<String, String>> viewed = new TreeMap<>();
        try (var view = store.view()) {
            view.forEach(entry -> viewed.put(entry.key(), entry));
            assertThat(view.size()).as(description).isEqualTo(expected.size());
        }
        assertThat(viewed).as(description).isEqualTo(expected);
    }

    private static Map<String, Entry<String, String>> contents(HeapStore<String, String> store) {
        Map<String, Entry<String, String>> contents = new TreeMap<>();
        store.forEach(entry -> contents.put(entry.key(), entry));
        return contents;
    }

    /** How much of each partition is replayed, in any order; the rest is read live. */
    enum Replayed {
        NOTHING,
        SOME,
        EVERYTHING;

        int until(Random random, int records) {
            return this == NOTHING ? 0 : this == EVERYTHING ? records : random.nextInt(records + 1);
        }
    }
}
