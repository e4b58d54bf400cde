package io.kafkacache.testing;

import static io.kafkacache.testing.TestChange.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Applied;
import io.kafkacache.Entry;
import io.kafkacache.Positions;
import io.kafkacache.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a store of several partitions remembers of removals, and what it does when records are gone from the topic. */
abstract class StoreRemovalsContract extends StoreOrderContract {
    private static final long RETENTION = 1_000;

    /** Forgets what was applied before this call; to be called twice, as the first only says when it was applied. */
    private boolean forgetAt(long nanos) {
        return store().forgetRemovals(nanos, nanos - RETENTION);
    }

    @Test
    void aRememberedRemovalKeepsOlderRecordsOfOtherPartitionsAway() {
        store().rememberRemovals();
        replayed();
        apply(at(0, 1, 10).put("k", "a"));

        assertThat(apply(at(0, 2, 20).remove("k"))).isEqualTo(Applied.REMOVED);
        assertThat(apply(at(1, 1, 15).put("k", "older"))).isEqualTo(Applied.OLDER);

        assertThat(store().get("k")).isNull();
        assertThat(store().entry("k")).isNull();
        assertThat(store().size()).isZero();
        assertThat(contents(store())).isEmpty();
        store().commit(Positions.none());
        try (var view = store().view()) {
            assertThat(view.size()).isZero();
            assertThat(collected(view::forEach)).isEmpty();
        }
        assertThat(apply(at(1, 2, 21).put("k", "newer"))).isEqualTo(Applied.ADDED);
        assertThat(store().get("k")).isEqualTo("newer");
    }

    @Test
    void aRemovalMetInReplayIsRememberedToo() {
        store().rememberRemovals();
        replay(at(0, 1, 20).remove("k"), at(0, 2, 20).pending("l", ContractInterpreter.LEAVE));
        replayed();

        assertThat(apply(at(1, 1, 15).put("k", "older"))).isEqualTo(Applied.OLDER);
        assertThat(apply(at(1, 2, 15).put("l", "older"))).isEqualTo(Applied.OLDER);

        assertThat(store().size()).isZero();
        forgetAt(0);
        forgetAt(RETENTION + 1);
        assertThat(store().standing("k").partitions()).containsExactly(1); // for the removal still keeps that away
        assertThat(contents(store())).isEmpty();
    }

    @Test
    void whereTheRemovalsTimestampGoesBackTheOtherPartitionCounts() {
        store().rememberRemovals();
        replayed();
        apply(at(0, 1, 20).put("k", "a"));
        apply(at(1, 1, 15).put("k", "b"));
        apply(at(0, 2, 30).remove("k"));
        TestChange back = at(0, 3, 10).remove("k").wantingPrevious();

        assertThat(apply(back)).isEqualTo(Applied.ADDED);

        assertThat(store().get("k")).isEqualTo("b");
        assertThat(back.toldCurrent()).isEqualTo(store().entry("k"));
        assertThat(store().size()).isEqualTo(1);
    }

    @Test
    void removalsAreForgottenWhenTheirTimeIsOver() {
        store().rememberRemovals();
        replayed();
        apply(at(0, 1, 20).remove("early"));
        forgetAt(0);
        apply(at(0, 2, 20).remove("late"));
        boolean tooEarly = forgetAt(RETENTION);
        assertThat(store().standing("early").newestMillis()).isEqualTo(20);

        boolean forgotten = forgetAt(RETENTION + 1);

        assertThat(tooEarly).isFalse();
        assertThat(forgotten).isTrue();
        assertThat(store().standing("early")).isEqualTo(Standing.NOWHERE);
        assertThat(store().standing("late").newestMillis()).isEqualTo(20);
        assertThat(apply(at(1, 1, 10).put("early", "older"))).isEqualTo(Applied.ADDED);
        assertThat(apply(at(1, 2, 10).put("late", "older"))).isEqualTo(Applied.OLDER);
    }

    @Test
    void aRemovalStaysWhileItKeepsAnOlderValueAway() {
        store().rememberRemovals();
        replayed();
        apply(at(1, 1, 10).put("k", "older"));
        apply(at(0, 1, 20).remove("k"));
        forgetAt(0);

        assertThat(forgetAt(RETENTION + 1)).isFalse();

        assertThat(store().get("k")).isNull();
        assertThat(store().standing("k")).isEqualTo(new Standing(List.of(1), 20));
        apply(at(1, 2, 11).remove("k"));
        forgetAt(2 * RETENTION);
        forgetAt(4 * RETENTION);
        assertThat(store().standing("k")).isEqualTo(Standing.NOWHERE);
    }

