package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.scripted.ScriptedTransaction;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cache that is told to stop applying, or stops by itself in a delete storm: it serves on, visibly, and goes on where it stopped. */
class FreezeTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    @Test
    void aFrozenCacheAppliesNothingAndSaysSo() {
        topic.fill(0, 3);
        KafkaCache<String, String> users = topic.openReady();

        users.freeze();
        topic.log.append(0, "ann", "Ann");
        topic.log.delete(0, "k0");
        CompletableFuture<Void> sync = users.sync(Duration.ofMinutes(1));
        topic.log.advance(Duration.ofSeconds(20));

        assertThat(users.status().state()).isEqualTo(CacheState.FROZEN);
        assertThat(users.status().stale()).isTrue();
        assertThat(users.status().staleness()).isGreaterThan(Duration.ofSeconds(15));
        assertThat(users.status().live()).isTrue();
        assertThat(users.status().servable()).isTrue();
        assertThat(users.get("k0")).isEqualTo("v0");
        assertThat(users.get("ann")).isNull();
        assertThat(sync).isNotDone();

        users.unfreeze();
        sync.join();

        assertThat(users.status().state()).isEqualTo(CacheState.READY);
        assertThat(users.get("k0")).isNull();
        assertThat(users.get("ann")).isEqualTo("Ann");
    }

    /** It is stale by its owner's wish, who need not be warned of that. */
    @Test
    void aFreezeIsNothingToWarnOf() {
        KafkaCache<String, String> users = topic.openReady();

        try (Logged logged = new Logged()) {
            users.freeze();
            topic.log.advance(Duration.ofMinutes(1));
            users.unfreeze();
            topic.log.advance(Duration.ofSeconds(5));

            assertThat(logged.warnings()).isEmpty();
        }
    }

    @Test
    void aCacheThatIsFrozenBeforeReadyBecomesReadyAfterwards() {
        topic.fill(0, 3);
        KafkaCache<String, String> users = topic.open();
        users.freeze();
        topic.log.advance(Duration.ofSeconds(5));
        boolean early = users.status().ready();

        users.unfreeze();
        users.awaitReady(TestTopic.PATIENCE);

        assertThat(early).isFalse();
        assertThat(users.size()).isEqualTo(3);
    }

    /** What it waits for is to be let go, and not the transaction that it waited for before. */
    @Test
    void aFrozenReplayWaitsForNoTransaction() {
        topic.fill(0, 3);
        ScriptedTransaction transaction = topic.log.begin();
        transaction.append(0, "ann", "Ann");
        KafkaCache<String, String> users = topic.open();
        topic.until(() -> users.status().state() == CacheState.WAITING_FOR_TRANSACTION);
        users.freeze();
        topic.log.advance(Duration.ofSeconds(5));
        OpenTransaction frozen = users.status().openTransaction();

        users.unfreeze();
        topic.until(() -> users.status().state() == CacheState.WAITING_FOR_TRANSACTION);
        transaction.commit();
        users.awaitReady(TestTopic.PATIENCE);

        assertThat(frozen).isNull();
        assertThat(users.get("ann")).isEqualTo("Ann");
    }

    @Test
    void whatWasFrozenForTooLongIsReadAgain() {
        topic.log.configure(true, false, Duration.ofMinutes(10));
        topic.fill(0, 3);
        KafkaCache<String, String> users = topic.openReady();

        users.freeze();
        topic.log.append(0, "ann", "Ann");
        topic.log.delete(0, "k0");
        topic.log.append(0, "bob", "Bob");
        topic.log.advance(Duration.ofMinutes(30));
        topic.log.partition(0).compact(true);
        users.unfreeze();
        topic.until(() -> users.status().generation() == 2);

        assertThat(users.get("k0")).isNull();
    }

    @Test
    void aRebuildIsNotShownWhileFrozen() {
        topic.fill(0, 3);
        KafkaCache<String, String> users = topic.openReady();

        users.freeze();
        topic.log.recreateTopic(1);
        topic.log.append(0, "ann", "Ann");
        topic.log.advance(Duration.ofSeconds(30));
        Map<String, ?> frozen = TestTopic.contents(users);
        users.unfreeze();
        topic.until(() -> users.status().generation() == 2);

        assertThat(frozen).hasSize(3);
        assertThat(TestTopic.contents(users)).isEqualTo(Map.of("ann", "Ann"));
    }

    @Test
    void aDeleteStormHaltsBeforeItIsOver() {
        topic.fill(0, 10);
        KafkaCache<String, String> users = topic.openReady(b -> b.haltWhen(Breaker.deletesPerMinute(4)));

        for (int i = 0; i < 10; i++) {
            topic.log.delete(0, "k" + i);
        }
        topic.log.append(0, "ann", "Ann");
        topic.log.advance(Duration.ofSeconds(20));

        assertThat(users.status().state()).isEqualTo(CacheState.HALTED);
        assertThat(users.status().lastError())
                .contains("4 entries were deleted")
                .contains("unfreeze()");
        assertThat(users.status().stale()).isTrue();
        assertThat(users.status().live()).isTrue();
        assertThat(users.size()).isEqualTo(6);
        assertThat(TestTopic.position(users, 0)).isEqualTo(14);

        users.unfreeze();
        topic.log.advance(Duration.ofSeconds(1));
        long afterTheFirst = users.size();
        users.unfreeze();
        users.unfreeze();
        users.sync().join();

        assertThat(afterTheFirst).isEqualTo(2);
        assertThat(TestTopic.contents(users)).isEqualTo(Map.of("ann", "Ann"));
        assertThat(users.status().state()).isEqualTo(CacheState.READY);
    }

    /** NoGhosts: the position at which a batch was left has the epoch of what was read, without which a plain seek goes on in another log. */
    @Test
    void aLogThatIsCutDuringAStormIsReadAgain() {
        KafkaCache<String, String> users = topic.openReady(b -> b.haltWhen(Breaker.deletesPerMinute(4)));
        topic.fill(0, 10);
        for (int i = 0; i < 10; i++) {
            topic.log.delete(0, "k" + i);
        }
        topic.log.advance(Duration.ofSeconds(1));
        CacheState stormy = users.status().state();

        topic.log.partition(0).truncate(5);
        topic.fill(0, 3);
        topic.fill(0, 20);
        users.unfreeze();
        topic.until(() -> users.status().generation() == 2);

        assertThat(stormy).isEqualTo(CacheState.HALTED);
        assertThat(TestTopic.contents(users)).isEqualTo(TestTopic.contents(topic.openReady()));
    }

    /** Nor has it the epoch of the batch before, by which the log seems to be cut. */
    @Test
    void aNewLeaderDuringAStormIsNoTruncation() {
        topic.fill(0, 10);
        KafkaCache<String, String> users = topic.openReady(b -> b.haltWhen(Breaker.deletesPerMinute(4)));
        topic.log.partition(0).changeLeader();
        for (int i = 0; i < 10; i++) {
            topic.log.delete(0, "k" + i);
        }
        topic.log.advance(Duration.ofSeconds(1));
        CacheState stormy = users.status().state();

        users.unfreeze();
        users.unfreeze();
        topic.log.advance(Duration.ofSeconds(10));

        assertThat(stormy).isEqualTo(CacheState.HALTED);
        assertThat(users.status().generation()).isEqualTo(1);
    }

    @Test
    void deletesOverTimeAreNoStorm() {
        topic.fill(0, 10);
        KafkaCache<String, String> users = topic.openReady(b -> b.haltWhen(Breaker.deletesPerMinute(4)));

        for (int i = 0; i < 10; i++) {
            topic.log.delete(0, "k" + i);
            topic.log.delete(0, "nobody");
            topic.log.advance(Duration.ofSeconds(16));
        }

        assertThat(users.size()).isZero();
        assertThat(users.status().state()).isEqualTo(CacheState.READY);
    }

    @Test
    void aShareOfTheEntriesMayBeTheBound() {
        topic.fill(0, 10);
        KafkaCache<String, String> users = topic.openReady(b -> b.haltWhen(Breaker.share(0.5)));

        for (int i = 0; i < 10; i++) {
            topic.log.delete(0, "k" + i);
        }
        topic.log.advance(Duration.ofSeconds(1));

        assertThat(users.size()).isEqualTo(5);
        assertThat(users.status().state()).isEqualTo(CacheState.HALTED);
    }

    @Test
    void aDeletionThatAloneIsTooLargeAShareComesWhenReleased() {
        topic.fill(0, 3);
        KafkaCache<String, String> users = topic.openReady(b -> b.haltWhen(Breaker.share(0.25)));
        topic.log.delete(0, "k0");
        topic.log.advance(Duration.ofSeconds(1));
        CacheState before = users.status().state();

        users.unfreeze();
        topic.log.advance(Duration.ofSeconds(1));

        assertThat(before).isEqualTo(CacheState.HALTED);
        assertThat(users.status().state()).isEqualTo(CacheState.READY);
        assertThat(users.size()).isEqualTo(2);
    }

    @Test
    void boundsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> Breaker.deletesPerMinute(0)).hasMessageContaining("deletesPerMinute=0");
        assertThatThrownBy(() -> Breaker.share(0)).hasMessageContaining("share=0");
        assertThatThrownBy(() -> Breaker.share(1.5)).hasMessageContaining("share=1.5");
        assertThat(Breaker.deletesPerMinute(4).or(Breaker.share(0.5))).isEqualTo(new Breaker(4, 0.5));
    }
}
