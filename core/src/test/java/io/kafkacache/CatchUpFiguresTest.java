package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code status().catchUp()} counts is the catch-up: a rate made of it would else be that of weeks within seconds. */
class CatchUpFiguresTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    @Test
    void aRebuildCountsWhatItReadsItself() {
        topic.fill(0, 10);
        KafkaCache<String, String> users = topic.openReady();

        topic.recreateAndReadTwo(users);

        CatchUp rebuild = users.status().catchUp();
        assertThat(rebuild.records()).isEqualTo(2);
        assertThat(rebuild.bytes()).isEqualTo(2L * "k0v0".length());
    }

    @Test
    void whatIsReadAfterwardsIsNoPartOfIt() {
        topic.fill(0, 10);
        KafkaCache<String, String> users = topic.openReady();

        topic.fill(0, 7);
        users.sync().join();

        CatchUp done = users.status().catchUp();
        assertThat(users.status().recordsApplied()).isEqualTo(17);
        assertThat(done.records()).isEqualTo(10);
        assertThat(done.bytes()).isEqualTo(10L * "k0v0".length());
    }

    /** All laps of a catch-up are one, and so is what was read before it had to start over. */
    @Test
    void aReplayThatStartsOverCountsAllThatItRead() {
        topic.fill(0, 10);
        topic.log.faults().pollLimit(2);
        KafkaCache<String, String> users = topic.open();
        topic.until(() -> users.status().catchUp().records() == 4);
        topic.log.recreateTopic(1);
        topic.fill(0, 3);

        users.awaitReady(TestTopic.PATIENCE);

        assertThat(users.status().catchUp().records()).isGreaterThanOrEqualTo(7);
    }
}
