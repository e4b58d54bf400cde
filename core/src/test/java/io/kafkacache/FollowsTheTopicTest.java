package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A topic that grows after ready, and keys that stand on several partitions. */
class FollowsTheTopicTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    /** Elsewhere a put to an added partition is written and then lost to the reader: kcache, GlobalKTable. */
    @Test
    void anAddedPartitionIsReadWithinMetadataAge() {
        topic.log.append(0, "ann", "Ann");
        KafkaCache<String, String> users = topic.openReady();

        topic.log.addPartitions(3);
        topic.log.append(1, "bob", "Bob");
        topic.log.append(2, "cid", "Cid");
        topic.log.advance(Duration.ofSeconds(6));

        assertThat(users.get("bob")).isEqualTo("Bob");
        assertThat(users.get("cid")).isEqualTo("Cid");
        assertThat(users.status().partitions()).hasSize(3);
        assertThat(users.status().uncoveredPartitions()).isEmpty();
        assertThat(users.status().state()).isEqualTo(CacheState.READY);
        assertThat(users.status().stale()).isFalse();
        assertThat(users.status().generation()).isEqualTo(1);
    }

    @Test
    void syncReadsAnAddedPartitionAtOnce() {
        KafkaCache<String, String> users = topic.openReady(b -> b.metadataAge(Duration.ofHours(1)));
        topic.log.advance(Duration.ofSeconds(1));

        topic.log.addPartitions(2);
        topic.log.append(1, "bob", "Bob");
        users.sync().join();

        assertThat(users.get("bob")).isEqualTo("Bob");
    }

    @Test
    void awaitOfAnAddedPartitionReadsItAtOnce() {
        KafkaCache<String, String> users = topic.openReady(b -> b.metadataAge(Duration.ofHours(1)));

        topic.log.addPartitions(2);
        long offset = topic.log.append(1, "bob", "Bob");
        users.await(new RecordOffset("users", topic.log.topicId(), 1, offset)).join();

        assertThat(users.get("bob")).isEqualTo("Bob");
    }

    /** Until all that stood there when it was found is in, it is listed; and the rest of the cache is as fresh as it was. */
    @Test
    void anAddedPartitionIsListedUntilItIsCovered() {
        topic.log.append(0, "ann", "Ann");
        KafkaCache<String, String> users = topic.openReady();
        topic.log.addPartitions(2);
        topic.fill(1, 10);
        topic.log.faults().throttle(1);

        topic.log.advance(Duration.ofSeconds(20));
        CacheStatus meanwhile = users.status();
        topic.log.faults().unthrottle();
        topic.log.advance(Duration.ofSeconds(2));

        assertThat(meanwhile.uncoveredPartitions()).containsExactly(1);
        assertThat(meanwhile.stale()).isFalse();
        assertThat(meanwhile.lagRecords()).isEqualTo(10);
        assertThat(users.status().uncoveredPartitions()).isEmpty();
        assertThat(users.size()).isEqualTo(11);
    }

    /** A record that the cleaner took from an added partition is superseded further on: another lap waits for that. */
    @Test
    void anAddedPartitionIsCoveredWithoutHoles() {
        KafkaCache<String, String> users = topic.openReady();
        topic.log.addPartitions(2);
        topic.log.append(1, "ann", "Ann");
        topic.log.append(1, "bob", "Bob");
        topic.log.faults().throttle(1);
        topic.log.advance(Duration.ofSeconds(6));

        topic.log.append(1, "ann", "Ann 2");
        topic.log.partition(1).compact();
        topic.log.faults().unthrottle();
        topic.log.faults().pollLimit(1);
        topic.until(() -> users.status().uncoveredPartitions().isEmpty());

        assertThat(users.get("ann")).isEqualTo("Ann 2");
    }

    @Test
    void listenersAreToldOfAddedPartitions() {
        KafkaCache<String, String> users = topic.openReady();
        List<String> told = new ArrayList<>();
        topic.closing(users.listen(step -> step.forEach(update -> told.add(update.key()))));

        topic.log.addPartitions(2);
        topic.fill(1, 3);
        topic.log.advance(Duration.ofSeconds(6));

        assertThat(told).containsExactly("k0", "k1", "k2");
    }

    @Test
    void aTopicThatGrowsAgainMeanwhileIsReadWhole() {
        KafkaCache<String, String> users = topic.openReady();
        topic.log.addPartitions(2);
        topic.fill(1, 3);
        topic.log.faults().throttle(1);
        topic.log.advance(Duration.ofSeconds(6));

        topic.log.addPartitions(4);
        topic.log.append(3, "ann", "Ann");
        topic.log.advance(Duration.ofSeconds(6));
        topic.log.faults().unthrottle();
        users.sync().join();

        assertThat(users.size()).isEqualTo(4);
        assertThat(users.status().partitions()).hasSize(4);
    }

    /** librdkafka's writers hash keys with CRC32, Java's with murmur2, so one key stands on two partitions. */
    @Test
    void ofAKeyOnTwoPartitionsTheNewerStands() {
        topic.log.addPartitions(2);
        Instant now = topic.log.now();
        topic.log.append(1, "ann", "newer", now.plusMillis(5));
        topic.log.append(0, "ann", "older", now);

        try (Logged logged = new Logged()) {
            KafkaCache<String, String> users = topic.openReady();
            String replayed = users.get("ann");
            topic.log.append(0, "ann", "older too", now.plusMillis(4));
            users.sync().join();
            String live = users.get("ann");
            topic.log.append(0, "ann", "newest", now.plusMillis(6));
            users.sync().join();

            assertThat(replayed).isEqualTo("newer");
            assertThat(live).isEqualTo("newer");
            assertThat(users.get("ann")).isEqualTo("newest");
            assertThat(users.status().keysOnSeveralPartitions()).isPositive();
            assertThat(logged.warnings()).singleElement().asString().contains("partitioner");
        }
    }

    @Test
    void ofTwoOfTheSameTimeTheHigherPartitionStands() {
        topic.log.addPartitions(2);
        topic.log.append(1, "ann", "on 1");
        topic.log.append(0, "ann", "on 0");

        assertThat(topic.openReady().get("ann")).isEqualTo("on 1");
    }

    @Test
    void aTopicThatIsNotCompactedIsWarnedAbout() {
        topic.log.configure(false, true, Duration.ofDays(1));

        try (Logged logged = new Logged()) {
            topic.openReady();
            topic.log.advance(Duration.ofMinutes(5));

            assertThat(logged.warnings()).singleElement().asString().endsWith("""
                    users: topic users is not compacted, so it grows with every write, reading it takes ever longer, and once \
                    its retention has passed keys are lost that nobody deleted; set cleanup.policy=compact""");
        }
    }

    /** How a key may have left. */
    enum Removal {
        TOMBSTONE,
        TOMBSTONE_IN_REPLAY,
        FILTERED,
        FILTERED_IN_REPLAY,
        REJECTED_IN_REPLAY
    }

    /** While there was one partition nothing had to be remembered of the keys that left. A fresh replica knows of them, for the log does. */
    @ParameterizedTest
    @CsvSource({
        "TOMBSTONE,heap", "TOMBSTONE,sorted", "TOMBSTONE_IN_REPLAY,heap", "TOMBSTONE_IN_REPLAY,sorted",
        "FILTERED,heap", "FILTERED_IN_REPLAY,sorted", "REJECTED_IN_REPLAY,heap", "REJECTED_IN_REPLAY,sorted"
    })
    void whatWasRemovedBeforeATopicGrewFromOnePartitionStaysAway(Removal removal, String store) {
        Instant now = topic.log.now();
        topic.log.append(0, "bob", "Bob", now);
        topic.log.append(0, "ann", "Ann", now);
        if (removal.name().endsWith("IN_REPLAY")) {
            remove(removal, now);
        }
        ReadableCache<String, String> users = withoutGone(store);
        if (!removal.name().endsWith("IN_REPLAY")) {
            remove(removal, now);
            users.sync().join();
        }

        topic.log.addPartitions(2);
        topic.log.append(1, "ann", "older", now.plusMillis(95));
        topic.log.append(1, "cid", "Cid", now);
        users.sync().join();
        topic.log.advance(Duration.ofSeconds(20));

        assertThat(TestTopic.contents(users)).isEqualTo(TestTopic.contents(withoutGone(store)));
        assertThat(users.get("ann")).isNull();
        assertThat(users.get("bob")).isEqualTo("Bob");
        assertThat(users.get("cid")).isEqualTo("Cid");
        assertThat(users.status().state()).isEqualTo(CacheState.READY);
    }

    private void remove(Removal removal, Instant now) {
        String value =
                switch (removal) {
                    case TOMBSTONE, TOMBSTONE_IN_REPLAY -> null;
                    case FILTERED, FILTERED_IN_REPLAY -> "gone";
                    case REJECTED_IN_REPLAY -> "bad";
                };
        topic.log.append(0, "ann", value, now.plusMillis(100));
    }

    private ReadableCache<String, String> withoutGone(String store) {
        ResolvedCache<String, String, String, String> users = topic.closing(topic.builder()
                .store(store)
                .validateReads(Validator.rule("is good", (key, value) -> !value.equals("bad")), OnRejected.REMOVE)
                .filter("1", (key, value) -> !value.equals("gone"))
                .open());
        users.awaitReady(TestTopic.PATIENCE);
        return users;
    }
}
