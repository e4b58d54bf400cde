package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.codec.Codecs;
import io.kafkacache.scripted.AdminCall;
import io.kafkacache.scripted.Failure;
import io.kafkacache.scripted.ScriptedFaults;
import io.kafkacache.scripted.ScriptedLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Barriers that meet a topic which changes before the first ready, and what is left of one that has ended. */
class BarrierLifeTest {
    private static final String FORMER = "a-former-topic";

    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    private KafkaCache<String, String> readingThreeOfTen() {
        topic.fill(0, 10);
        topic.log.faults().pollLimit(1);
        KafkaCache<String, String> users = topic.open();
        topic.until(() -> users.status().recordsApplied() == 3);
        topic.log.faults().hangPolls();
        return users;
    }

    /** The replay starts over with the new partitions, so nobody needs to open the cache again. */
    @Test
    void syncBeforeReadyCoversPartitionsThatAreAddedMeanwhile() {
        KafkaCache<String, String> users = readingThreeOfTen();

        topic.log.addPartitions(3);
        topic.log.append(2, "ann", "Ann");
        CompletableFuture<Void> sync = users.sync();
        topic.log.advance(Duration.ofSeconds(1));
        topic.log.faults().heal();

        assertThat(topic.log.await(sync, TestTopic.PATIENCE)).isTrue();
        sync.join();
        assertThat(users.get("ann")).isEqualTo("Ann");
    }

    @Test
    void awaitBeforeReadyCoversAPartitionThatIsAddedMeanwhile() {
        KafkaCache<String, String> users = readingThreeOfTen();

        topic.log.addPartitions(3);
        long offset = topic.log.append(2, "ann", "Ann");
        CompletableFuture<Void> await = users.await(new RecordOffset("users", topic.log.topicId(), 2, offset));
        topic.log.advance(Duration.ofSeconds(6));
        topic.log.faults().heal();

        assertThat(topic.log.await(await, TestTopic.PATIENCE)).isTrue();
        await.join();
        assertThat(users.get("ann")).isEqualTo("Ann");
    }

    /** Its first target stood in a topic that was left before the cache had read anything of it. */
    @Test
    void syncDoesNotWaitForAnEndOfATopicThatWasLeftBeforeTheFirstReplayBegan() {
        topic.fill(0, 10);
        topic.log.faults().failAdmin(AdminCall.ENDS, 2, Failure.UNREACHABLE);
        KafkaCache<String, String> users = topic.open();
        topic.until(() -> topic.log.usage().adminCalls(AdminCall.ENDS) == 2);
        CompletableFuture<Void> sync = users.sync();
        topic.log.runUntilIdle();
        topic.log.faults().failAdmin(AdminCall.ENDS, ScriptedFaults.FOR_EVER, Failure.UNREACHABLE);

        topic.log.recreateTopic(1);
        topic.log.append(0, "ann", "Ann");
        topic.log.advance(Duration.ofSeconds(6));
        topic.log.faults().heal();
        users.awaitReady(TestTopic.PATIENCE);

        assertThat(topic.log.await(sync, TestTopic.PATIENCE)).isTrue();
        sync.join();
        assertThat(users.get("ann")).isEqualTo("Ann");
    }

    /** A hole makes it ask for another end; where nobody answers, that question must not outlive it. */
    @Test
    void aBarrierThatTimedOutAsksNoMore() {
        topic.fill(0, 10);
        KafkaCache<String, String> users = topic.openReady(b -> b.followRetention(false));
        topic.log.faults().hangPolls();
        topic.log.append(0, "k1", "a");
        topic.log.append(0, "k1", "b");
        topic.log.append(0, "k2", "c");
        CompletableFuture<Void> sync = users.sync(Duration.ofSeconds(5));
        topic.log.runUntilIdle();
        topic.log.partition(0).compact();
        topic.log.faults().failAdmin(AdminCall.ENDS, ScriptedFaults.FOR_EVER, Failure.UNREACHABLE);
        topic.log.faults().resumePolls();

        Throwable failure = topic.failure(sync);
        topic.log.advance(Duration.ofSeconds(1));
        int before = topic.log.usage().adminCalls(AdminCall.ENDS);
        topic.log.advance(Duration.ofSeconds(10));

        assertThat(failure).isInstanceOf(CacheTimeoutException.class);
        assertThat(topic.log.usage().adminCalls(AdminCall.ENDS) - before).isLessThanOrEqualTo(11);
    }