    /** Unlike a tombstone, such a record stays in the topic. */
    @Test
    void hiddenKeysAreRememberedUntilTheirRecordIsGone() {
        store().rememberRemovals();
        replay(at(0, 1, 20).pending("replayed", ContractInterpreter.LEAVE));
        replayed();
        apply(at(0, 2, 20).hide("live"));
        apply(at(0, 3, 20).hide("stays"));
        forgetAt(0);
        assertThat(forgetAt(RETENTION + 1)).isFalse();
        apply(at(1, 1, 10).put("replayed", "older"));
        apply(at(1, 2, 10).put("live", "older"));
        apply(at(1, 3, 10).put("stays", "older"));
        assertThat(contents(store())).isEmpty();
        List<String> came = new ArrayList<>();

        store().purge((source, offset) -> source.partition() == 0 && offset < 3, (before, after) -> {
            assertThat(before).isNull();
            came.add(Objects.requireNonNull(after).key());
        });

        assertThat(contents(store())).containsOnlyKeys("replayed", "live");
        assertThat(store().size()).isEqualTo(2);
        assertThat(came).containsExactlyInAnyOrder("replayed", "live");
        assertThat(store().standing("live")).isEqualTo(new Standing(List.of(1), 10));
        assertThat(store().standing("stays")).isEqualTo(new Standing(List.of(1), 20));
        assertThat(apply(at(0, 9, 30).put("stays", "newer"))).isEqualTo(Applied.ADDED);
    }

    @Test
    void memoryOfHiddenKeysComesBackWithTheirRecords() {
        store().rememberRemovals();
        replayed();
        long empty = store().bytes();
        for (int i = 0; i < 10_000; i++) {
            apply(at(0, i, 20).hide("key-" + i));
        }
        long full = store().bytes();

        store().purge((source, offset) -> true, (before, after) -> {});

        if (full != 0) { // a store that cannot tell says 0
            assertThat(full).isGreaterThan(empty + 10_000 * 10);
            assertThat(store().bytes()).isLessThan(empty + (full - empty) / 4);
        }
        assertThat(store().standing("key-0")).isEqualTo(Standing.NOWHERE);
    }

    @Test
    void onePartitionAloneRemembersNothing() {
        replayed();
        apply(at(0, 1, 10).put("k", "a"));
        apply(at(0, 2, 20).remove("k"));

        assertThat(store().standing("k")).isEqualTo(Standing.NOWHERE);
    }

    @Test
    void memoryOfRemovalsComesBack() {
        store().rememberRemovals();
        replayed();
        long empty = store().bytes();
        for (int i = 0; i < 10_000; i++) {
            apply(at(0, i, 20).remove("key-" + i));
        }
        long full = store().bytes();
        for (int i = 0; i < 5_000; i++) {
            apply(at(0, 10_000 + i, 30).put("key-" + i, "again")); // these are superseded
            apply(at(0, 20_000 + i, 40).remove("key-" + i));
        }
        assertThat(store().size()).isZero();
        assertThat(store().bytes()).isLessThanOrEqualTo(full + full / 4);

        forgetAt(0);
        forgetAt(RETENTION + 1);

        if (full != 0) { // a store that cannot tell says 0
            assertThat(full).isGreaterThan(empty + 10_000 * 10);
            assertThat(store().bytes()).isLessThan(empty + (full - empty) / 4);
        }
        assertThat(store().standing("key-0")).isEqualTo(Standing.NOWHERE);
    }

    @Test
    void standingTellsPartitionsAndTheNewestTime() {
        store().rememberRemovals();
        replayed();

        assertThat(store().standing("k")).isEqualTo(Standing.NOWHERE);
        apply(at(0, 1, 10).put("k", "a"));
        assertThat(store().standing("k")).isEqualTo(new Standing(List.of(0), 10));
        apply(at(2, 1, 30).remove("k"));
        assertThat(store().standing("k")).isEqualTo(new Standing(List.of(0), 30));
        apply(at(1, 1, 20).put("k", "b"));
        assertThat(store().standing("k").partitions()).containsExactlyInAnyOrder(0, 1);
        apply(at(0, 2, 5).remove("k"));
        assertThat(store().standing("k")).isEqualTo(new Standing(List.of(1), 30));
    }

