package io.kafkacache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.scripted.AdminCall;
import io.kafkacache.scripted.Failure;
import io.kafkacache.scripted.ScriptedRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writers of two partitioners: a key stands on several partitions, and what is put or deleted last still counts. */
class SeveralPartitionsTest {
    private static final int PARTITIONS = 4;

    @RegisterExtension
    final TestTopic topic = new TestTopic(PARTITIONS);

    /** A key that the cache under test, which partitions by murmur2, writes to {@code own}, and others to {@code other}. */
    private static String key(int own, int other) {
        for (int i = 0; ; i++) {
            byte[] key = ("key-" + i).getBytes(UTF_8);
            if (KeyPartitioner.murmur2().partition(key, PARTITIONS) == own
                    && KeyPartitioner.crc32().partition(key, PARTITIONS) == other) {
                return "key-" + i;
            }
        }
    }

    private KafkaCache<String, String> writable() {
        return topic.openReady(b -> b.readOnly(false));
    }

    private ScriptedRecord last(int partition) {
        List<ScriptedRecord> history = topic.log.partition(partition).history();
        return history.get(history.size() - 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void aPutCountsThoughTheKeyStandsElsewhereWithALaterTime(int other) {
        String key = key(1, other);
        Instant ahead = topic.log.now().plusSeconds(100);
        topic.log.append(other, key, "of a clock ahead", ahead);
        KafkaCache<String, String> users = writable();

        users.put(key, "mine").thenCompose(users::await).join();

        assertThat(users.get(key)).isEqualTo("mine");
        assertThat(last(1).timestampMillis()).isEqualTo(ahead.toEpochMilli() + 1);
        assertThat(last(1).value()).isNotNull();
    }

    @Test
    void aPutOfAKeyThatStandsNowhereElseIsOfNow() {
        KafkaCache<String, String> users = writable();

        users.put(key(1, 1), "mine").join();

        assertThat(last(1).timestampMillis()).isEqualTo(topic.log.now().toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void aPutCountsAgainstATombstoneElsewhereToo(int other) {
        String key = key(1, other);
        KafkaCache<String, String> users = writable();
        topic.log.append(other, key, (String) null, topic.log.now().plusSeconds(100));
        users.sync().join();

        users.put(key, "mine").thenCompose(users::await).join();

        assertThat(users.get(key)).isEqualTo("mine");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void aDeleteReachesEveryPartitionOnWhichTheKeyStands(int other) {
        String key = key(1, other);
        topic.log.append(other, key, "theirs");
        topic.log.append(2, key, "once more");
        KafkaCache<String, String> users = writable();
        users.put(key, "mine").thenCompose(users::await).join();

        RecordOffset place = users.delete(key).join();
        users.await(place).join();

        assertThat(users.get(key)).isNull();
        assertThat(place.partition()).isEqualTo(1);
        for (int partition : new int[] {other, 1, 2}) {
            assertThat(last(partition).value()).isNull();
            assertThat(last(partition).keyText()).isEqualTo(key);
            assertThat(last(partition).timestampMillis()).isLessThanOrEqualTo(last(1).timestampMillis());
        }
        assertThat(topic.log.partition(3 - other).end()).isZero();
        assertThat(topic.openReady().get(key)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void afterADeleteTheKeyIsAbsentWhicheverTombstoneIsLate(int late) {
        String key = key(1, 3);
        topic.log.append(3, key, "theirs", topic.log.now().plusSeconds(100));
        topic.log.append(0, key, "once more");
        topic.log.append(2, key, "and more");
        KafkaCache<String, String> users = writable();
        List<String> told = new ArrayList<>();
        UpdateListener<String, String> listener = step -> step.forEach(update ->
                told.add(update.after() == null ? "absent" : update.after().value()));
        users.listen(ListenOptions.fromNow(), listener);

        RecordOffset place = users.delete(key).join();
        if (late != 1) {
            topic.log.faults().throttle(late);
        }
        users.await(place).join();
        String awaited = users.get(key);
        topic.log.faults().unthrottle();
        users.sync().join();
        topic.log.runUntilIdle();

        assertThat(awaited).isNull();
        assertThat(users.get(key)).isNull();
        assertThat(told).containsExactly("absent");
    }

    @Test
    void aDeleteOfAKeyOnItsOwnPartitionIsOneRecord() {
        KafkaCache<String, String> users = writable();
        users.put(key(1, 1), "mine").thenCompose(users::await).join();
        long before = topic.log.usage().sends();

        users.delete(key(1, 1)).join();

        assertThat(topic.log.usage().sends()).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDeleteFailsWhereOneOfItsTombstonesFails(boolean first) {
        String key = key(1, 3);
        topic.log.append(3, key, "theirs");
        KafkaCache<String, String> users = writable();
        topic.log.faults().hangSends();

        CompletableFuture<RecordOffset> delete = users.delete(key);
        topic.log.runUntilIdle();
        topic.log.faults().failSends(first ? 1 : 2, Failure.TOO_LARGE);
        topic.log.faults().resumeSends();

        assertThat(topic.failure(delete)).hasMessageContaining("users: ");
        assertThat(topic.log.usage().sends()).isEqualTo(2);
    }

    /** While the first is underway the cache does not know of it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void ofWritesInARowTheLastCounts(int other) {
        String key = key(1, other);
        topic.log.append(other, key, "theirs", topic.log.now().plusSeconds(100));
        KafkaCache<String, String> users = writable();

        var first = users.put(key, "first");
        var second = users.delete(key);
        var third = users.put(key, "third");
        List.of(first, second, third).forEach(CompletableFuture::join);
        users.sync().join();
        String put = users.get(key);
        var fourth = users.put(key, "fourth");
        var fifth = users.delete(key);
        List.of(fourth, fifth).forEach(CompletableFuture::join);
        users.sync().join();

        assertThat(put).isEqualTo("third");
        assertThat(users.get(key)).isNull();
        assertThat(topic.openReady().get(key)).isNull();
    }

    @Test
    void aDeleteBeforeReadyReachesWhatHasBeenReadSoFar() {
        String key = key(1, 3);
        topic.log.append(3, key, "theirs");
        topic.log.faults().hangAdmin(AdminCall.SETTINGS); // without which it is not ready
        KafkaCache<String, String> users = topic.open(b -> b.readOnly(false));
        topic.until(() -> users.status().catchUp().records() > 0);

        users.delete(key).join();
        topic.log.faults().resumeAdmin();
        users.awaitReady(TestTopic.PATIENCE);
        users.sync().join();

        assertThat(users.get(key)).isNull();
        assertThat(last(3).value()).isNull();
    }

    @Test
    void anOlderValueAfterATombstoneElsewhereStaysAway() {
        Instant now = topic.log.now();
        topic.log.append(0, "ann", "Ann", now);
        KafkaCache<String, String> users = topic.openReady();
        topic.log.append(0, "ann", null, now.plusMillis(10));
        users.sync().join();

        topic.log.append(1, "ann", "older", now.plusMillis(5));
        topic.log.advance(Duration.ofHours(1));
        users.sync().join();

        assertThat(users.get("ann")).isNull();
        assertThat(users.size()).isZero();
        assertThat(topic.openReady().get("ann")).isNull();
        topic.log.append(1, "ann", "newer", now.plusMillis(11));
        users.sync().join();
        assertThat(users.get("ann")).isEqualTo("newer");
    }

    @Test
    void anOlderValueAfterATombstoneThatWasReplayedStaysAwayToo() {
        Instant now = topic.log.now();
        topic.log.append(0, "ann", null, now.plusMillis(10));
        KafkaCache<String, String> users = topic.openReady();

        topic.log.append(1, "ann", "older", now.plusMillis(5));
        users.sync().join();

        assertThat(users.get("ann")).isNull();
    }

    @Test
    void theMemoryOfADeletedKeyComesBack() {
        KafkaCache<String, String> users = topic.openReady();
        topic.log.append(0, "eve", "Eve");
        users.sync().join();
        long before = users.status().bytes();
        for (int i = 0; i < 1_000; i++) {
            topic.log.delete(0, "key-" + i);
        }
        users.sync().join();
        long remembering = users.status().bytes();

        topic.log.advance(Duration.ofHours(25));

        assertThat(remembering).isGreaterThan(before + 1_000 * 50);
        assertThat(users.status().bytes()).isLessThan(before + (remembering - before) / 4);
    }

    @Test
    void suchKeysAreCountedAndWarnedAboutOnce() {
        try (Logged logged = new Logged()) {
            KafkaCache<String, String> users = topic.openReady();
            for (int i = 0; i < 10; i++) {
                topic.log.append(i % 2, "ann", "Ann " + i);
                topic.log.delete(2, "ann");
                topic.log.append(3, "bob", "Bob " + i);
            }
            users.sync().join();

            assertThat(users.status().keysOnSeveralPartitions()).isGreaterThan(1);
            assertThat(logged.warnings())
                    .singleElement()
                    .asString()
                    .contains("another partition")
                    .contains("partitioner");
        }
    }

    /** Each waits for what the other wrote before, so it knows of it. */
    @Test
    void cachesOfTwoPartitionersTakingTurnsAgree() {
        long seed = Long.getLong("kafkacache.seed", ThreadLocalRandom.current().nextLong());
        Random random = new Random(seed);
        List<KafkaCache<String, String>> caches =
                List.of(writable(), topic.openReady(b -> b.readOnly(false).partitioner(KeyPartitioner.crc32())));
        for (int i = 0; i < 300; i++) {
            KafkaCache<String, String> writes = caches.get(random.nextInt(2));
            String key = "key-" + random.nextInt(5);
            String value = random.nextInt(3) == 0 ? null : "value " + i;

            RecordOffset place = (value == null ? writes.delete(key) : writes.put(key, value)).join();

            for (KafkaCache<String, String> reads : caches) {
                reads.await(place).join();
                assertThat(reads.get(key))
                        .as("seed %d, write %d of %s", seed, i, key)
                        .isEqualTo(value);
            }
            if (random.nextBoolean()) {
                topic.log.advance(Duration.ofMillis(random.nextInt(3)));
            }
        }
        caches.forEach(cache -> cache.sync().join());
        try (KafkaCache<String, String> fresh = topic.openReady()) {
            for (int i = 0; i < 5; i++) {
                String key = "key-" + i;
                assertThat(caches).allSatisfy(cache -> assertThat(Objects.toString(cache.get(key)))
                        .as("seed %d, %s", seed, key)
                        .isEqualTo(Objects.toString(fresh.get(key))));
            }
        }
    }
}
