package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.scripted.ScriptedTransaction;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bookmarkable and Resumable: a listener that leaves and comes back with its last token is told as if it had stayed. */
class ListenResumeTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(2);

    private final Follower follower = new Follower();

    @Test
    void itGoesOnExactlyBehindItsToken() {
        KafkaCache<String, String> users = topic.openReady();
        topic.log.append(0, "ann", "1");
        follower.listen(users, ListenOptions.stateFirst());
        follower.leaveSettled(topic);
        topic.log.append(0, "ann", "2");
        topic.log.append(1, "bob", "1");
        topic.log.delete(0, "ann");
        topic.settle();
        follower.told.clear();
        follower.listen(users, ListenOptions.stateFirst());
        topic.log.append(1, "bob", "2");
        topic.settle();

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
                new ListenSchedule(seed).run(topic);
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
            ListenSchedule schedule = new ListenSchedule(1_000 + seed);
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
        follower.leaveSettled(topic);
        topic.log.append(0, "ann", "2");
        follower.listen(other, ListenOptions.stateFirst());
        topic.settle();

        assertThat(follower.told).containsExactly("0@0 PUT ann=1", "0@1 PUT ann=2");
        assertThat(follower.gone).isEmpty();
    }

    @Test
    void afterARestartItIsServedWhereNothingWasMissed() {
        KafkaCache<String, String> first = topic.openReady();
        topic.log.append(0, "ann", "1");
        follower.listen(first, ListenOptions.stateFirst());
        follower.leaveSettled(topic);
        first.close();
        KafkaCache<String, String> second = topic.openReady();
        follower.listen(second, ListenOptions.stateFirst());
        topic.log.append(0, "ann", "2");
        topic.settle();

        assertThat(follower.told).endsWith("0@1 PUT ann=2");
        assertThat(follower.gone).isEmpty();
    }

    @Test
    void afterARestartItIsGoneWhereSomethingWas() {
        KafkaCache<String, String> first = topic.openReady();
        follower.listen(first, ListenOptions.stateFirst());
        follower.leaveSettled(topic);
        first.close();
        topic.log.append(0, "ann", "1");
        KafkaCache<String, String> second = topic.openReady();
        follower.listen(second, ListenOptions.stateFirst());
        topic.settle();

        assertThat(follower.told).isEmpty();
        assertThat(follower.gone).singleElement().asString().contains("offset 1 of partition 0, behind 0");
    }

    @Test
    void theWindowPassedIsGone() {
        KafkaCache<String, String> users = topic.openReady(b -> b.history(5, 1_000_000));
        follower.listen(users, ListenOptions.stateFirst());
        follower.leaveSettled(topic);
        topic.fill(0, 6);
        topic.settle();
        follower.listen(users, ListenOptions.stateFirst());
        topic.settle();

        assertThat(follower.told).isEmpty();
        assertThat(follower.gone).singleElement().asString().contains("5 updates or 1000000 bytes");
    }

    @Test
    void withoutAHistoryNobodyResumes() {
        KafkaCache<String, String> users = topic.openReady(b -> b.history(0, 0));
        follower.listen(users, ListenOptions.stateFirst());
        follower.leaveSettled(topic);
        topic.fill(0, 1);
        topic.settle();
        follower.listen(users, ListenOptions.stateFirst());
        topic.settle();

        assertThat(follower.gone).hasSize(1);
    }

    @Test
    void onAQuietTopicOfMarkersBookmarksMove() {
        KafkaCache<String, String> users = topic.openReady();
        follower.listen(users, ListenOptions.stateFirst());
        topic.settle();
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
            topic.settle();
        }
        follower.leave();
        topic.log.append(0, "ann", "1");
        topic.settle();
        follower.listen(users, ann);
        topic.settle();

        assertThat(follower.told).containsExactly("0@100 PUT ann=1");
    }

    @Test
    void aSlowListenerIsToldTheLastOfEachKeyAndHoldsUpNobody() {
        KafkaCache<String, String> users = topic.openReady();
        follower.listen(users, ListenOptions.<String>stateFirst().coalescing().maxPending(10));
        topic.settle();
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
            assertThat(ListenSchedule.of(follower, p + "@"))
                    .isEqualTo(IntStream.range(0, 1_500)
                            .map(i -> 2 * i + partition)
                            .mapToObj(i -> partition + "@" + i / 2 + " PUT k" + i % 8 + "=v" + i)
                            .toList());
        }
        assertThat(follower.gone).isEmpty();
    }
}
