package io.kafkacache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.scripted.AdminCall;
import io.kafkacache.scripted.Failure;
import io.kafkacache.scripted.ScriptedFaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ways in which other caches of topics have failed and that stand in no other test; docs/guarantees.md lists them all. */
class TrapsTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(3);

    /** Ready at once, and empty, because the group's offsets stand at the end: KKV. */
    @Test
    void aGroupsCommittedOffsetsAreNotTakenForWhatIsRead() {
        topic.fill(0, 3);
        KafkaCache<String, String> killed = topic.openReady(b -> b.identity("pod-1"));
        topic.log.advance(Duration.ofSeconds(6));
        topic.log.faults().failAdmin(AdminCall.FORGET, ScriptedFaults.FOR_EVER, Failure.UNREACHABLE);
        killed.close();
        topic.log.faults().heal();
        Map<Integer, Position> left = topic.log.usage().committed("pod-1");

        topic.log.faults().hangPolls();
        KafkaCache<String, String> users = topic.open(b -> b.identity("pod-1"));
        topic.log.advance(Duration.ofMinutes(1));
        boolean readyUnread = users.status().ready();
        topic.log.faults().resumePolls();
        users.awaitReady(TestTopic.PATIENCE);

        assertThat(left.get(0)).isEqualTo(new Position(3, 0));
        assertThat(readyUnread).isFalse();
        assertThat(users.size()).isEqualTo(3);
    }

    /** Ready that outlives what it was about, or is taken from an end that was learned earlier: Venice 0b9d3868, 9a63f225, fc1da747. */
    @Test
    void whoWasReadyOnceIsNotReadyWhenOpenedAgain() {
        topic.fill(0, 3);
        topic.openReady().close();
        topic.log.faults().hangAdmin(AdminCall.ENDS);

        KafkaCache<String, String> users = topic.open();
        topic.log.advance(Duration.ofMinutes(1));
        topic.log.append(0, "ann", "Ann");

        assertThat(users.status().ready()).isFalse();
        assertThatThrownBy(() -> users.get("k0")).isInstanceOf(NotReadyException.class);
        topic.log.faults().resumeAdmin();
        users.awaitReady(TestTopic.PATIENCE);
        users.sync().join();
        assertThat(users.get("ann")).isEqualTo("Ann");
    }

    /** A group's rebalance gives away half of the cache: camel PR 12797, 12948 and 14750, debezium PR 7509. */
    @Test
    void twoCachesOfOneIdentityReadEveryPartitionEach() {
        for (int p = 0; p < 3; p++) {
            topic.log.append(p, "k" + p, "v" + p);
        }

        KafkaCache<String, String> one = topic.openReady(b -> b.identity("pod-1"));
        KafkaCache<String, String> other = topic.openReady(b -> b.identity("pod-1"));
        topic.log.append(1, "ann", "Ann");
        one.sync().join();
        other.sync().join();

        assertThat(TestTopic.contents(one)).isEqualTo(TestTopic.contents(other)).hasSize(4);
    }

    /** Stored as null it stays among the keys, and its memory never comes back: KKV. It ends kafka-cache; apache/kafka PR 12800. */
    @Test
    void aTombstoneIsNoEntryOfNull() {
        KafkaCache<String, String> users = topic.openReady();
        topic.log.append(0, "ann", "Ann");
        users.sync().join();

        topic.log.delete(0, "ann");
        topic.log.delete(0, "who was never there");
        users.sync().join();

        assertThat(users.contains("ann")).isFalse();
        assertThat(users.getAll(List.of("ann"))).isEmpty();
        assertThat(TestTopic.contents(users)).isEmpty();
        assertThat(users.size()).isZero();
        assertThat(users.status().state()).isEqualTo(CacheState.READY);
    }

    /** A handler that counts on every version misses those that compaction took: schema-registry issues 836 and 749. */
    @Test
    void updatesJoinUpThoughCompactionTookTheVersionsBetween() {
        topic.log.append(0, "ann", "1");
        KafkaCache<String, String> users = topic.openReady();
        List<String> told = new ArrayList<>();
        UpdateListener<String, String> listener =
                step -> step.forEach(update -> told.add(value(update.before()) + " -> " + value(update.after())));
        topic.closing(users.listen(listener));
        topic.log.runUntilIdle();
        topic.log.faults().hangPolls();

        topic.log.append(0, "ann", "2");
        topic.log.append(0, "ann", "3");
        topic.log.append(0, "ann", "4");
        topic.log.partition(0).compact();
        topic.log.faults().resumePolls();
        users.sync().join();
        topic.log.append(0, "ann", "5");
        users.sync().join();
        topic.log.runUntilIdle();

        assertThat(told).containsExactly("1 -> 4", "4 -> 5");
    }

    private static String value(@Nullable Entry<? extends String, ? extends String> entry) {
        return entry == null ? "absent" : entry.value();
    }

    /** Live keys that a bound on size evicted read as absent: kcache issue 163, camel PR 25993. */
    @Test
    void liveKeysAreNeverEvicted() {
        topic.fill(0, 50_000);
        KafkaCache<String, String> users = topic.openReady();

        topic.log.advance(Duration.ofHours(1));

        assertThat(users.size()).isEqualTo(50_000);
        assertThat(users.get("k0")).isEqualTo("v0");
        assertThat(users.get("k49999")).isEqualTo("v49999");
    }

    /** Looked for on the partition that the reader would have chosen, a key is not found: goka issues 83 and 186. */
    @Test
    void aKeyIsFoundOnWhicheverPartitionItsWriterPutIt() {
        KafkaCache<String, String> users = topic.openReady(b -> b.partitioner((key, partitions) -> {
            throw new AssertionError("a read never asks for the partition of a key");
        }));

        for (int p = 0; p < 3; p++) {
            topic.log.append(p, "on " + p, "v" + p);
        }
        users.sync().join();

        assertThat(users.get("on 0")).isEqualTo("v0");
        assertThat(users.contains("on 1")).isTrue();
        assertThat(users.getAll(List.of("on 0", "on 1", "on 2"))).hasSize(3);
    }

    /** Skipped while live with the old value left, loaded after a restart: kcache, GlobalKTable (apache/kafka PR 6398), schema-registry. */
    @ParameterizedTest
    @EnumSource(
            value = OnRejected.class,
            names = {"HALT"},
            mode = EnumSource.Mode.EXCLUDE)
    void aRecordThatCannotBeDecodedMeansTheSameAfterARestart(OnRejected policy) {
        KafkaCache<String, String> live = topic.openReady(b -> b.onRejected(policy));
        topic.log.append(0, "ann", "old");
        topic.log.append(0, "ann".getBytes(UTF_8), new byte[] {(byte) 0xff});
        topic.log.append(0, "bob", "Bob");
        live.sync().join();

        KafkaCache<String, String> restarted = topic.openReady(b -> b.onRejected(policy));

        assertThat(TestTopic.position(live, 0)).isEqualTo(3);
        assertThat(TestTopic.contents(restarted)).isEqualTo(TestTopic.contents(live));
        assertThat(restarted.status().rejections()).isEqualTo(live.status().rejections());
    }

    /** A lock and a wake-up for each record, also in replay: kcache, schema-registry. One record for each poll in replay: karapace PR 866, 877. */
    @Test
    void theWorkIsDoneByBatches() {
        topic.fill(0, 2_000);
        KafkaCache<String, String> users = topic.openReady();
        long pollsOfTheReplay = topic.log.usage().polls();
        List<Integer> steps = new ArrayList<>();
        topic.closing(users.listen(step -> steps.add(step.size())));
        topic.log.runUntilIdle();

        topic.fill(1, 2_000);
        users.sync().join();
        topic.log.runUntilIdle();

        assertThat(pollsOfTheReplay).isLessThan(10);
        assertThat(steps.stream().mapToInt(Integer::intValue).sum()).isEqualTo(2_000);
        assertThat(steps).hasSizeLessThan(10);
    }

    /** A key for which the reader would have to wait until a large burst is in: karapace PR 877. */
    @Test
    void aBurstIsShownBatchByBatch() {
        KafkaCache<String, String> users = topic.openReady();
        topic.log.faults().hangPolls();
        topic.fill(0, 30);
        topic.log.append(1, "ann", "Ann");
        topic.log.faults().pollLimit(5);
        topic.log.faults().resumePolls();

        topic.until(() -> users.get("ann") != null);

        assertThat(users.size()).isLessThan(30);
    }
}
