package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

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
}
