package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A topic that grows after ready, and keys that stand on several partitions. */
class FollowsTheTopicTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    /** Elsewhere a put to an added partition is written and then lost to the reader: kcache, GlobalKTable. */
    @Test
    void anAddedPartitionIsSaidWhereItMatters() {
        topic.log.append(0, "ann", "Ann");
        try (Logged logged = new Logged()) {
            KafkaCache<String, String> users = topic.openReady();
            topic.log.addPartitions(3);
            topic.log.append(1, "bob", "Bob");
            topic.log.advance(Duration.ofMinutes(1));

            assertThat(topic.failure(users.sync())).hasMessageContaining("open the cache again");
            assertThat(topic.failure(users.await(new RecordOffset("users", topic.log.topicId(), 1, 0))))
                    .hasMessageContaining("open the cache again");
            users.await(new RecordOffset("users", topic.log.topicId(), 0, 0)).join();

            assertThat(users.status().uncoveredPartitions()).containsExactly(1, 2);
            assertThat(users.status().state()).isEqualTo(CacheState.READY);
            assertThat(users.get("ann")).isEqualTo("Ann");
            assertThat(logged.warnings()).singleElement().asString().contains("from 1 to 3 partitions");
        }
    }

    @Test
    void syncNoticesAnAddedPartitionItself() {
        KafkaCache<String, String> users = topic.openReady(b -> b.metadataAge(Duration.ofHours(1)));
        topic.log.advance(Duration.ofSeconds(1));

        topic.log.addPartitions(2);
        topic.log.append(1, "bob", "Bob");

        assertThat(topic.failure(users.sync())).hasMessageContaining("open the cache again");
        topic.log.runUntilIdle();
        assertThat(users.status().uncoveredPartitions()).containsExactly(1);
    }

    @Test
    void awaitOfAnAddedPartitionDescribesTheTopic() {
        KafkaCache<String, String> users = topic.openReady(b -> b.metadataAge(Duration.ofHours(1)));

        topic.log.addPartitions(2);
        long offset = topic.log.append(1, "bob", "Bob");

        assertThat(topic.failure(users.await(new RecordOffset("users", topic.log.topicId(), 1, offset))))
                .hasMessageContaining("open the cache again");
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

            assertThat(logged.warnings()).singleElement().asString().contains("not compacted");
        }
    }
}
