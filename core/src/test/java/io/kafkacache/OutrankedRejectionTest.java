package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A rejected record behind another partition's does not stand in the cache. When that one leaves it does, and then it counts: once, as it would on a fresh replica. */
class OutrankedRejectionTest {
    private static final Validator<String, String> NO_SPACES =
            Validator.rule("has no spaces", (key, value) -> !value.contains(" "));

    @RegisterExtension
    final TestTopic topic = new TestTopic(2);

    private final Instant now = topic.log.now();

    private static Stream<Arguments> all() {
        return Stream.of(OnRejected.values())
                .flatMap(policy -> Stream.of(
                        Arguments.of(policy, true, true),
                        Arguments.of(policy, true, false),
                        Arguments.of(policy, false, true),
                        Arguments.of(policy, false, false)));
    }

    private KafkaCache<String, String> open(OnRejected policy) {
        return topic.open(b -> b.validateReads(NO_SPACES, policy));
    }

    /** Opens a cache that reads both, in replay or as they come. */
    private KafkaCache<String, String> reading(OnRejected policy, boolean inReplay) {
        if (inReplay) {
            annStands();
            aRejectedOneComes();
        }
        KafkaCache<String, String> users = open(policy);
        users.awaitReady(TestTopic.PATIENCE);
        if (!inReplay) {
            annStands();
            users.sync().join();
            aRejectedOneComes();
            users.sync().join();
        }
        return users;
    }

    private void annStands() {
        topic.log.append(0, "ann", "Ann", now);
    }

    private void aRejectedOneComes() {
        topic.log.append(1, "ann", "a n n", now.minusSeconds(1));
    }

    private void annLeaves(boolean byRetention) {
        if (byRetention) {
            topic.log.partition(0).trim(1);
        } else {
            topic.log.append(0, "ann", null, now.minusSeconds(2)); // the time of a partition may go back
        }
        topic.log.advance(Duration.ofSeconds(20));
    }

    private static long rejections(ReadableCache<?, ?> cache) {
        return cache.status().rejections().getOrDefault(RejectionReason.INVALID_VALUE, 0L);
    }

    @ParameterizedTest
    @MethodSource("all")
    void itCountsWhenItComesToStand(OnRejected policy, boolean inReplay, boolean byRetention) {
        KafkaCache<String, String> users = reading(policy, inReplay);
        assertThat(users.get("ann")).isEqualTo("Ann");
        assertThat(rejections(users)).isZero();

        annLeaves(byRetention);
        KafkaCache<String, String> fresh = open(policy);
        topic.log.advance(Duration.ofSeconds(20));

        assertThat(rejections(users)).isEqualTo(1);
        assertThat(rejections(fresh)).isEqualTo(1);
        assertThat(users.status().state()).isEqualTo(fresh.status().state());
        if (policy == OnRejected.HALT) {
            assertThat(users.status().state()).isEqualTo(CacheState.HALTED);
            assertThat(users.status().lastError()).contains("users-1", "offset 0", "has no spaces");
        } else if (policy == OnRejected.FAIL_READS) {
            assertThatThrownBy(() -> users.get("ann")).isInstanceOf(RejectedRecordException.class);
        } else {
            assertThat(users.get("ann")).isNull();
        }
    }

    @Test
    void whatStopsTheCacheIsNotFollowedByAnythingElse() {
        KafkaCache<String, String> users = reading(OnRejected.HALT, false);

        topic.log.append(0, "ann", null, now.minusSeconds(2));
        topic.log.append(0, "bob", "never");
        topic.until(() -> users.status().state() == CacheState.HALTED);

        assertThat(users.get("bob")).isNull();
        assertThat(TestTopic.position(users, 0)).isEqualTo(2);
    }

    /** Nor is anything left to count of one whose key was written again, or whose record has gone as well. */
    @ParameterizedTest
    @MethodSource("all")
    void whatWasSupersededMeanwhileNeverCounts(OnRejected policy, boolean inReplay, boolean byRetention) {
        KafkaCache<String, String> users = reading(policy, inReplay);
        if (byRetention) {
            topic.log.partition(1).trim(1);
            topic.log.advance(Duration.ofSeconds(20));
        } else {
            topic.log.append(1, "ann", "a-n-n", now.minusSeconds(1));
        }
        users.sync().join();

        annLeaves(true);

        assertThat(rejections(users)).isZero();
        assertThat(users.status().state()).isEqualTo(CacheState.READY);
    }

    /** A tombstone is remembered for a while only; unless it keeps something of the rejected one away. */
    @ParameterizedTest
    @EnumSource
    void behindATombstoneItCountsWhenThatIsForgotten(OnRejected policy) {
        topic.log.configure(true, false, Duration.ofMinutes(1));
        KafkaCache<String, String> users = open(policy);
        users.awaitReady(TestTopic.PATIENCE);
        topic.log.append(0, "ann", null, now);
        users.sync().join();
        aRejectedOneComes();
        users.sync().join();
        long behindIt = rejections(users);

        topic.log.advance(Duration.ofMinutes(5));

        boolean leavesSomething = policy == OnRejected.FAIL_READS || policy == OnRejected.HALT;
        assertThat(behindIt).isZero();
        assertThat(rejections(users)).isEqualTo(leavesSomething ? 0 : 1);
        assertThat(users.get("ann")).isNull();
        assertThat(users.status().state()).isEqualTo(CacheState.READY);
    }
}