    @Test
    void aPurgeTakesWhatIsGoneAndTells() {
        store().rememberRemovals();
        replayed();
        apply(at(0, 1, 10).put("gone", "a"));
        apply(at(0, 9, 10).put("stays", "b"));
        apply(at(0, 2, 20).put("another", "c"));
        apply(at(1, 1, 10).put("another", "d"));
        apply(at(1, 2, 20).put("hidden", "e"));
        apply(at(0, 3, 10).put("hidden", "f"));
        Entry<String, String> gone = standing("gone");
        Entry<String, String> before = standing("another");
        List<Entry<String, String>> told = new ArrayList<>();

        store().purge((source, offset) -> source.partition() == 0 && offset < 5, (left, came) -> {
            told.add(left);
            if (came != null) {
                told.add(came);
            }
        });

        assertThat(contents(store())).isEqualTo(java.util.Map.of("stays", "b", "another", "d", "hidden", "e"));
        assertThat(store().size()).isEqualTo(3);
        assertThat(told).containsExactlyInAnyOrder(gone, before, standing("another"));
        assertThat(store().standing("hidden").partitions()).containsExactly(1);
        assertThat(apply(at(0, 10, 10).put("gone", "again"))).isEqualTo(Applied.ADDED);
    }

    @Test
    void aPurgeBringsNothingBackThatARemovalKeepsAway() {
        store().rememberRemovals();
        replayed();
        apply(at(1, 1, 10).put("k", "older"));
        apply(at(0, 1, 20).remove("k"));
        apply(at(2, 1, 30).put("k", "newer"));

        store().purge((source, offset) -> source.partition() != 1, (before, after) -> assertThat(after)
                .isNull());

        assertThat(contents(store())).isEmpty();
    }

    @Test
    void everyPartitionTellsByWhichRecordItHoldsAKey() {
        store().rememberRemovals();
        replay(
                at(0, 7, 10).pending("k", "a"),
                at(1, 8, 20).pending("k", "b"),
                at(2, 9, 30).remove("k"));
        replayed();
        apply(at(3, 10, 5).hide("k"));
        apply(at(0, 10, 10).put("l", "c"));
        apply(at(0, 12, 20).retain("l"));

        assertThat(store().heldBy("k", 0)).isEqualTo(7);
        assertThat(store().heldBy("k", 1)).isEqualTo(8);
        assertThat(store().heldBy("k", 2)).isEqualTo(-1);
        assertThat(store().heldBy("k", 3)).isEqualTo(10);
        assertThat(store().heldBy("l", 0)).isEqualTo(12);
        assertThat(store().heldBy("l", 1)).isEqualTo(-1);
        assertThat(store().heldBy("m", 0)).isEqualTo(-1);
    }

    @Test
    void aRetainedEntryGoesWithTheRejectedRecord() {
        replayed();
        apply(at(0, 1, 10).put("k", "a"));
        apply(at(0, 5, 20).retain("k"));

        store().purge((source, offset) -> offset < 5, (before, after) -> {});
        assertThat(store().get("k")).isEqualTo("a");

        store().purge((source, offset) -> offset < 6, (before, after) -> {});
        assertThat(store().get("k")).isNull();
    }

    @Test
    void aPurgeOfAlmostAllGivesItsMemoryBack() {
        replayed();
        long empty = store().bytes();
        for (int i = 0; i < 50_000; i++) {
            apply(at(0, i, 10).put("key-" + i, "value"));
        }
        long full = store().bytes();

        store().purge((source, offset) -> offset % 1_000 != 0, (before, after) -> {});

        assertThat(store().size()).isEqualTo(50);
        assertThat(contents(store())).hasSize(50).containsKey("key-49000");
        if (full != 0) {
            assertThat(store().bytes()).isLessThan(empty + (full - empty) / 4);
        }
        for (int i = 0; i < 50_000; i++) {
            expect(
                    i % 1_000 == 0 ? Applied.REPLACED : Applied.ADDED,
                    at(0, 100_000 + i, 10).put("key-" + i, "again"));
        }
    }
}
