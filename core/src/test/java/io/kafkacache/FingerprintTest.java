package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Fingerprint.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two replicas that have passed a position agree there, however they came to it; and what differs is seen. */
class FingerprintTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(2);

    private void assertAgree(ReadableCache<?, ?> one, ReadableCache<?, ?> other) {
        topic.log.runUntilIdle();
        assertThat(one.fingerprint().compare(other.fingerprint()))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.outcome()).as("%s", line).isEqualTo(Outcome.EQUAL));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aLongLivedCacheAgreesWithAFreshOne(long seed) {
        Random random = new Random(seed);
        KafkaCache<String, String> old = topic.openReady();

        for (int i = 0; i < 300; i++) {
            write(random);
            if (random.nextInt(20) == 0) {
                topic.log.advance(Duration.ofSeconds(1));
            }
            if (random.nextInt(60) == 0) {
                topic.log.partition(0).compact();
            }
        }
        old.sync().join();

        assertAgree(old, topic.openReady());
        assertThat(old.status().partitions())
                .allSatisfy(partition -> assertThat(partition.fingerprint()).isNotNull());
    }

    private void write(Random random) {
        int key = random.nextInt(40);
        switch (random.nextInt(6)) {
            case 0 -> topic.log.delete(key % 2, "k" + key);
            case 1 -> topic.log.append(key % 2, ("k" + key).getBytes(StandardCharsets.UTF_8), new byte[] {(byte) 0xff});
            default -> topic.log.append(key % 2, "k" + key, "v" + random.nextInt());
        }
    }

    /** A record of one partition may take the place of another one's, which then holds less although nothing of it was read. */
    @Test
    void aKeyThatAnotherPartitionTakesLeavesTheFormer() {
        topic.log.append(0, "k", "first");
        KafkaCache<String, String> old = topic.openReady();

        topic.log.append(1, "k", "second", topic.log.now().plusSeconds(1));
        old.sync().join();

        assertThat(old.get("k")).isEqualTo("second");
        assertAgree(old, topic.openReady());
    }

    /** One that lags is compared at the position it has reached, which the other one has kept. */
    @Test
    void oneThatLagsIsComparedWhereItIs() {
        topic.fill(0, 10);
        KafkaCache<String, String> ahead = topic.openReady();
        KafkaCache<String, String> behind = topic.openReady();
        topic.log.runUntilIdle();
        behind.freeze();
        topic.log.runUntilIdle();

        topic.log.append(0, "k3", "again");
        topic.log.delete(0, "k4");
        ahead.sync().join();

        assertAgree(ahead, behind);
        assertThat(ahead.fingerprint().compare(behind.fingerprint()).get(0).position())
                .isEqualTo(10);
        assertThat(ahead.fingerprint().partitions().get(0).at(12))
                .isNotEqualTo(ahead.fingerprint().partitions().get(0).at(10));
        assertThat(ahead.fingerprint().partitions().get(0).at(13)).isNull();
    }

    @Test
    void isJsonForAnotherProcess() {
        Fingerprint.Sums sums = new Fingerprint.Sums(0, 12, new long[] {10, 11}, new long[] {1, -1});

        assertThat(new Fingerprint("id", List.of(sums)).toJson())
                .isEqualTo("{\"topicId\":\"id\",\"partitions\":[{\"partition\":0,\"position\":12,"
                        + "\"fingerprint\":\"ffffffffffffffff\","
                        + "\"sums\":[[10,\"0000000000000001\"],[11,\"ffffffffffffffff\"]]}]}");
        assertThat(new Fingerprint(null, List.of()).toJson()).isEqualTo("{\"topicId\":null,\"partitions\":[]}");
    }

    @Test
    void aStatusHasTheSumOfItsPosition() {
        topic.fill(0, 10);
        KafkaCache<String, String> cache = topic.openReady();
        topic.log.append(0, "k3", "again");
        cache.sync().join();

        Fingerprint fingerprint = cache.fingerprint();

        assertThat(cache.status().partitions()).allSatisfy(partition -> assertThat(partition.fingerprint())
                .isEqualTo(fingerprint
                        .partitions()
                        .get(partition.partition())
                        .at(partition.position().offset())));
    }

    @Test
    void whatDiffersIsSeen() {
        topic.fill(0, 10);
        KafkaCache<String, String> one = topic.openReady();
        topic.log.runUntilIdle();
        KafkaCache<String, String> other = topic.openReady(b -> b.startAt(StartAt.offsets(Map.of(0, 5L))));
        topic.log.runUntilIdle();

        assertThat(one.fingerprint().compare(other.fingerprint()))
                .extracting(Fingerprint.Comparison::outcome)
                .containsExactly(Outcome.DIFFERENT, Outcome.EQUAL);
    }

    @Test
    void retentionAndAddedPartitionsAndRebuildsAreCounted() {
        topic.fill(0, 10);
        KafkaCache<String, String> old = topic.openReady();
        topic.log.runUntilIdle();

        topic.log.partition(0).trim(4);
        topic.log.addPartitions(3);
        topic.fill(2, 0);
        topic.log.append(2, "zoe", "Zoe");
        topic.log.advance(Duration.ofSeconds(8));
        assertAgree(old, topic.openReady());

        topic.log.partition(0).truncate(8);
        topic.log.append(0, "ann", "Ann");
        topic.log.advance(Duration.ofSeconds(20));

        assertThat(old.status().generation()).isEqualTo(2);
        assertAgree(old, topic.openReady());
    }

    /** Only the last positions are kept; further back nothing can be said. */
    @Test
    void whatIsTooFarBackCannotBeCompared() {
        KafkaCache<String, String> ahead = topic.openReady();
        KafkaCache<String, String> behind = topic.openReady();
        topic.log.runUntilIdle();
        behind.freeze();
        topic.log.runUntilIdle();

        topic.fill(0, 2_000);
        ahead.sync().join();

        assertThat(ahead.fingerprint().compare(behind.fingerprint()).get(0).outcome())
                .isEqualTo(Outcome.NOT_COMPARABLE);
    }

    /** What was kept in spite of a rejected record need not stand in another replica. */
    @Test
    void retainedEntriesAreLeftOut() {
        topic.fill(0, 3);
        KafkaCache<String, String> old = topic.openReady(b -> b.onRejected(OnRejected.KEEP_PREVIOUS));
        topic.log.runUntilIdle();
        topic.log.append(0, "k1".getBytes(StandardCharsets.UTF_8), new byte[] {(byte) 0xff});
        old.sync().join();
        topic.log.partition(0).compact();

        KafkaCache<String, String> fresh = topic.openReady(b -> b.onRejected(OnRejected.KEEP_PREVIOUS));

        assertThat(fresh.size()).isEqualTo(2);
        assertAgree(old, fresh);
    }

    /** So that somebody can be told of what other replicas need not have: kept since it was opened, and since before. */
    @Test
    void whatIsLeftOutIsCounted() {
        byte[] undecodable = {(byte) 0xff};
        topic.fill(0, 4);
        topic.log.append(0, "k0".getBytes(StandardCharsets.UTF_8), undecodable);
        KafkaCache<String, String> keeping = topic.openReady(b -> b.onRejected(OnRejected.KEEP_PREVIOUS));
        KafkaCache<String, String> failing = topic.openReady();
        topic.log.runUntilIdle();
        assertThat(keeping.status().retainedEntries()).isEqualTo(1);

        topic.log.append(0, "k1".getBytes(StandardCharsets.UTF_8), undecodable);
        topic.log.append(0, "k2".getBytes(StandardCharsets.UTF_8), undecodable);
        topic.log.append(0, "k2".getBytes(StandardCharsets.UTF_8), undecodable); // the same one is kept on
        keeping.sync().join();
        assertThat(keeping.status().retainedEntries()).isEqualTo(3);

        topic.log.append(0, "k0", "again");
        topic.log.delete(0, "k1");
        keeping.sync().join();
        failing.sync().join();
        assertThat(keeping.status().retainedEntries()).isEqualTo(1);
        assertThat(failing.status().retainedEntries()).isZero();

        topic.log.partition(0).trim(topic.log.partition(0).end());
        topic.until(() -> keeping.status().retainedEntries() == 0);
    }

    @Test
    void whatIsLeftOutIsNotKnownBeforeTheTopicWasRead() {
        assertThat(topic.open().status().retainedEntries()).isEqualTo(-1);
    }
}
