package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.scripted.ScriptedTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** After {@code await(offset)} reads show that record or a later one of its key; never one of another partition's. */
class ReadYourWritesTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(2);

    @Test
    void awaitShowsWhatWasPut() {
        KafkaCache<String, String> users = topic.openReady(b -> b.readOnly(false));

        users.put("ann", "Ann").thenCompose(users::await).join();
        String put = users.get("ann");
        users.delete("ann").thenCompose(users::await).join();

        assertThat(put).isEqualTo("Ann");
        assertThat(users.get("ann")).isNull();
    }

    /**
     * The brokers tell a producer the offset and not the topic's id. With the id of the last description, the offset would be one that was passed long
     * ago: seen on a real cluster.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsPutWhenTheTopicWasJustMadeAgainIsRead(boolean isCut) {
        topic.fill(0, 9);
        topic.fill(1, 9);
        KafkaCache<String, String> users = topic.openReady(b -> b.readOnly(false));
        if (isCut) {
            topic.log.partition(0).truncate(2);
            topic.log.partition(1).truncate(2);
        } else {
            topic.log.recreateTopic(2);
        }

        RecordOffset put = users.put("ann", "Ann").join();
        users.await(put).join();

        assertThat(put.topicId()).isEqualTo(topic.log.topicId());
        assertThat(users.get("ann")).isEqualTo("Ann");
    }

    /** LogOnly: what was put is not there before the topic gave it back. */
    @Test
    void aPutGoesThroughTheTopic() {
        KafkaCache<String, String> users = topic.openReady(b -> b.readOnly(false));
        topic.log.faults().hangPolls();

        users.put("ann", "Ann").join();

        assertThat(users.get("ann")).isNull();
    }

    /** "Satisfied by any partition" and "wakes only on an exact match" are how waiting for an offset goes wrong: kafka-cache, KKV client. */
    @Test
    void anOffsetOfOnePartitionIsNotReachedByAnother() {
        KafkaCache<String, String> users = topic.openReady();
        topic.fill(1, 20);
        topic.log.faults().throttle(0);
        topic.log.append(0, "ann", "Ann");

        CompletableFuture<Void> await = users.await(new RecordOffset("users", topic.log.topicId(), 0, 0));
        topic.log.advance(Duration.ofSeconds(5));
        boolean doneBefore = await.isDone();
        topic.log.faults().unthrottle();
        await.join();

        assertThat(doneBefore).isFalse();
        assertThat(users.get("ann")).isEqualTo("Ann");
    }

    @Test
    void anOffsetIsReachedWhenItIsPassed() {
        topic.fill(0, 5);
        topic.fill(0, 5);
        topic.log.partition(0).compact();
        KafkaCache<String, String> users = topic.openReady();

        CompletableFuture<Void> await = users.await(new RecordOffset("users", topic.log.topicId(), 0, 3));

        assertThat(users.get("k3")).isEqualTo("v3");
        assertThat(topic.log.await(await, Duration.ZERO)).isTrue();
    }

    /** A cache that has read all there is, the end of a transaction with it. */
    private KafkaCache<String, String> readyBehindATransaction(Isolation isolation) {
        topic.log.append(0, "ann", "Ann");
        ScriptedTransaction transaction = topic.log.begin();
        transaction.append(0, "bob", "Bob");
        transaction.commit();
        KafkaCache<String, String> users = topic.openReady(b -> b.isolation(isolation));
        topic.log.advance(Duration.ofSeconds(5));
        return users;
    }

    /** The end of the former transaction is a hole: what it might have hidden has been read long since. */
    @ParameterizedTest
    @EnumSource
    void aRecordThatWasAppliedIsNotHeldUpByALaterTransaction(Isolation isolation) {
        KafkaCache<String, String> users = readyBehindATransaction(isolation);
        topic.log.begin().append(0, "cid", "Cid");
        topic.log.advance(Duration.ofSeconds(5));

        CompletableFuture<Void> await = users.await(new RecordOffset("users", topic.log.topicId(), 0, 0));

        assertThat(await).isCompleted();
        assertThat(users.get("ann")).isEqualTo("Ann");
    }

    @ParameterizedTest
    @EnumSource
    void aRecordThatWasAppliedIsAwaitedWithoutBrokers(Isolation isolation) {
        KafkaCache<String, String> users = readyBehindATransaction(isolation);
        topic.log.faults().disconnect();

        CompletableFuture<Void> await = users.await(new RecordOffset("users", topic.log.topicId(), 0, 0));

        assertThat(await).isCompleted();
    }

    /** Each of its transactions leaves a hole, also behind the last end that was passed. */
    @Test
    void aRecordThatWasAppliedIsNotHeldUpWhereTransactionsNeverEnd() {
        KafkaCache<String, String> users = readyBehindATransaction(Isolation.READ_COMMITTED);
        for (int i = 0; i < 2; i++) {
            ScriptedTransaction transaction = topic.log.begin();
            transaction.append(0, "k" + i, "v");
            transaction.commit();
            topic.log.runUntilIdle();
        }
        topic.log.begin().append(0, "cid", "Cid");

        CompletableFuture<Void> before = users.await(new RecordOffset("users", topic.log.topicId(), 0, 0));
        CompletableFuture<Void> beforeItsHole = users.await(new RecordOffset("users", topic.log.topicId(), 0, 3));

        assertThat(before).isCompleted();
        assertThat(beforeItsHole).isCompleted();
        assertThat(users.get("k0")).isEqualTo("v");
    }

    @Test
    void anOffsetWithoutATopicIdIsTakenForThisTopics() {
        topic.fill(0, 5);
        KafkaCache<String, String> users = topic.openReady();

        users.await(new RecordOffset("users", null, 0, 3)).join();

        assertThat(users.get("k3")).isEqualTo("v3");
    }

    @Test
    void anAwaitBeforeReadyWaitsForReady() {
        topic.fill(0, 10);
        KafkaCache<String, String> users = topic.open();

        users.await(new RecordOffset("users", null, 0, 1)).join();

        assertThat(users.get("k9")).isEqualTo("v9");
    }

    @Test
    void anOffsetBeyondTheEndTimesOutAndSaysWhere() {
        topic.fill(0, 3);
        KafkaCache<String, String> users = topic.openReady();

        assertThat(topic.failure(users.await(new RecordOffset("users", null, 0, 9), Duration.ofSeconds(2))))
                .isInstanceOf(CacheTimeoutException.class)
                .hasMessageContaining("users-0@9")
                .hasMessageContaining("partition 0 stands at position 3, the target is 10");
    }

    @Test
    void anOffsetOfAnotherTopicIsMisuse() {
        KafkaCache<String, String> users = topic.openReady();

        assertThatThrownBy(() -> users.await(new RecordOffset("sessions", null, 0, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sessions-0@1");
    }

    @Test
    void aPartitionThatTheTopicLacksIsAnError() {
        KafkaCache<String, String> users = topic.openReady();

        assertThat(topic.failure(users.await(new RecordOffset("users", topic.log.topicId(), 7, 1))))
                .isExactlyInstanceOf(KafkaCacheException.class)
                .hasMessageContaining("2 partitions");
    }

    @Test
    void anOffsetOfAFormerTopicFails() {
        topic.fill(0, 3);
        String former = topic.log.topicId();
        topic.log.faults().hangPolls();
        KafkaCache<String, String> users = topic.open();
        topic.log.runUntilIdle();
        CompletableFuture<Void> outstanding = users.await(new RecordOffset("users", former, 0, 2));

        topic.log.recreateTopic(2);
        topic.fill(0, 9);
        topic.log.advance(Duration.ofSeconds(6));
        topic.log.faults().resumePolls();
        users.awaitReady(TestTopic.PATIENCE);

        assertThat(topic.failure(outstanding)).isInstanceOf(TopicRecreatedException.class);
        assertThat(topic.failure(users.await(new RecordOffset("users", former, 0, 2))))
                .isInstanceOf(TopicRecreatedException.class);
        users.await(new RecordOffset("users", topic.log.topicId(), 0, 2)).join();
    }

    /** kcache awaits only the last future of putAll, so the records on other partitions may be missing. */
    @Test
    void everyRecordOfPutAllIsAwaitedOnItsOwn() {
        KafkaCache<String, String> users =
                topic.openReady(b -> b.readOnly(false).partitioner((key, partitions) -> key[0] % partitions));

        var written = users.putAll(java.util.Map.of("a", "1", "b", "2", "c", "3"));
        List<CompletableFuture<Void>> awaited = new ArrayList<>();
        written.each().forEach((key, offset) -> awaited.add(offset.thenCompose(users::await)));
        awaited.forEach(CompletableFuture::join);

        assertThat(users.getAll(List.of("a", "b", "c"))).containsValues("1", "2", "3");
        assertThat(written.all().join()).containsOnlyKeys("a", "b", "c");
    }
}