    /** The longest duration there is means without end, as elsewhere in Java. */
    @Test
    void theLongestDurationMeansWithoutEnd() {
        Duration longest = Duration.ofSeconds(Long.MAX_VALUE);
        topic.log.append(0, "ann", "Ann");
        KafkaCache<String, String> users = topic.open(b -> b.barrierTimeout(longest));

        users.awaitReady(longest);

        assertThat(topic.log.await(users.sync(), TestTopic.PATIENCE)).isTrue();
        assertThat(topic.log.await(users.sync(longest), TestTopic.PATIENCE)).isTrue();
    }

    private Throwable timeout(CompletableFuture<Void> barrier) {
        Throwable failure = topic.failure(barrier);
        assertThat(failure).isInstanceOf(CacheTimeoutException.class);
        return failure;
    }

    @Test
    void aTimeoutSaysThatTheCacheIsFrozen() {
        topic.fill(0, 3);
        KafkaCache<String, String> users = topic.openReady();
        users.freeze();
        topic.fill(0, 2);

        assertThat(timeout(users.sync(Duration.ofSeconds(2))))
                .hasMessageContaining("partition 0 stands at position 3, the target is 5")
                .hasMessageContaining("FROZEN");
    }

    @Test
    void aTimeoutSaysThatTheCacheHasHaltedAndWhy() {
        KafkaCache<String, String> users = topic.openReady(b -> b.onRejected(OnRejected.HALT));
        topic.log.append(0, "ann".getBytes(StandardCharsets.UTF_8), new byte[] {(byte) 0xff});

        assertThat(timeout(users.sync(Duration.ofSeconds(2))))
                .hasMessageContaining("partition 0 stands at position 0, the target is 1")
                .hasMessageContaining("HALTED")
                .hasMessageContaining("undecodable value");
    }

    /** What {@code validateMutations} reads gives no answer, and so no record is applied. */
    @Test
    void aTimeoutNamesTheCacheThatDoesNotAnswer() {
        KafkaCache<String, String> groups = topic.closing(KafkaCache.builder("groups", Codecs.utf8(), Codecs.utf8())
                .log(ScriptedLog.create("groups", 1))
                .open());
        groups.awaitReady(TestTopic.PATIENCE);
        KafkaCache<String, String> users = topic.openReady(b -> b.validateMutations(
                MutationValidator.rule(
                        "its group exists",
                        change -> groups.contains(change.after().value())),
                groups));
        groups.close();
        topic.log.append(0, "ann", "admins");

        assertThat(timeout(users.sync(Duration.ofSeconds(2))))
                .hasMessageContaining("partition 0 stands at position 0, the target is 1")
                .hasMessageContaining("groups");
    }

    /** Its pod was started after the topic was made again, so the cache has never heard of the former one. */
    private CompletableFuture<Void> awaitOfATopicThatIsNotKnown(KafkaCache<String, String> users, Duration timeout) {
        return users.await(new RecordOffset("users", FORMER, 0, 2), timeout);
    }

    @Test
    void aRecordOfATopicThatIsNotKnownIsWaitedForWithTheReason() {
        topic.fill(0, 3);
        KafkaCache<String, String> users = topic.openReady();

        assertThat(timeout(awaitOfATopicThatIsNotKnown(users, Duration.ofSeconds(8))))
                .hasMessageContaining(FORMER)
                .hasMessageContaining(topic.log.topicId());
    }

    /** Its writer may know of a later topic than the cache; after a while it does not. */
    @Test
    void aRecordOfATopicThatIsNotKnownFailsInTheEndAndIsAskedForWithoutHaste() {
        topic.fill(0, 3);
        KafkaCache<String, String> users = topic.openReady();
        int before = topic.log.usage().adminCalls(AdminCall.DESCRIBE);

        Throwable failure = topic.failure(awaitOfATopicThatIsNotKnown(users, Duration.ofSeconds(25)));

        assertThat(failure).isInstanceOf(TopicRecreatedException.class).hasMessageContaining(FORMER);
        assertThat(topic.log.usage().adminCalls(AdminCall.DESCRIBE) - before).isLessThan(12);
    }

    /** Whoever wrote it knew of the new topic sooner. */
    @Test
    void aRecordOfATopicThatTheCacheHasNotHeardOfYetIsShown() {
        topic.fill(0, 10);
        KafkaCache<String, String> users = topic.openReady();
        topic.log.faults().hangAdmin(AdminCall.DESCRIBE);
        topic.log.recreateTopic(1);
        long offset = topic.log.append(0, "ann", "Ann");

        CompletableFuture<Void> await = users.await(new RecordOffset("users", topic.log.topicId(), 0, offset));
        topic.log.advance(Duration.ofSeconds(1));
        topic.log.faults().resumeAdmin();
        await.join();

        assertThat(users.get("ann")).isEqualTo("Ann");
    }
}
