package io.kafkacache.testing;

import static io.kafkacache.testing.TestChange.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Applied;
import io.kafkacache.Positions;
import io.kafkacache.Store;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which of a key's records counts, in whatever order they come. */
abstract class StoreOrderContract extends StoreFixture {
    private static final int ROUNDS = 30;

    @Test
    void putAddsAndThenReplaces() {
        replayed();

        assertThat(apply(at(0, 1, 10).put("k", "a"))).isEqualTo(Applied.ADDED);
        assertThat(apply(at(0, 2, 11).put("k", "b"))).isEqualTo(Applied.REPLACED);

        assertThat(store().get("k")).isEqualTo("b");
        assertThat(store().size()).isEqualTo(1);
    }

    @Test
    void removeTakesTheKeyAway() {
        replayed();
        apply(at(0, 1, 10).put("k", "a"));

        assertThat(apply(at(0, 2, 11).remove("k"))).isEqualTo(Applied.REMOVED);
        assertThat(apply(at(0, 3, 12).remove("k"))).isEqualTo(Applied.NOTHING);

        assertThat(store().get("k")).isNull();
        assertThat(store().entry("k")).isNull();
        assertThat(store().size()).isZero();
        assertThat(apply(at(0, 4, 13).put("k", "b"))).isEqualTo(Applied.ADDED);
    }

    @Test
    void theSameOrAnOlderOffsetChangesNothing() {
        replayed();
        apply(at(0, 5, 10).put("k", "a"));

        assertThat(apply(at(0, 5, 10).put("k", "again"))).isEqualTo(Applied.OLDER);
        assertThat(apply(at(0, 4, 99).put("k", "older"))).isEqualTo(Applied.OLDER);
        assertThat(apply(at(0, 3, 99).remove("k"))).isEqualTo(Applied.OLDER);

        assertThat(store().get("k")).isEqualTo("a");
    }

    @Test
    void withinAPartitionTheOffsetDecidesWhateverTheTimestamp() {
        replayed();
        apply(at(0, 1, 10).put("k", "a"));

        assertThat(apply(at(0, 2, 3).put("k", "b"))).isEqualTo(Applied.REPLACED);
        assertThat(store().get("k")).isEqualTo("b");
    }

    @Test
    void aRecordIsOutrankedByWhatAnotherPartitionLastSaid() {
        store().rememberRemovals();
        replayed();
        apply(at(1, 1, 10).put("k", "one"));

        assertThat(store().isOutranked("k", 0, 10)).isTrue();
        assertThat(store().isOutranked("k", 0, 11)).isFalse();
        assertThat(store().isOutranked("k", 1, 9)).isFalse();
        assertThat(store().isOutranked("k", 2, 10)).isFalse();
        assertThat(store().isOutranked("other", 0, 0)).isFalse();
        apply(at(0, 1, 20).put("k", "zero")); // what counts is of its own partition, and yet
        assertThat(store().isOutranked("k", 0, 9)).isTrue();
        apply(at(1, 2, 30).remove("k"));
        assertThat(store().isOutranked("k", 0, 29)).isTrue();
    }

    @Test
    void betweenPartitionsTheTimestampDecidesThenThePartition() {
        replayed();
        apply(at(1, 1, 10).put("k", "one"));

        assertThat(apply(at(0, 9, 10).put("k", "zero"))).isEqualTo(Applied.OLDER);
        assertThat(apply(at(2, 1, 10).put("k", "two"))).isEqualTo(Applied.REPLACED);
        assertThat(apply(at(1, 2, 9).put("k", "back"))).isEqualTo(Applied.OLDER);
        assertThat(apply(at(0, 10, 9).remove("k"))).isEqualTo(Applied.OLDER);
        assertThat(store().get("k")).isEqualTo("two");
        assertThat(apply(at(0, 11, 11).remove("k"))).isEqualTo(Applied.REMOVED);
        assertThat(store().get("k")).isNull();
    }

    @Test
    void whereTimestampsGoBackTheOtherPartitionCountsAgain() {
        replayed();
        apply(at(0, 1, 20).put("k", "zero"));
        apply(at(1, 1, 15).put("k", "one"));
        TestChange back = at(0, 2, 10).remove("k").wantingPrevious();

        assertThat(apply(back)).isEqualTo(Applied.REPLACED);

        assertThat(store().get("k")).isEqualTo("one");
        assertThat(back.toldCurrent()).isEqualTo(store().entry("k"));
        assertThat(store().size()).isEqualTo(1);
    }

    @Test
    void duringReplayATombstoneOfAnotherPartitionCountsToo() {
        replay(
                at(1, 1, 20).remove("k"),
                at(0, 1, 10).put("k", "older"),
                at(0, 2, 30).put("l", "newer"));
        replay(at(1, 2, 20).remove("l"));

        replayed();

        assertThat(contents(store())).containsOnlyKeys("l");
        assertThat(apply(at(0, 3, 11).put("k", "after the replay"))).isEqualTo(Applied.ADDED);
    }

