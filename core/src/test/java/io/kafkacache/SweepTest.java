package io.kafkacache;

import static io.kafkacache.Isolation.READ_UNCOMMITTED;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.scripted.ScriptedTransaction;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A replay of uncommitted records that overran met some which were aborted and then taken by the cleaner. What they had superseded stands in the topic, so
 * the sweep may take none of their keys away (ReadyMeansComplete, NoFalseAbsence).
 */
class SweepTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(2);

    @Test
    void noKeyLeavesOfWhichTheTopicHasAnOlderRecord() {
        topic.fill(0, 3);
        KafkaCache<String, String> users = openAndOverrun("k2", b -> b);

        users.awaitReady(TestTopic.PATIENCE);

        assertThat(TestTopic.contents(users)).containsOnlyKeys("k0", "k2", "ann");
        assertThat(users.get("k2")).isEqualTo("of an aborted transaction");
    }

    @Test
    void aKeyLeavesOfWhichTheTopicHasNothing() {
        topic.fill(0, 2);
        KafkaCache<String, String> users = openAndOverrun("k2", b -> b);

        users.awaitReady(TestTopic.PATIENCE);

        assertThat(TestTopic.contents(users)).containsOnlyKeys("k0", "ann");
    }

    @Test
    void whatIsKeptInSpiteOfAnAbortedRecordStays() {
        topic.fill(0, 3);
        Validator<String, String> isShort = Validator.rule("is short", (key, value) -> value.length() < 5);
        KafkaCache<String, String> users =
                openAndOverrun("k2", b -> b.validateReads(isShort, OnRejected.KEEP_PREVIOUS));

        users.awaitReady(TestTopic.PATIENCE);

        assertThat(users.get("k2")).isEqualTo("v2");
    }

    /** Later another partition's record, which counts at first, leaves. */
    @Test
    void noKeyLeavesThatAnotherPartitionHides() {
        topic.fill(0, 3);
        topic.log.append(1, "k2", "of the other", topic.log.now().plusSeconds(1));
        KafkaCache<String, String> users = openAndOverrun("k2", b -> b);
        users.awaitReady(TestTopic.PATIENCE);
        assertThat(users.get("k2")).isEqualTo("of the other");

        topic.log.partition(1).trim(1);
        topic.log.advance(Duration.ofSeconds(11));

        assertThat(users.contains("k2")).isTrue();
    }

    /** A cache whose replay has met {@code key} of a transaction that was then aborted and cleaned, and a hole where a tombstone of k1 was. */
    private KafkaCache<String, String> openAndOverrun(
            String key, UnaryOperator<Builder<String, String, String, String, KafkaCache<String, String>>> options) {
        topic.log.configure(true, true, Duration.ofMillis(1));
        ScriptedTransaction aborted = topic.log.begin();
        aborted.append(0, key, "of an aborted transaction");
        aborted.abort();
        topic.log.delete(0, "k1");
        topic.log.append(0, "ann", "Ann");
        topic.log.faults().pollLimit(1);
        KafkaCache<String, String> cache = topic.open(b -> options.apply(b.isolation(READ_UNCOMMITTED)));
        topic.until(() -> isAt(cache, topic.log.partition(0).end() - 3));
        topic.log.faults().hangPolls();
        topic.log.advance(Duration.ofMillis(10));
        topic.log.partition(0).compact(true);
        topic.log.faults().resumePolls();
        return cache;
    }

    private static boolean isAt(KafkaCache<String, String> cache, long position) {
        return cache.status().partitions().stream()
                .anyMatch(status -> status.partition() == 0 && status.position().offset() >= position);
    }
}
