package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots of an open cache, on either store: exactly the fold of what lies below their positions. */
class SnapshotTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(2);

    @ParameterizedTest
    @ValueSource(strings = {"heap", "sorted"})
    void eachShowsExactlyWhatLiesBelowItsPositions(String store) {
        KafkaCache<String, String> users = topic.openReady(b -> b.store(store));
        topic.log.faults().pollLimit(3);
        for (int offset = 0; offset < 60; offset++) {
            append(0, offset);
            append(1, offset);
        }

        List<Snapshot<String, String>> taken = new ArrayList<>();
        topic.until(() -> {
            taken.add(topic.closing(users.snapshot().join()));
            return users.size() > 0 && TestTopic.position(users, 0) == 60 && TestTopic.position(users, 1) == 60;
        });

        assertThat(taken).hasSizeGreaterThan(5);
        for (Snapshot<String, String> one : taken) {
            Map<String, String> expected = new TreeMap<>();
            for (int p = 0; p < 2; p++) {
                for (long offset = 0; offset < one.positions().offset(p); offset++) {
                    apply(p, offset, expected);
                }
            }
            Map<String, String> shown = new TreeMap<>();
            one.forEach(entry -> shown.put(entry.key(), entry.value()));
            assertThat(shown).isEqualTo(expected);
            assertThat(one.size()).isEqualTo(expected.size());
            assertThat(one.scanKeys(KeyRange.all())).containsExactlyElementsOf(expected.keySet());
            assertThat(one.scan(KeyRange.prefix("1")).stream().map(Entry::key)).allMatch(key -> key.startsWith("1"));
        }
        assertThat(taken.get(taken.size() - 1).positions())
                .isNotEqualTo(taken.get(0).positions());
    }

    private void append(int partition, int offset) {
        if (offset % 5 == 4) {
            topic.log.delete(partition, partition + "-" + offset % 7);
        } else {
            topic.log.append(partition, partition + "-" + offset % 7, "v" + offset);
        }
    }

    private static void apply(int partition, long offset, Map<String, String> to) {
        if (offset % 5 == 4) {
            to.remove(partition + "-" + offset % 7);
        } else {
            to.put(partition + "-" + offset % 7, "v" + offset);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"heap", "sorted"})
    void aSnapshotIsTakenWhileFrozenAndWhileTheTopicIsReadAgain(String store) {
        topic.fill(0, 3);
        KafkaCache<String, String> users = topic.openReady(b -> b.store(store));

        users.freeze();
        topic.log.append(0, "ann", "Ann");
        Snapshot<String, String> frozen = topic.closing(users.snapshot().join());
        users.unfreeze();
        users.sync().join();
        topic.log.faults().hangPolls();
        topic.log.recreateTopic(2);
        topic.fill(1, 1);
        topic.until(() -> users.status().state() == CacheState.REBUILDING);
        Snapshot<String, String> rebuilding = topic.closing(users.snapshot().join());
        topic.log.faults().resumePolls();
        topic.until(() -> users.status().generation() == 2);
        Snapshot<String, String> rebuilt = topic.closing(users.snapshot().join());

        assertThat(frozen.scanKeys(KeyRange.all())).containsExactly("k0", "k1", "k2");
        assertThat(frozen.positions().offset(0)).isEqualTo(3);
        assertThat(rebuilding.scanKeys(KeyRange.all())).containsExactly("ann", "k0", "k1", "k2");
        assertThat(rebuilding.positions().offset(0)).isEqualTo(4);
        assertThat(rebuilt.scanKeys(KeyRange.all())).containsExactly("k0");
        assertThat(rebuilt.positions().offset(0)).isZero();
        assertThat(rebuilt.positions().offset(1)).isEqualTo(1);
    }

    @Test
    void aSnapshotIsTakenWhileHalted() {
        topic.fill(0, 3);
        KafkaCache<String, String> users =
                topic.openReady(b -> b.store("sorted").onRejected(OnRejected.HALT));
        topic.log.append(0, "ann", "Ann");
        topic.log.append(0, "bob".getBytes(StandardCharsets.UTF_8), new byte[] {(byte) 0xff});
        topic.log.append(0, "cyd", "Cyd");
        topic.until(() -> users.status().state() == CacheState.HALTED);

        Snapshot<String, String> halted = topic.closing(users.snapshot().join());

        assertThat(halted.scanKeys(KeyRange.all())).containsExactly("ann", "k0", "k1", "k2");
        assertThat(halted.positions().offset(0)).isEqualTo(4);
    }

    @Test
    void aClosedSnapshotIsEmpty() {
        topic.fill(0, 3);
        KafkaCache<String, String> users = topic.openReady();
        Snapshot<String, String> snapshot = users.snapshot().join();

        snapshot.close();
        snapshot.close();

        assertThat(snapshot.size()).isZero();
        assertThat(snapshot.scanKeys(KeyRange.all())).isEmpty();
        snapshot.forEach(entry -> assertThat(entry).isNull());
    }

    @Test
    void snapshotsFailWhereReadsDo() {
        topic.log.faults().hangPolls();
        topic.fill(0, 3);
        KafkaCache<String, String> users = topic.open();

        assertThat(topic.failure(users.snapshot())).isInstanceOf(NotReadyException.class);

        topic.log.faults().resumePolls();
        users.awaitReady(TestTopic.PATIENCE);
        CompletableFuture<Snapshot<String, String>> waiting = users.snapshot();
        users.close();
        assertThat(topic.failure(waiting)).isInstanceOf(ClosedException.class);
        assertThatThrownBy(users::snapshot).isInstanceOf(ClosedException.class);
    }

    @Test
    void aSnapshotStatesThePositionsOfAddedPartitions() {
        topic.fill(0, 3);
        KafkaCache<String, String> users = topic.openReady();
        topic.log.faults().hangPolls();
        topic.log.addPartitions(3);
        topic.until(() -> users.status().partitions().size() == 3);

        Snapshot<String, String> grown = topic.closing(users.snapshot().join());

        assertThat(grown.positions().partitions()).isEqualTo(3);
        assertThat(grown.positions().offset(0)).isEqualTo(3);
        assertThat(grown.positions().offset(2)).isZero();
    }

    @Test
    void aSnapshotThatIsCancelledIsClosed() {
        List<FailingStore> stores = new ArrayList<>();
        topic.fill(0, 3);
        KafkaCache<String, String> users = topic.openReady(b -> b.store(FailingStore.factory(stores)));

        CompletableFuture<Snapshot<String, String>> cancelled = users.snapshot();
        topic.until(() -> stores.get(0).views == 2); // the first was the fingerprint's
        cancelled.cancel(false);
        topic.log.advance(Duration.ofSeconds(1));

        assertThat(stores.get(0).viewsClosed).isEqualTo(2);
    }

    @Test
    void aStoreThatFailsInAViewLeavesNobodyWaiting() {
        List<FailingStore> stores = new ArrayList<>();
        topic.fill(0, 3);
        KafkaCache<String, String> users = topic.openReady(b -> b.store(FailingStore.factory(stores)));
        topic.log.advance(Duration.ofSeconds(1));

        stores.get(0).fails = true;

        assertThat(topic.failure(users.snapshot())).isInstanceOf(FailedException.class);
        assertThat(users.status().state()).isEqualTo(CacheState.FAILED);
    }

    @Test
    void snapshotsOfAFailedCacheFail() {
        topic.fill(0, 3);
        ResolvedCache<String, String, String, String> users = topic.closing(topic.builder()
                .filter("1", (key, value) -> {
                    if (key.equals("ann")) {
                        throw new AssertionError("a defect");
                    }
                    return true;
                })
                .open());
        users.awaitReady(TestTopic.PATIENCE);

        topic.log.append(0, "ann", "Ann");
        topic.until(() -> users.status().state() == CacheState.FAILED);

        assertThat(topic.failure(users.snapshot())).isInstanceOf(FailedException.class);
    }
}
