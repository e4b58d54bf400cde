package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kafkacache.scripted.ScriptedTransaction;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bookmarkable and Resumable: a listener that leaves and comes back with its last token is told as if it had stayed. */
class ListenResumeTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @RegisterExtension
    final TestTopic topic = new TestTopic(2);

    private final Follower follower = new Follower();

    private void settle() {
        topic.log.advance(SECOND);
    }

    private void leave() {
        settle();
        follower.leave();
    }

    @Test
    void itGoesOnExactlyBehindItsToken() {
        KafkaCache<String, String> users = topic.openReady();
        topic.log.append(0, "ann", "1");
        follower.listen(users, ListenOptions.stateFirst());
        leave();
        topic.log.append(0, "ann", "2");
        topic.log.append(1, "bob", "1");
        topic.log.delete(0, "ann");
        settle();
        follower.told.clear();
        follower.listen(users, ListenOptions.stateFirst());
        topic.log.append(1, "bob", "2");
        settle();

        assertThat(follower.told)
                .containsExactlyInAnyOrder("0@1 PUT ann=2", "0@2 DELETE ann", "1@0 PUT bob=1", "1@1 PUT bob=2")
                .containsSubsequence("0@1 PUT ann=2", "0@2 DELETE ann")
                .containsSubsequence("1@0 PUT bob=1", "1@1 PUT bob=2");
        assertThat(follower.dones).isEqualTo(2);
    }

    /** For any schedule of records, steps and departures, also in the middle of a callback, on one cache or from one to the other. */
    @Test
    void whoeverLeavesAndComesBackIsToldAsIfItHadStayed() {
        for (long seed = 0; seed < 60; seed++) {
            try {
                new Schedule(seed).run(topic);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    /** Two partitioners: replicas agree on what stands, not on the order in which it came. */
    @Test
    void keysOnSeveralPartitionsEndInTheSameStateOrInGone() {
        int gone = 0;
        for (long seed = 0; seed < 60; seed++) {
            Schedule schedule = new Schedule(1_000 + seed);
            try {
                gone += schedule.runMixed(topic);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }

        assertThat(gone).as("where the order was another one").isPositive();
    }

    @Test
    void anotherReplicaServesTheToken() {
        KafkaCache<String, String> one = topic.openReady();
        KafkaCache<String, String> other = topic.openReady();
        follower.listen(one, ListenOptions.stateFirst());
        topic.log.append(0, "ann", "1");
        leave();
        topic.log.append(0, "ann", "2");
        follower.listen(other, ListenOptions.stateFirst());
        settle();

        assertThat(follower.told).containsExactly("0@0 PUT ann=1", "0@1 PUT ann=2");
        assertThat(follower.gone).isEmpty();
    }

    @Test
    void afterARestartItIsServedWhereNothingWasMissed() {
        KafkaCache<String, String> first = topic.openReady();
        topic.log.append(0, "ann", "1");
        follower.listen(first, ListenOptions.stateFirst());
        leave();
        first.close();
        KafkaCache<String, String> second = topic.openReady();
        follower.listen(second, ListenOptions.stateFirst());
        topic.log.append(0, "ann", "2");
        settle();

        assertThat(follower.told).endsWith("0@1 PUT ann=2");
        assertThat(follower.gone).isEmpty();
    }

    @Test
    void afterARestartItIsGoneWhereSomethingWas() {
        KafkaCache<String, String> first = topic.openReady();
        follower.listen(first, ListenOptions.stateFirst());
        leave();
        first.close();
        topic.log.append(0, "ann", "1");
        KafkaCache<String, String> second = topic.openReady();
        follower.listen(second, ListenOptions.stateFirst());
        settle();

        assertThat(follower.told).isEmpty();
        assertThat(follower.gone).singleElement().asString().contains("offset 1 of partition 0, behind 0");
    }

    @Test
    void theWindowPassedIsGone() {
        KafkaCache<String, String> users = topic.openReady(b -> b.history(5, 1_000_000));
        follower.listen(users, ListenOptions.stateFirst());
        leave();
        topic.fill(0, 6);
        settle();
        follower.listen(users, ListenOptions.stateFirst());
        settle();

        assertThat(follower.told).isEmpty();
        assertThat(follower.gone).singleElement().asString().contains("5 updates or 1000000 bytes");
    }

    @Test
    void withoutAHistoryNobodyResumes() {
        KafkaCache<String, String> users = topic.openReady(b -> b.history(0, 0));
        follower.listen(users, ListenOptions.stateFirst());
        leave();
        topic.fill(0, 1);
        settle();
        follower.listen(users, ListenOptions.stateFirst());
        settle();

        assertThat(follower.gone).hasSize(1);
    }

    @Test
    void anotherTopicOfThatNameIsGone() {
        KafkaCache<String, String> first = topic.openReady();
        follower.listen(first, ListenOptions.stateFirst());
        leave();
        first.close();
        topic.log.deleteTopic();
        topic.log.createTopic(2);
        follower.listen(topic.openReady(), ListenOptions.stateFirst());
        settle();

        assertThat(follower.gone).singleElement().asString().contains("deleted and made again");
    }

    @Test
    void entriesOfAnotherVersionAreGone() {
        KafkaCache<String, String> first = topic.openReady();
        follower.listen(first, ListenOptions.stateFirst());
        leave();
        ResolvedCache<String, String, String, String> second =
                topic.closing(topic.builder().filter("v2", (key, value) -> true).open());
        second.awaitReady(TestTopic.PATIENCE);
        follower.listen(second, ListenOptions.stateFirst());
        settle();

        assertThat(follower.gone).singleElement().asString().contains("version ''", "version 'v2'");
    }

    /** A window lacks keys of which no record comes any more: whoever was told its state would never learn of them. */
    @Test
    void theStateOfAWindowIsGoneForAWholeCache() {
        topic.log.append(0, "ann", "1");
        KafkaCache<String, String> whole = topic.openReady();
        KafkaCache<String, String> window = topic.openReady(b -> b.startAt(StartAt.offsets(Map.of(0, 1L))));
        follower.listen(window, ListenOptions.stateFirst());
        topic.log.append(0, "bob", "1");
        leave();

        follower.listen(whole, ListenOptions.stateFirst());
        settle();

        assertThat(follower.gone).singleElement().asString().contains("from offsets {0=1}");
    }

    /** Kept entries are not those of a cache whose reads fail. */
    @Test
    void theStateUnderOtherConsequencesIsGone() {
        KafkaCache<String, String> failing = topic.openReady();
        KafkaCache<String, String> keeping = topic.openReady(b -> b.onRejected(OnRejected.KEEP_PREVIOUS));
        follower.listen(keeping, ListenOptions.stateFirst());
        topic.log.append(0, "bob", "1");
        leave();

        follower.listen(failing, ListenOptions.stateFirst());
        settle();

        assertThat(follower.gone).singleElement().asString().contains("KEEP_PREVIOUS");
    }

    /** What one of them shows the other one may have removed. */
    @Test
    void theStateOfACacheThatJudgesNothingIsGone() {
        topic.log.append(0, "ann", "a secret");
        KafkaCache<String, String> lax = topic.openReady(b -> b.onRejected(OnRejected.REMOVE));
        KafkaCache<String, String> strict = topic.openReady(b -> b.onRejected(OnRejected.REMOVE)
                .validateReads(Validator.rule("has no spaces", (key, value) -> !value.contains(" "))));
        follower.listen(lax, ListenOptions.stateFirst());
        leave();

        follower.listen(strict, ListenOptions.stateFirst());
        settle();

        assertThat(follower.gone).singleElement().asString().contains("reads judged");
    }

    /** An uncommitted cache may have told of records that were aborted, and one that keeps what was trimmed of entries that left elsewhere. */
    @ParameterizedTest
    @CsvSource({"true,uncommitted", "false,keeps what was trimmed"})
    void theStateOfACacheThatShowsMoreIsGone(boolean uncommitted, String told) {
        KafkaCache<String, String> usual = topic.openReady();
        KafkaCache<String, String> more =
                topic.openReady(b -> uncommitted ? b.isolation(Isolation.READ_UNCOMMITTED) : b.followRetention(false));
        follower.listen(more, ListenOptions.stateFirst());
        topic.log.append(0, "bob", "1");
        leave();

        follower.listen(usual, ListenOptions.stateFirst());
        settle();

        assertThat(follower.gone).singleElement().asString().contains("version ' " + told + "'", "version ''");
    }

    /** What they show depends on what compaction had left when each of them read it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whereReplicasMayDifferATokenIsGoodForItsOwnCacheOnly(boolean judging) {
        UnaryOperator<Builder<String, String, String, String, KafkaCache<String, String>>> options = b -> judging
                ? b.validateMutations(MutationValidator.rule("grows", change -> true))
                : b.onRejected(OnRejected.KEEP_PREVIOUS);
        KafkaCache<String, String> users = topic.openReady(options);
        KafkaCache<String, String> other = topic.openReady(options);
        follower.listen(users, ListenOptions.stateFirst());
        topic.log.append(0, "bob", "1");
        leave();
        follower.listen(users, ListenOptions.stateFirst());
        leave();
        boolean ownIsGone = !follower.gone.isEmpty();

        follower.listen(other, ListenOptions.stateFirst());
        settle();

        assertThat(ownIsGone).isFalse();
        assertThat(follower.gone).singleElement().asString().contains("KEEP_PREVIOUS or validateMutations");
    }

    @Test
    void garbageIsRefusedAtTheCall() {
        KafkaCache<String, String> users = topic.openReady();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> users.listen(ListenOptions.<String>fromNow().resume("garbage"), follower))
                .withMessageContaining("resume token");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> users.asPublisher(ListenOptions.<String>fromNow().resume("")));
    }

    @Test
    void onAQuietTopicOfMarkersBookmarksMove() {
        KafkaCache<String, String> users = topic.openReady();
        follower.listen(users, ListenOptions.stateFirst());
        settle();
        String first = Objects.requireNonNull(follower.token);
        ScriptedTransaction aborted = topic.log.begin();
        aborted.append(0, "ann", "1");
        aborted.abort();
        topic.log.advance(Duration.ofSeconds(6));

        assertThat(follower.told).isEmpty();
        assertThat(follower.token).isNotEqualTo(first);
    }

    @Test
    void aFilteredListenerStaysResumable() {
        KafkaCache<String, String> users = topic.openReady(b -> b.history(20, 1_000_000));
        ListenOptions<String> ann = ListenOptions.<String>stateFirst().prefix("ann");
        follower.listen(users, ann);
        for (int i = 0; i < 100; i++) {
            topic.log.append(0, "bob", "v" + i);
            settle();
        }
        follower.leave();
        topic.log.append(0, "ann", "1");
        settle();
        follower.listen(users, ann);
        settle();

        assertThat(follower.told).containsExactly("0@100 PUT ann=1");
    }

    @Test
    void aSlowListenerIsToldTheLastOfEachKeyAndHoldsUpNobody() {
        KafkaCache<String, String> users = topic.openReady();
        follower.listen(users, ListenOptions.<String>stateFirst().coalescing().maxPending(10));
        settle();
        follower.within = () -> {
            follower.within = () -> {};
            for (int i = 0; i < 1_000; i++) {
                topic.log.append(0, "k" + i % 5, "v" + i);
            }
            users.sync().join();
        };
        topic.log.append(0, "ann", "1");
        topic.log.advance(Duration.ofSeconds(2));

        assertThat(follower.told)
                .containsExactly(
                        "0@0 PUT ann=1",
                        "0@996 PUT k0=v995",
                        "0@997 PUT k1=v996",
                        "0@998 PUT k2=v997",
                        "0@999 PUT k3=v998",
                        "0@1000 PUT k4=v999");
        follower.leave();
        assertThat(follower.told).hasSize(6);
    }

    @Test
    @Timeout(60)
    void underThreadsToo() {
        topic.log.threaded();
        KafkaCache<String, String> users = topic.openReady();
        follower.listen(users, ListenOptions.fromNow());
        while (follower.token == null) {
            Thread.onSpinWait();
        }
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 3_000; i++) {
                topic.log.append(i % 2, "k" + i % 8, "v" + i);
            }
        });

        for (int i = 0; i < 50; i++) {
            follower.leave();
            String last = follower.token;
            follower.listen(users, ListenOptions.fromNow());
            while (Objects.equals(follower.token, last) && !writing.isDone()) {
                Thread.onSpinWait();
            }
        }
        writing.join();
        while (follower.told.size() < 3_000) {
            Thread.onSpinWait();
        }
        follower.leave();
        follower.listen(users, ListenOptions.fromNow());
        while (follower.told.size() < 3_000) {
            Thread.onSpinWait();
        }

        for (int p = 0; p < 2; p++) {
            int partition = p;
            assertThat(Schedule.of(follower, p + "@"))
                    .isEqualTo(IntStream.range(0, 1_500)
                            .map(i -> 2 * i + partition)
                            .mapToObj(i -> partition + "@" + i / 2 + " PUT k" + i % 8 + "=v" + i)
                            .toList());
        }
        assertThat(follower.gone).isEmpty();
    }

    /** One random run, made again by its seed. */
    private static final class Schedule {
        private final Random random;

        Schedule(long seed) {
            this.random = new Random(seed);
        }

        void run(TestTopic topic) {
            boolean two = random.nextBoolean();
            KafkaCache<String, String> home = topic.openReady();
            KafkaCache<String, String> away = two ? topic.openReady() : home;
            disorder(topic);
            Follower stays = new Follower();
            Follower leaves = new Follower();
            ListenOptions<String> options = options();
            stays.listen(home, options);
            leaves.listen(home, options);
            topic.log.runUntilIdle();
            for (int i = 0; i < 80; i++) {
                act(topic, random.nextBoolean() ? home : away, leaves, options);
            }
            topic.log.advance(Duration.ofSeconds(10));

            assertThat(leaves.gone).isEmpty();
            assertThat(leaves.state).isEqualTo(stays.state);
            if (!options.isCoalescing()) {
                for (String partition : List.of("0@", "1@")) {
                    assertThat(of(leaves, partition)).isEqualTo(of(stays, partition));
                }
                if (!two) {
                    assertThat(leaves.told).isEqualTo(stays.told);
                }
            }
            topic.log.faults().heal();
            home.close();
            away.close();
        }

        /** One replica may be ahead of the other, and read the partitions in another order. */
        private void disorder(TestTopic topic) {
            topic.log.ordering(random.nextLong());
            if (random.nextBoolean()) {
                topic.log.faults().pollLimit(1 + random.nextInt(3));
            }
        }

        /** Says how often it was gone. */
        int runMixed(TestTopic topic) {
            KafkaCache<String, String> home = topic.openReady();
            KafkaCache<String, String> away = topic.openReady();
            disorder(topic);
            Follower leaves = new Follower();
            ListenOptions<String> options = ListenOptions.stateFirst();
            leaves.listen(home, options);
            topic.log.runUntilIdle();
            int gone = 0;
            for (int i = 0; i < 60; i++) {
                topic.log.append(
                        random.nextInt(2),
                        "k" + random.nextInt(4),
                        "v" + random.nextInt(1_000),
                        topic.log.now().plusMillis(random.nextInt(100)));
                steps(topic, random.nextInt(6));
                if (random.nextInt(4) == 0 && leaves.token != null) {
                    gone += leaves.gone.size();
                    leaves.comeBack(random.nextBoolean() ? home : away, options);
                }
                if (random.nextInt(8) == 0) {
                    topic.log.advance(Duration.ofMillis(1_100));
                }
            }
            topic.log.advance(Duration.ofSeconds(10));
            if (!leaves.gone.isEmpty()) {
                leaves.comeBack(home, options);
                topic.log.advance(Duration.ofSeconds(10));
            }

            Map<String, String> shown = new HashMap<>();
            home.forEach(entry -> shown.put(entry.key(), entry.value()));
            assertThat(leaves.state).isEqualTo(shown);
            topic.log.faults().heal();
            home.close();
            away.close();
            return gone;
        }

        private ListenOptions<String> options() {
            ListenOptions<String> options = random.nextBoolean() ? ListenOptions.fromNow() : ListenOptions.stateFirst();
            ListenOptions<String> keys = random.nextInt(3) == 0 ? options.prefix("k1") : options;
            return random.nextInt(4) == 0 ? keys.coalescing() : keys;
        }

        private void act(
                TestTopic topic, KafkaCache<String, String> next, Follower leaves, ListenOptions<String> options) {
            switch (random.nextInt(12)) {
                case 0 -> leaveAndComeBack(next, leaves, options);
                case 1 ->
                    leaves.within = () -> {
                        leaves.within = () -> {};
                        leaveAndComeBack(next, leaves, options);
                    };
                case 2 -> topic.log.advance(Duration.ofMillis(random.nextInt(3_000)));
                case 3 -> topic.log.runUntilIdle();
                case 4, 5 -> steps(topic, random.nextInt(30));
                case 6 -> { // right behind a bookmark, which the other replica may not have reached
                    topic.log.advance(Duration.ofMillis(1_100));
                    append(topic);
                    steps(topic, random.nextInt(8));
                    leaveAndComeBack(next, leaves, options);
                }
                default -> append(topic);
            }
        }

        private static void steps(TestTopic topic, int steps) {
            for (int i = steps; i > 0; i--) {
                topic.log.step();
            }
        }

        private static void leaveAndComeBack(
                KafkaCache<String, String> next, Follower leaves, ListenOptions<String> options) {
            if (leaves.token != null) { // before its first token there is nothing to come back to
                leaves.leave();
                leaves.listen(next, options);
            }
        }

        private void append(TestTopic topic) {
            int key = random.nextInt(20);
            if (random.nextInt(4) == 0) {
                topic.log.delete(key % 2, "k" + key);
            } else {
                topic.log.append(key % 2, "k" + key, "v" + random.nextInt(1_000));
            }
        }

        private static List<String> of(Follower follower, String partition) {
            return List.copyOf(follower.told).stream()
                    .filter(line -> line.startsWith(partition))
                    .toList();
        }
    }
}
