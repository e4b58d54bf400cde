package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.scripted.AdminCall;
import io.kafkacache.scripted.ScriptedTransaction;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Brokers have been seen to drop the control record that stands last, so no reader gets to the end: redpanda issue 8698. */
class ShortEndTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    private void loseTheTail() {
        ScriptedTransaction transaction = topic.log.begin();
        transaction.append(0, "ann", "Ann");
        transaction.commit();
        topic.log.partition(0).dropTail();
    }

    @ParameterizedTest
    @EnumSource
    void aLostTailCountsAsReachedLoggedOnceAndCounted(Isolation isolation) {
        loseTheTail();

        try (Logged logged = new Logged()) {
            KafkaCache<String, String> users = topic.openReady(b -> b.isolation(isolation));

            assertThat(users.get("ann")).isEqualTo("Ann");
            assertThat(users.status().shortEnds()).isEqualTo(1);
            assertThat(TestTopic.position(users, 0)).isEqualTo(1);
            assertThat(logged.warnings()).singleElement().asString().contains("ends at 1 although its end is 2");
        }
    }

    @Test
    void itIsNotDecidedWithoutAnAnswerOfTheProbe() {
        loseTheTail();
        topic.log.faults().hangAdmin(AdminCall.PROBE);
        KafkaCache<String, String> users = topic.open();

        topic.log.advance(Duration.ofMinutes(1));
        boolean readyBefore = users.status().ready();
        topic.log.faults().resumeAdmin();
        users.awaitReady(TestTopic.PATIENCE);

        assertThat(readyBefore).isFalse();
        assertThat(users.get("ann")).isEqualTo("Ann");
    }

    @Test
    void aThrottledProbeDecidesNothing() {
        loseTheTail();
        topic.log.faults().throttle(0);
        KafkaCache<String, String> users = topic.open();

        topic.log.advance(Duration.ofMinutes(5));
        boolean readyBefore = users.status().ready();
        topic.log.faults().unthrottle();
        users.awaitReady(TestTopic.PATIENCE);

        assertThat(readyBefore).isFalse();
    }

    @Test
    void barriersPassALostTail() {
        topic.log.append(0, "bob", "Bob");
        KafkaCache<String, String> users = topic.openReady();
        loseTheTail();

        users.sync().join();
        users.await(new RecordOffset("users", null, 0, 2)).join();

        assertThat(users.get("ann")).isEqualTo("Ann");
        assertThat(users.status().shortEnds()).isEqualTo(1);
    }

    @Test
    void readingGoesOnBehindALostTail() {
        loseTheTail();
        KafkaCache<String, String> users = topic.openReady();

        topic.log.append(0, "bob", "Bob");
        users.sync().join();

        assertThat(users.get("bob")).isEqualTo("Bob");
        assertThat(TestTopic.position(users, 0)).isEqualTo(3);
    }

    /** Nothing more can be read, so there is nothing to lag behind, however long nobody writes. */
    @ParameterizedTest
    @EnumSource
    void aLostTailCountsAsTheHead(Isolation isolation) {
        loseTheTail();
        KafkaCache<String, String> users = topic.openReady(b -> b.isolation(isolation));

        topic.log.advance(Duration.ofMinutes(1));
        CacheStatus status = users.status();

        assertThat(status.stale()).isFalse();
        assertThat(status.staleness()).isLessThan(Duration.ofSeconds(3));
        assertThat(status.lagRecords()).isZero();
        assertThat(status.lagSeconds()).isZero();
    }

    /** The clock of tombstones does not run where nothing can have been missed. */
    @Test
    void aRecordBehindALostTailDoesNotEndTheCacheAfterALongRest() {
        topic.log.configure(true, false, Duration.ofMinutes(10));
        topic.log.append(0, "carl", "Carl");
        KafkaCache<String, String> users = topic.openReady();
        loseTheTail();
        users.sync().join();

        topic.log.advance(Duration.ofMinutes(30));
        topic.log.append(0, "bob", "Bob");
        users.sync().join();

        assertThat(users.get("bob")).isEqualTo("Bob");
        assertThat(users.status().state()).isEqualTo(CacheState.READY);
    }

    @Test
    void aTailThatIsLostAfterReadyIsFoundWithoutABarrier() {
        topic.log.append(0, "bob", "Bob");
        KafkaCache<String, String> users = topic.openReady();
        loseTheTail();

        topic.log.advance(Duration.ofMinutes(1));

        assertThat(users.status().stale()).isFalse();
        assertThat(users.status().shortEnds()).isEqualTo(1);
    }

    /** The log was cut below the first target, and its new tail was lost: neither the target nor the end can be reached. */
    @Test
    void aLogThatIsCutAndLosesItsTailDuringTheReplayIsReadAgain() {
        topic.log.append(0, "bob", "Bob");
        topic.log.delete(0, "ann");
        topic.log.append(0, "ann", "Ann");
        topic.log.partition(0).compact();
        topic.log.faults().hangPolls();
        KafkaCache<String, String> users = topic.open();
        topic.log.runUntilIdle();

        topic.log.partition(0).truncate(2);
        topic.log.partition(0).dropTail();
        topic.log.faults().resumePolls();
        users.awaitReady(TestTopic.PATIENCE);

        assertThat(users.get("bob")).isEqualTo("Bob");
        assertThat(users.get("ann")).isNull();
    }
}
