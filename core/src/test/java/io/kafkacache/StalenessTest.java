package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What follows for readiness and reads when nothing proves the cache to be at the head any more. */
class StalenessTest {
    private static final Duration AGE = Duration.ofSeconds(30);

    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    private KafkaCache<String, String> ready(
            UnaryOperator<Builder<String, String, String, String, KafkaCache<String, String>>> options) {
        topic.fill(0, 3);
        KafkaCache<String, String> users = topic.openReady(options);
        topic.log.advance(Duration.ofSeconds(2));
        return users;
    }

    @Test
    void anOutageLeavesTheCacheServing() {
        KafkaCache<String, String> users = ready(b -> b);

        topic.log.faults().disconnect();
        topic.log.advance(Duration.ofDays(2));

        assertThat(users.status().stale()).isTrue();
        assertThat(users.status().servable()).isTrue();
        assertThat(users.get("k1")).isEqualTo("v1");
    }

    @Test
    void notServableBeyondTheAgeAndAgainWhenFresh() {
        KafkaCache<String, String> users = ready(b -> b.maxStaleness(MaxStaleness.notReadyAfter(AGE)));

        topic.log.faults().disconnect();
        topic.log.advance(AGE.minusSeconds(5));
        boolean before = users.status().servable();
        topic.log.advance(Duration.ofSeconds(10));
        boolean after = users.status().servable();
        String shown = users.get("k1");
        topic.log.faults().reconnect();
        topic.log.advance(Duration.ofSeconds(10));

        assertThat(before).isTrue();
        assertThat(after).isFalse();
        assertThat(shown).isEqualTo("v1");
        assertThat(users.status().servable()).isTrue();
    }

    @Test
    void readsFailBeyondTheAgeAndAreAnsweredAgainWhenFresh() {
        KafkaCache<String, String> users = ready(b -> b.maxStaleness(MaxStaleness.failReadsAfter(AGE)));

        topic.log.faults().disconnect();
        topic.log.advance(AGE.plusSeconds(5));

        assertThat(users.status().servable()).isFalse();
        assertThat(users.status().live()).isTrue();
        assertThat(users.status().ready()).isTrue();
        assertThat(users.status().entries()).isEqualTo(3);
        assertThatThrownBy(() -> users.get("k1"))
                .isInstanceOf(NotReadyException.class)
                .hasMessageContaining("maxStaleness");

        topic.log.faults().reconnect();
        topic.log.advance(Duration.ofSeconds(10));

        assertThat(users.get("k1")).isEqualTo("v1");
        assertThat(users.status().servable()).isTrue();
    }

    /** A frozen cache is not proven to be at the head of what is written meanwhile. */
    @Test
    void frozenCountsAsStale() {
        KafkaCache<String, String> users = ready(b -> b.maxStaleness(MaxStaleness.failReadsAfter(AGE)));

        users.freeze();
        topic.log.append(0, "ann", "Ann");
        topic.log.advance(AGE.plusSeconds(5));

        assertThatThrownBy(() -> users.get("k1")).isInstanceOf(NotReadyException.class);
        users.unfreeze();
        users.sync().join();
        topic.log.advance(Duration.ofSeconds(2));
        assertThat(users.get("ann")).isEqualTo("Ann");
    }

    @Test
    void aDeletedTopicIsServedOnAndSyncSaysWhy() {
        KafkaCache<String, String> users = ready(b -> b);

        topic.log.deleteTopic();
        topic.log.advance(Duration.ofSeconds(20));

        assertThat(users.status().state()).isEqualTo(CacheState.TOPIC_MISSING);
        assertThat(users.status().stale()).isTrue();
        assertThat(users.status().live()).isTrue();
        assertThat(users.get("k1")).isEqualTo("v1");
        assertThat(topic.failure(users.sync(Duration.ofSeconds(3))))
                .isInstanceOf(CacheTimeoutException.class)
                .hasMessageContaining("does not exist");
    }

    /** An end that was told before is one that nobody comes to any more. */
    @Test
    void aCacheBehindALogThatWasCutAheadOfItIsFreshAgain() {
        KafkaCache<String, String> users = ready(b -> b);
        users.freeze();
        topic.fill(0, 3);
        topic.log.advance(Duration.ofSeconds(20));
        boolean wasStale = users.status().stale();

        topic.log.partition(0).truncate(4);
        users.unfreeze();
        topic.log.advance(Duration.ofSeconds(20));

        assertThat(wasStale).isTrue();
        assertThat(users.status().stale()).isFalse();
    }

    @Test
    void anAgeThatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> MaxStaleness.notReadyAfter(Duration.ZERO)).hasMessageContaining("maxStaleness=PT0S");
    }

    /** As docs/metrics.md says: what is not to be read yet is not lagged behind. Whoever must not be without it calls {@code sync}. */
    @Test
    void aTransactionThatHangsMakesNothingStaleAndIsToldBySync() {
        KafkaCache<String, String> users = ready(b -> b);
        topic.log.begin().append(0, "ann", "Ann");
        topic.log.append(0, "bob", "Bob");

        topic.log.advance(Duration.ofMinutes(5));

        assertThat(users.status())
                .returns(false, CacheStatus::stale)
                .returns(0L, CacheStatus::lagRecords)
                .returns(null, CacheStatus::openTransaction);
        assertThat(users.get("bob")).isNull();
        assertThat(topic.failure(users.sync(Duration.ofSeconds(3))))
                .hasMessageContaining("open transaction at offset 3");
    }
}