    @Test
    void theOtherPartitionIsTold() {
        replayed();
        apply(at(0, 1, 20).put("k", "a"));
        TestChange same = at(0, 2, 20).put("k", "b");
        TestChange loses = at(1, 1, 10).put("k", "c");
        TestChange wins = at(2, 1, 30).put("k", "d");

        List.of(same, loses, wins).forEach(this::apply);

        assertThat(same.toldOtherSource()).isNull();
        assertThat(loses.toldOtherSource()).isEqualTo(same.source());
        assertThat(wins.toldOtherSource()).isEqualTo(same.source());
    }

    @Test
    void entriesBeforeAndAfterAreToldWhereWanted() {
        replayed();
        TestChange unasked = at(0, 1, 10).put("k", "a");
        TestChange replaces = at(0, 2, 10).put("k", "b").wantingPrevious();
        TestChange removes = at(0, 3, 10).remove("k").wantingPrevious();
        TestChange adds = at(0, 4, 10).put("k", "c").wantingPrevious();

        apply(unasked);
        var a = store().entry("k");
        apply(replaces);
        var b = store().entry("k");
        apply(removes);
        apply(adds);

        assertThat(unasked.toldCurrent()).isNull();
        assertThat(replaces.toldPrevious()).isEqualTo(a);
        assertThat(replaces.toldCurrent()).isEqualTo(b);
        assertThat(removes.toldPrevious()).isEqualTo(b);
        assertThat(removes.toldCurrent()).isNull();
        assertThat(adds.toldPrevious()).isNull();
        assertThat(adds.toldCurrent()).isEqualTo(store().entry("k"));
    }

    @Test
    void randomPendingReplaysEndAsTheModelSays() {
        long seed = seed();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            List<TestChange> history = history(random, 400, true);
            playAgainstTheModel("seed " + seed + ", round " + round, random, history);
        }
    }

    @Test
    void randomDecodedReplaysEndAsTheModelSays() {
        long seed = seed();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            List<TestChange> history = history(random, 400, false);
            playAgainstTheModel("seed " + seed + ", round " + round, random, history);
        }
    }

    private void playAgainstTheModel(String description, Random random, List<TestChange> history) {
        Store<String, String> store = newStore(interpreter());
        StoreModel model = new StoreModel();
        if (random.nextBoolean()) {
            store.rememberRemovals();
            model.rememberRemovals();
        }
        List<TestChange> shuffled = new ArrayList<>(history);
        history.subList(0, history.size() / 4).forEach(change -> shuffled.add(change.again())); // a stretch read twice
        Collections.shuffle(shuffled, random);
        if (store.replay() == Store.Replay.BY_OFFSET) {
            shuffled.sort(Comparator.comparing(TestChange::offset));
        }

        for (TestChange change : shuffled) {
            agree(description, change, change.applyTo(store), model.apply(change));
        }
        store.replayed(random.nextBoolean() ? TestParallel.inline() : TestParallel.threads(2));
        model.replayed();
        agree(description + ", replayed", store, model);

        long offset = history.size();
        for (int i = 0; i < 400; i++) {
            TestChange change = live(random, offset + i);
            agree(description, change, change.applyTo(store), model.apply(change));
        }
        agree(description + ", live", store, model);
        store.close();
    }

    private static void agree(String description, TestChange change, Applied applied, Applied expected) {
        if (applied != expected) {
            throw new AssertionError(description + ": " + change + " was " + applied + ", the model says " + expected);
        }
    }

    private static void agree(String description, Store<String, String> store, StoreModel model) {
        store.commit(Positions.none());
        assertThat(contents(store)).as(description).isEqualTo(model.contents());
        assertThat(store.size()).as(description).isEqualTo(model.contents().size());
        Map<String, String> found = new HashMap<>();
        for (int i = 0; i < 30; i++) {
            var entry = store.entry("key-" + i);
            if (entry != null) {
                found.put(entry.key(), shown(entry));
            }
        }
        assertThat(found).as(description).isEqualTo(model.contents());
    }

    private static List<TestChange> history(Random random, int records, boolean pending) {
        List<TestChange> history = new ArrayList<>();
        for (int offset = 0; offset < records; offset++) {
            history.add(pending ? pending(random, offset) : live(random, offset));
        }
        return history;
    }

    private static TestChange pending(Random random, long offset) {
        TestChange.Place place = place(random, offset);
        String key = "key-" + random.nextInt(30);
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> place.remove(key);
            case 3 -> place.pending(key, ContractInterpreter.REJECT);
            case 4 -> place.pending(key, ContractInterpreter.LEAVE);
            default -> place.pending(key, "value " + offset);
        };
    }

    private static TestChange live(Random random, long offset) {
        TestChange.Place place = place(random, offset);
        String key = "key-" + random.nextInt(30);
        return switch (random.nextInt(6)) {
            case 0, 1 -> place.remove(key);
            case 2 -> place.reject(key);
            default -> place.put(key, "value " + offset);
        };
    }

    private static TestChange.Place place(Random random, long offset) {
        return at(random.nextInt(4), offset, 1_000 + offset / 10 + random.nextInt(20));
    }
}
