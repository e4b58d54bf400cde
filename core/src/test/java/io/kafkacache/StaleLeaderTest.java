package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends are asked for by the topic's name, so that a broker which has not heard yet of a recreation answers for the former topic. */
class StaleLeaderTest {
    private static final Duration RETENTION = Duration.ofMinutes(10);

    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    @Test
    void anAnswerForAFormerTopicIsLivedThrough() {
        topic.fill(0, 10);
        KafkaCache<String, String> users = topic.openReady();
        topic.log.recreateTopic(1);
        topic.fill(0, 5);
        users.sync().join();

        topic.log.faults().answerStaleEnds(0, 1, new Position(100, 9));
        topic.log.advance(Duration.ofSeconds(2));
        topic.log.append(0, "ann", "Ann");
        topic.log.advance(Duration.ofMinutes(2));

        assertThat(users.status().stale()).isFalse();
        assertThat(users.status().state()).isEqualTo(CacheState.READY);
        users.sync().join();
        assertThat(users.get("ann")).isEqualTo("Ann");
    }

    /** The same while the topic is being read again, when nothing else may begin before it is resolved. */
    @Test
    void aRebuildIsNotHeldUpForEverByOne() {
        topic.fill(0, 10);
        KafkaCache<String, String> users = topic.openReady();
        topic.log.faults().answerStaleEnds(0, 1, new Position(100, 9));
        topic.log.advance(Duration.ofSeconds(1));

        topic.log.partition(0).truncate(8);
        topic.log.append(0, "ann", "Ann");
        topic.until(() -> users.status().generation() == 2);

        assertThat(TestTopic.contents(users)).isEqualTo(TestTopic.contents(topic.openReady()));
    }

    /** Nor for hours, where the topic is seldom described. */
    @ParameterizedTest
    @ValueSource(ints = {5, 36_000})
    void aReplayIsNotHeldUpForEverByOne(int metadataAgeSeconds) {
        topic.fill(0, 10);
        topic.log.faults().answerStaleEnds(0, 1, new Position(100, 9));

        KafkaCache<String, String> users = topic.open(b -> b.metadataAge(Duration.ofSeconds(metadataAgeSeconds)));
        users.awaitReady(Duration.ofMinutes(2));

        assertThat(users.size()).isEqualTo(10);
    }

    /** What was read under an epoch is beyond doubt: no answer below it is ever believed. */
    @Test
    void anEpochThatWasReadIsNotGivenUp() {
        topic.fill(0, 5);
        topic.log.partition(0).changeLeader();
        topic.fill(0, 5);
        KafkaCache<String, String> users = topic.openReady();
        topic.log.advance(Duration.ofSeconds(2));
        topic.log.faults().hangPolls();
        topic.log.append(0, "ann", "Ann");
        topic.log.faults().answerStaleEnds(0, 200, new Position(10, 0));

        topic.log.advance(Duration.ofMinutes(1));

        assertThat(users.status().lagRecords()).isZero();
        assertThat(users.status().stale()).isTrue();
    }

    /** Latest: its end is not even one that was read, so only the epoch tells. */
    @Test
    void aSyncOfAReaderThatLagsDoesNotTakeItsEnd() {
        KafkaCache<String, String> users = topic.openReady();
        topic.log.faults().throttle(0);
        topic.fill(0, 3);
        Position former = topic.log.partition(0).endPosition();
        topic.log.partition(0).changeLeader();
        topic.log.append(0, "ann", "Ann");
        topic.log.advance(Duration.ofSeconds(2));

        topic.log.faults().answerStaleEnds(0, 1, former);
        CompletableFuture<@Nullable String> read = users.sync().thenApply(done -> users.get("ann"));
        topic.log.faults().pollLimit(1);
        topic.log.faults().unthrottle();

        assertThat(read.join()).isEqualTo("Ann");
    }

    private KafkaCache<String, String> readyWithTen() {
        topic.log.configure(true, false, RETENTION);
        topic.fill(0, 10);
        KafkaCache<String, String> users = topic.openReady();
        topic.log.advance(Duration.ofMinutes(2));
        return users;
    }

    /** NoGhosts: what it says at the end of an absence is no proof of the head, which shows once its successor is read. */
    @Test
    void aReplacedLeaderHidesNoAbsence() {
        KafkaCache<String, String> users = readyWithTen();
        Position former = topic.log.partition(0).endPosition();
        topic.log.faults().throttle(0);

        topic.log.partition(0).changeLeader();
        topic.log.delete(0, "k3");
        topic.log.append(0, "ann", "Ann");
        topic.log.suspend(RETENTION.multipliedBy(2));
        topic.log.partition(0).compact(true);
        topic.log.faults().answerStaleEnds(0, 2, former);
        topic.log.advance(Duration.ofSeconds(2));
        topic.log.faults().unthrottle();
        topic.until(() -> users.status().generation() == 2);

        assertThat(users.get("k3")).isNull();
        assertThat(users.get("ann")).isEqualTo("Ann");
    }

    /** Who was at the head all the time misses nothing by a new leader. */
    @Test
    void aNewLeaderIsNoAbsence() {
        KafkaCache<String, String> users = readyWithTen();
        topic.log.advance(RETENTION.multipliedBy(6));

        topic.log.partition(0).changeLeader();
        topic.log.append(0, "k3", "taken");
        topic.log.delete(0, "k3");
        topic.log.partition(0).compact();
        users.sync().join();
        topic.log.advance(Duration.ofSeconds(10));

        assertThat(users.status().generation()).isEqualTo(1);
        assertThat(users.status().state()).isEqualTo(CacheState.READY);
        assertThat(users.get("k3")).isNull();
    }
}
