package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.scripted.AdminCall;
import io.kafkacache.scripted.Failure;
import io.kafkacache.scripted.ScriptedTransaction;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** After {@code sync} reads show every record that was acknowledged before it was called, whoever wrote it. */
class LatestTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(2);

    /** kcache's sync waits for this instance's own last write alone. */
    @ParameterizedTest
    @EnumSource
    void syncShowsWhatAnotherWriterWrote(Isolation isolation) {
        KafkaCache<String, String> users = topic.openReady(b -> b.isolation(isolation));

        topic.log.append(0, "ann", "Ann");
        topic.log.append(1, "bob", "Bob");
        users.sync().join();

        assertThat(users.getAll(java.util.List.of("ann", "bob"))).hasSize(2);
    }

    /** Just after a commit the {@code read_committed} end may not cover it yet. */
    @Test
    void syncWaitsForATransactionThatIsOpenBelowItsTarget() {
        KafkaCache<String, String> users = topic.openReady();
        ScriptedTransaction transaction = topic.log.begin();
        transaction.append(0, "ann", "Ann");
        CompletableFuture<Void> sync = users.sync();
        topic.log.advance(Duration.ofSeconds(5));

        boolean doneBefore = sync.isDone();
        transaction.commit();
        sync.join();

        assertThat(doneBefore).isFalse();
        assertThat(users.get("ann")).isEqualTo("Ann");
        assertThat(users.status().state()).isEqualTo(CacheState.READY);
    }

    @Test
    void uncommittedReadersDoNotWaitForIt() {
        KafkaCache<String, String> users = topic.openReady(b -> b.isolation(Isolation.READ_UNCOMMITTED));
        ScriptedTransaction transaction = topic.log.begin();
        transaction.append(0, "ann", "Ann");

        users.sync().join();

        assertThat(users.get("ann")).isEqualTo("Ann");
    }

    @Test
    void syncOfACacheThatIsNotReadyWaitsForReady() {
        topic.fill(0, 10);
        KafkaCache<String, String> users = topic.open();

        users.sync().join();

        assertThat(users.get("k9")).isEqualTo("v9");
    }

    /** With the broker dead, kcache's sync answers "ok" in 0 ms. */
    @Test
    void syncOfADeadLogEndsInATimeout() {
        KafkaCache<String, String> users = topic.openReady();
        topic.log.faults().disconnect();

        assertThat(topic.failure(users.sync(Duration.ofSeconds(3))))
                .isInstanceOf(CacheTimeoutException.class)
                .hasMessageContaining("sync not done after PT3S")
                .hasMessageContaining(Failure.UNREACHABLE.toString());
    }

    @Test
    void aTimeoutNamesPartitionPositionAndTarget() {
        topic.fill(1, 4);
        KafkaCache<String, String> users = topic.openReady(b -> b.barrierTimeout(Duration.ofSeconds(2)));
        topic.log.faults().hangPolls();
        topic.fill(1, 3);

        assertThat(topic.failure(users.sync()))
                .isInstanceOf(CacheTimeoutException.class)
                .hasMessageContaining("sync not done after PT2S")
                .hasMessageContaining("partition 1 stands at position 4, the target is 7");
    }

    @Test
    void aTimeoutNamesTheOpenTransaction() {
        topic.fill(0, 4);
        KafkaCache<String, String> users = topic.openReady();
        ScriptedTransaction transaction = topic.log.begin();
        transaction.append(0, "ann", "Ann");
        topic.fill(0, 3);

        assertThat(topic.failure(users.sync(Duration.ofSeconds(3))))
                .hasMessageContaining("partition 0 stands at position 4, the target is 8")
                .hasMessageContaining("open transaction at offset 4");
        transaction.abort();
    }

    /** Always asks: an answer that was given before the call proves nothing. */
    @Test
    void syncAsksTheBrokersEachTime() {
        KafkaCache<String, String> users = topic.openReady();
        topic.log.runUntilIdle();
        int before = topic.log.usage().adminCalls(AdminCall.ENDS);

        users.sync().join();
        users.sync().join();

        assertThat(topic.log.usage().adminCalls(AdminCall.ENDS)).isEqualTo(before + 2);
    }

    @Test
    void anAnswerThatWasAskedForBeforeDoesNotCount() {
        KafkaCache<String, String> users = topic.openReady();
        topic.log.faults().hangAdmin(AdminCall.ENDS);
        CompletableFuture<Void> first = users.sync();
        topic.log.runUntilIdle();
        topic.log.faults().hangPolls();
        topic.log.append(0, "ann", "Ann");

        CompletableFuture<Void> second = users.sync();
        topic.log.faults().resumeAdmin();
        topic.log.runUntilIdle();
        boolean secondBefore = second.isDone();
        topic.log.faults().resumePolls();
        second.join();

        assertThat(first).isCompleted();
        assertThat(secondBefore).isFalse();
        assertThat(users.get("ann")).isEqualTo("Ann");
    }

    @Test
    void theEndThatAReplacedLeaderAnswersIsAskedForAgain() {
        topic.log.append(0, "ann", "Ann");
        KafkaCache<String, String> users = topic.openReady();
        Position old = topic.log.partition(0).endPosition();
        topic.log.partition(0).changeLeader();
        topic.log.append(0, "bob", "Bob");
        users.sync().join();

        topic.log.faults().hangPolls();
        topic.log.append(0, "cid", "Cid");
        topic.log.faults().answerStaleEnds(0, 3, old);
        CompletableFuture<Void> sync = users.sync();
        topic.log.advance(Duration.ofSeconds(5));
        boolean doneBefore = sync.isDone();
        topic.log.faults().resumePolls();
        sync.join();

        assertThat(doneBefore).isFalse();
        assertThat(users.get("cid")).isEqualTo("Cid");
    }

    @Test
    void aQuestionThatFailsIsPutAgain() {
        KafkaCache<String, String> users = topic.openReady();
        topic.log.append(0, "ann", "Ann");
        topic.log.faults().failAdmin(AdminCall.ENDS, 3, Failure.UNREACHABLE);
        topic.log.faults().failAdmin(AdminCall.DESCRIBE, 3, Failure.OTHER);

        users.sync().join();

        assertThat(users.get("ann")).isEqualTo("Ann");
    }

    @Test
    void cancellingOneSyncLeavesTheOthers() {
        KafkaCache<String, String> users = topic.openReady();
        topic.log.append(0, "ann", "Ann");
        CompletableFuture<Void> cancelled = users.sync();
        CompletableFuture<Void> other = users.sync();

        cancelled.cancel(false);
        other.join();

        assertThat(users.get("ann")).isEqualTo("Ann");
        assertThat(cancelled).isCancelled();
    }
}
