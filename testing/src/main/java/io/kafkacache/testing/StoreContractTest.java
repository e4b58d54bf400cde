package io.kafkacache.testing;

import static io.kafkacache.testing.TestChange.at;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.Applied;
import io.kafkacache.Entry;
import io.kafkacache.Positions;
import io.kafkacache.RejectedRecordException;
import io.kafkacache.Store;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/**
 * The contract of {@link Store}, one rule a test. A store's test extends this class and gives its factory; JUnit finds the inherited tests:
 *
 * <pre>{@code
 * class MyStoreContractTest extends StoreContractTest {
 *     @Override
 *     protected StoreFactory factory() {
 *         return new MyStoreProvider().store("mine").orElseThrow();
 *     }
 * }
 * }</pre>
 *
 * <p>Keys and values are text in UTF-8. A second class that overrides {@link #keysAreBytes()} with false covers the caches whose keys can
 * only be compared by their bytes. Random tests show their seed when they fail; {@code -Dkafkacache.seed=…} runs it again.
 */
public abstract class StoreContractTest extends StoreScanContract {
    @Test
    void anEmptyStoreIsEmpty() {
        assertThat(store().restored()).isEqualTo(Positions.none());
        replayed();

        assertThat(store().get("k")).isNull();
        assertThat(store().entry("k")).isNull();
        assertThat(store().size()).isZero();
        assertThat(contents(store())).isEmpty();
    }

    @Test
    void anEntryHasPlaceAndTimeOfItsRecord() {
        TestChange put = at(3, 41, 1_234).put("k", "v");
        replay(put);
        replayed();

        assertThat(store().entry("k")).isEqualTo(Entry.of("k", "v", put.source(), 41, 1_234));
    }

    @Test
    void emptyKeysAndValuesAreKeysAndValues() {
        replay(at(0, 1, 10).pending("", "a"), at(0, 2, 10).pending("k", ""));
        replayed();

        assertThat(store().get("")).isEqualTo("a");
        assertThat(store().get("k")).isEmpty();
    }

    @Test
    void readsOfARejectedKeyFailUntilItsNextRecord() {
        replayed();
        apply(at(0, 1, 10).put("k", "a"));
        TestChange reject = at(0, 2, 11).reject("k").wantingPrevious();

        assertThat(apply(reject)).isEqualTo(Applied.REPLACED);

        assertThatThrownBy(() -> store().get("k"))
                .isInstanceOfSatisfying(RejectedRecordException.class, thrown -> assertThat(thrown.rejection())
                        .isEqualTo(reject.rejection()));
        Entry<String, String> entry = standing("k");
        assertThat(entry).isEqualTo(reject.toldCurrent());
        assertThat(entry.rejection()).isEqualTo(reject.rejection());
        assertThat(store().size()).isEqualTo(1);
        assertThat(apply(at(0, 3, 12).put("k", "b"))).isEqualTo(Applied.REPLACED);
        assertThat(store().get("k")).isEqualTo("b");
    }

    @Test
    void aRetainedEntryKeepsItsValueAndIsMarked() {
        replayed();
        apply(at(0, 1, 10).put("k", "a"));
        TestChange retain = at(0, 5, 20).retain("k").wantingPrevious();

        assertThat(apply(retain)).isEqualTo(Applied.REPLACED);

        Entry<String, String> entry = standing("k");
        assertThat(entry).isEqualTo(retain.toldCurrent());
        assertThat(entry.outdatedBy()).isEqualTo(retain.rejection());
        assertThat(entry.offsetInPartition()).isEqualTo(1);
        assertThat(store().get("k")).isEqualTo("a");
        assertThat(apply(at(0, 5, 20).put("k", "again"))).isEqualTo(Applied.OLDER);
        assertThat(apply(at(1, 1, 9).put("k", "older elsewhere"))).isEqualTo(Applied.OLDER);
        assertThat(apply(at(0, 6, 20).put("k", "b"))).isEqualTo(Applied.REPLACED);
        assertThat(standing("k").outdatedBy()).isNull();
    }

