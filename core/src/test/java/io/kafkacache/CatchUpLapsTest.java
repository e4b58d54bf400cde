package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.scripted.Failure;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A key is rewritten behind the target while the cleaner takes its older record ahead of the reader: without a further lap it would be absent
 * although it always existed.
 */
class CatchUpLapsTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    @ParameterizedTest
    @EnumSource
    void aKeyThatCompactionTookAheadOfTheReaderIsThereAtReady(Isolation isolation) {
        topic.fill(0, 10);
        topic.log.faults().pollLimit(1);
        KafkaCache<String, String> users = topic.open(b -> b.isolation(isolation));
        topic.until(() -> users.status().recordsApplied() == 3);

        topic.log.append(0, "k7", "newer");
        topic.log.partition(0).compact();
        topic.until(() -> users.status().ready());

        assertThat(users.get("k7")).isEqualTo("newer");
        assertThat(users.size()).isEqualTo(10);
        assertThat(users.status().catchUp().lap()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void withoutHolesThereIsOneLap(Isolation isolation) {
        topic.fill(0, 10);

        KafkaCache<String, String> users = topic.openReady(b -> b.isolation(isolation));

        assertThat(users.status().catchUp().lap()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aKeyRewrittenAndTakenAgainAndAgainEndsAfterFiveLaps(Isolation isolation) {
        topic.fill(0, 10);
        topic.log.faults().pollLimit(1);
        KafkaCache<String, String> users = topic.open(b -> b.isolation(isolation));
        topic.until(() -> users.status().recordsApplied() == 3);

        for (int i = 0; !users.status().ready(); i++) {
            assertThat(i).as("rewrites before ready").isLessThan(10_000);
            topic.log.append(0, "k7", "taken");
            topic.log.append(0, "k7", "v" + i);
            topic.log.append(0, "keeps the reader behind " + i, "v");
            topic.log.partition(0).compact();
            topic.log.step();
        }

        assertThat(users.status().catchUp().lap()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource
    void syncOfALaggingReaderShowsAKeyThatCompactionTookAheadOfIt(Isolation isolation) {
        topic.fill(0, 10);
        KafkaCache<String, String> users = topic.openReady(b -> b.isolation(isolation));
        topic.log.faults().pollLimit(1);
        topic.log.faults().hangPolls();
        topic.log.append(0, "bob", "Bob");
        topic.log.append(0, "ann", "Ann");
        CompletableFuture<Void> sync = users.sync();
        topic.log.runUntilIdle();

        topic.log.append(0, "ann", "Anne");
        topic.log.partition(0).compact();
        topic.log.faults().resumePolls();
        topic.until(sync::isDone);

        assertThat(sync).isCompleted();
        assertThat(users.get("ann")).isEqualTo("Anne");
    }

    @ParameterizedTest
    @EnumSource
    void awaitOfARecordThatCompactionTookAheadOfTheReaderShowsItsSuccessor(Isolation isolation) {
        topic.fill(0, 10);
        KafkaCache<String, String> users =
                topic.openReady(b -> b.isolation(isolation).readOnly(false));
        topic.log.faults().pollLimit(1);
        topic.log.faults().hangPolls();
        topic.log.append(0, "bob", "Bob");
        RecordOffset put = users.put("ann", "Ann").join();
        CompletableFuture<Void> await = users.await(put);
        topic.log.runUntilIdle();

        topic.log.append(0, "ann", "Anne");
        topic.log.append(0, "cid", "Cid");
        topic.log.partition(0).compact();
        topic.log.faults().resumePolls();
        topic.until(await::isDone);

        assertThat(await).isCompleted();
        assertThat(users.get("ann")).isEqualTo("Anne");
    }

    /** A sweep that cannot begin yet, after a replay that took longer than tombstones last, while the reader stands still. */
    private KafkaCache<String, String> openAndHoldItsSweep(Isolation isolation) {
        KafkaCache<String, String> users = topic.openAndOverrun(false, b -> b.isolation(isolation));
        topic.log.faults().failOpening(1, Failure.OTHER);
        topic.log.faults().resumePolls();
        topic.until(() -> users.status().lastError() != null);
        topic.log.faults().stallReaders(0);
        return users;
    }

    /** NoFalseAbsence: what the sweep misses may have been superseded beyond what the reader has read. */
    @ParameterizedTest
    @EnumSource
    void aKeyThatIsRewrittenWhileASweepIsReadIsThereAtReady(Isolation isolation) {
        KafkaCache<String, String> users = openAndHoldItsSweep(isolation);
        boolean readyBefore = users.status().ready();

        topic.log.append(0, "k2", "newer");
        topic.log.append(0, "end", "end");
        topic.log.partition(0).compact();
        users.awaitReady(TestTopic.PATIENCE);

        assertThat(readyBefore).isFalse();
        assertThat(users.get("k2")).isEqualTo("newer");
        assertThat(users.get("k1")).isNull();
        assertThat(users.size()).isEqualTo(11);
    }
}