    @Test
    void aRejectedRecordDoesNotRaiseAnOldValueAboveAnotherPartitions() {
        replayed();
        apply(at(0, 1, 10).put("k", "a"));
        apply(at(1, 1, 15).put("k", "b"));

        assertThat(apply(at(0, 2, 20).retain("k"))).isEqualTo(Applied.OLDER);

        assertThat(store().get("k")).isEqualTo("b");
        assertThat(standing("k").outdatedBy()).isNull();
        apply(at(1, 2, 5).put("k", "c"));
        assertThat(store().get("k")).isEqualTo("a");
        assertThat(standing("k").outdatedBy()).isNotNull();
    }

    @Test
    void thereIsNothingToRetainWhereThereIsNoEntry() {
        replayed();

        assertThat(apply(at(0, 1, 10).retain("k"))).isEqualTo(Applied.NOTHING);
        assertThat(store().entry("k")).isNull();
        assertThat(apply(at(0, 2, 10).put("k", "a"))).isEqualTo(Applied.ADDED);
    }

    @Test
    void retainingReplaysEndTheSameInAnyOrder() {
        long seed = seed();
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            List<TestChange> history = new ArrayList<>();
            for (int offset = 0; offset < 6; offset++) {
                TestChange.Place place = at(0, offset, 10 + offset);
                int kind = random.nextInt(3);
                history.add(
                        kind == 0 ? place.retain("k") : kind == 1 ? place.remove("k") : place.put("k", "v" + offset));
            }
            Store<String, String> inOrder = newStore(interpreter());
            history.forEach(change -> change.applyTo(inOrder));
            inOrder.replayed(TestParallel.inline());
            Store<String, String> shuffled = newStore(interpreter());
            List<TestChange> again = new ArrayList<>();
            history.forEach(change -> again.add(change.again()));
            if (shuffled.replay() == Store.Replay.ANY_ORDER) {
                Collections.shuffle(again, random);
            }
            again.forEach(change -> change.applyTo(shuffled));
            shuffled.replayed(TestParallel.inline());

            assertThat(shuffled.entry("k"))
                    .as("seed %d, round %d: %s", seed, round, again)
                    .isEqualTo(inOrder.entry("k"));
            inOrder.close();
            shuffled.close();
        }
    }

    @Test
    void survivorsAreInterpretedOnceAndSupersededValuesNever() {
        List<TestChange> versions = new ArrayList<>();
        for (int version = 3; version >= 0; version--) {
            for (int i = 0; i < 3_000; i++) {
                versions.add(at(0, version * 3_000L + i, 10).pending("key-" + i, "version " + version));
            }
        }
        replay(versions.toArray(TestChange[]::new));
        assertThat(store().size()).isEqualTo(3_000);

        store().replayed(TestParallel.threads(4));

        assertThat(store().size()).isEqualTo(3_000);
        assertThat(contents(store())).hasSize(3_000).allSatisfy((key, value) -> assertThat(value)
                .isEqualTo("version 3"));
        for (int i = 0; i < 3_000; i++) {
            store().get("key-" + i);
        }
        assertThat(interpreter().times()).hasSize(3_000).allSatisfy((place, times) -> {
            assertThat(times).as(place).isEqualTo(1);
            assertThat(Long.parseLong(place.substring(2))).isGreaterThanOrEqualTo(9_000);
        });
    }

    @Test
    void theInterpreterMayRejectAKeyOrLetItLeave() {
        List<TestChange> changes = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            String[] values = {"good", ContractInterpreter.REJECT, ContractInterpreter.LEAVE};
            changes.add(at(0, i, 10).pending("key-" + i, values[i % 3]));
        }
        replay(changes.toArray(TestChange[]::new));

        store().replayed(TestParallel.threads(4));

        assertThat(store().size()).isEqualTo(2_000);
        assertThat(contents(store()))
                .hasSize(2_000)
                .containsEntry("key-0", "good")
                .containsEntry("key-1", "!");
        assertThat(store().entry("key-2")).isNull();
        assertThatThrownBy(() -> store().get("key-1")).isInstanceOf(RejectedRecordException.class);
        assertThat(apply(at(0, 3_000, 10).put("key-2", "a"))).isEqualTo(Applied.ADDED);
        assertThat(apply(at(0, 3_001, 10).put("key-1", "b"))).isEqualTo(Applied.REPLACED);
    }

    @Test
    void headersReachTheInterpreter() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("more", "header".getBytes(UTF_8));
        replay(at(0, 1, 10).pending("k", "value").with(headers));
        replayed();

        assertThat(store().get("k")).isEqualTo("value+header");
    }

    @Test
    void aTombstoneKeepsOlderRecordsAwayUntilReplayed() {
        replay(
                at(0, 9, 10).remove("k"),
                at(0, 8, 10).pending("k", "older"),
                at(0, 7, 99).pending("k", "oldest"));
        assertThat(store().size()).isZero();
        assertThat(store().get("k")).isNull();

        replayed();

        assertThat(store().get("k")).isNull();
        assertThat(contents(store())).isEmpty();
        assertThat(interpreter().times()).isEmpty();
    }

    @Test
    void pendingValuesCanBeReadBeforeReplayed() {
        replay(at(0, 1, 10).pending("a", "1"), at(0, 2, 10).pending("b", ContractInterpreter.LEAVE));
        replay(at(0, 3, 10).pending("c", ContractInterpreter.REJECT));

        assertThat(store().get("a")).isEqualTo("1");
        assertThat(store().entry("b")).isNull();
        assertThatThrownBy(() -> store().get("c")).isInstanceOf(RejectedRecordException.class);
        assertThat(contents(store())).isEqualTo(Map.of("a", "1", "c", "!"));
        assertThat(store().size()).isEqualTo(3);
        replayed();
        assertThat(store().size()).isEqualTo(2);
    }

    @Test
    void aDecodedReplayIsReadableAsItGoes() {
        replay(at(0, 1, 10).put("k", "a"));
        assertThat(store().get("k")).isEqualTo("a");
        replay(at(0, 2, 10).put("k", "b"));
        assertThat(store().get("k")).isEqualTo("b");
        replay(at(0, 3, 10).remove("k"));
        assertThat(store().get("k")).isNull();
        assertThat(store().size()).isZero();
    }

    @Test
    void growsAndShrinksAndGrowsAgain() {
        int keys = 50_000;
        replayed();
        for (int round = 0; round < 2; round++) {
            long offset = 2L * round * keys;
            for (int i = 0; i < keys; i++) {
                expect(Applied.ADDED, at(0, offset + i, 10).put("key-" + i, "value"));
            }
            assertThat(store().size()).isEqualTo(keys);
            assertThat(contents(store())).hasSize(keys);
            for (int i = 0; i < keys; i++) {
                if (i % 1_000 != 0 || round == 0) {
                    expect(Applied.REMOVED, at(0, offset + keys + i, 10).remove("key-" + i));
                }
            }
        }
        assertThat(store().size()).isEqualTo(50);
        assertThat(contents(store())).hasSize(50).containsKey("key-49000");
    }

    @Test
    void bytesGrowWithTheEntriesAndShrinkWithThem() {
        replayed();
        long empty = store().bytes();
        for (int i = 0; i < 10_000; i++) {
            apply(at(0, i, 10).put("key-" + i, "value"));
        }
        long full = store().bytes();
        for (int i = 0; i < 10_000; i++) {
            apply(at(0, 10_000 + i, 10).remove("key-" + i));
        }

        if (full != 0) { // a store that cannot tell says 0
            assertThat(full).isGreaterThan(empty + 10_000 * 10);
            assertThat(store().bytes()).isLessThan(empty + (full - empty) / 4);
        }
    }

    @Test
    void keysOfOneHashAreToldApart() {
        List<String> keys = new ArrayList<>(List.of(""));
        for (int i = 0; i < 9; i++) {
            List<String> longer = new ArrayList<>();
            keys.forEach(key -> longer.addAll(Arrays.asList(key + "Aa", key + "BB")));
            keys = longer;
        }
        assertThat(keys.stream().map(String::hashCode).distinct()).hasSize(1);
        List<TestChange> changes = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            changes.add(at(0, i, 10).pending(keys.get(i), keys.get(i)));
        }
        replay(changes.toArray(TestChange[]::new));
        replayed();

        for (int i = 0; i < keys.size(); i += 2) {
            expect(Applied.REMOVED, at(0, 1_000 + i, 10).remove(keys.get(i)));
        }

        for (int i = 0; i < keys.size(); i++) {
            assertThat(store().get(keys.get(i))).isEqualTo(i % 2 == 0 ? null : keys.get(i));
        }
        assertThat(store().size()).isEqualTo(256);
    }
}
