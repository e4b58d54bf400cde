package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.codec.CodecException;
import io.kafkacache.codec.Codecs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scans of an open cache, on either store. */
class ScanTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(2);

    @ParameterizedTest
    @ValueSource(strings = {"heap", "sorted"})
    void aScanGivesARangeInOrderWhicheverPartitionItsKeysStandOn(String store) {
        topic.log.append(0, "org-7/b", "1");
        topic.log.append(1, "org-7/a", "2");
        topic.log.append(1, "org-8/a", "3");
        topic.log.append(0, "org-70/a", "4");
        KafkaCache<String, String> users = topic.openReady(b -> b.store(store));
        topic.log.append(1, "org-7/aa", "5");
        topic.log.delete(0, "org-7/b");
        users.sync().join();

        try (Scan<Entry<String, String>> scan = users.scan(KeyRange.prefix("org-7/"))) {
            assertThat(scan).extracting(Entry::value).containsExactly("2", "5");
        }
        try (Scan<String> keys = users.scanKeys(KeyRange.all().after("org-7/a").limit(2))) {
            assertThat(keys).containsExactly("org-7/aa", "org-70/a");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"heap", "sorted"})
    void boundsAreEncodedByTheKeyCodec(String store) {
        UUID low = UUID.fromString("0fffffff-0000-0000-0000-000000000000");
        UUID high = UUID.fromString(
                "f0000000-0000-0000-0000-000000000000"); // negative, and so the lower one, by UUID.compareTo
        topic.log.append(0, low.toString(), "low");
        topic.log.append(1, high.toString(), "high");
        KafkaCache<UUID, String> users = topic.closing(KafkaCache.builder("users", Codecs.uuid(), Codecs.utf8())
                .log(topic.log)
                .store(store)
                .open());
        users.awaitReady(TestTopic.PATIENCE);

        assertThat(users.scanKeys(KeyRange.all())).containsExactly(low, high);
        assertThat(users.scanKeys(KeyRange.<UUID>all().after(low))).containsExactly(high);
        assertThat(users.scanKeys(KeyRange.prefix("0f"))).containsExactly(low);
    }

    @ParameterizedTest
    @ValueSource(strings = {"heap", "sorted"})
    void aResolvedCacheScansWhatItsRecordsMean(String store) {
        topic.log.append(0, "a", "1");
        topic.log.append(0, "b", "");
        topic.log.append(1, "c", "333");
        ResolvedCache<String, String, String, Integer> lengths = topic.closing(topic.builder()
                .store(store)
                .mapValues("length", Codecs.of(Serdes.Integer()), String::length)
                .filter("not empty", (key, length) -> length > 0)
                .open());
        lengths.awaitReady(TestTopic.PATIENCE);

        assertThat(lengths.scan(KeyRange.all()).stream().map(Entry::value)).containsExactly(1, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"heap", "sorted"})
    void aScanGoesOnWhileTheCacheIsWrittenAndReadAgain(String store) {
        topic.fill(0, 9);
        KafkaCache<String, String> users = topic.openReady(b -> b.store(store));
        List<String> met = new ArrayList<>();
        Iterator<Entry<String, String>> entries = users.scan(KeyRange.all()).iterator();
        met.add(entries.next().key());

        topic.log.append(0, "k5", "new");
        users.sync().join();
        topic.log.recreateTopic(2);
        topic.log.append(0, "ann", "Ann");
        topic.until(() -> users.status().generation() == 2);
        entries.forEachRemaining(entry -> met.add(entry.key()));

        assertThat(met).containsExactly("k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7", "k8");
        assertThat(users.scanKeys(KeyRange.all())).containsExactly("ann");
    }

    @Test
    void scansFailAsReadsDo() {
        topic.log.faults().hangPolls();
        topic.fill(0, 3);
        KafkaCache<String, String> users = topic.open();
        topic.log.advance(Duration.ofSeconds(1));

        assertThatThrownBy(() -> users.scan(KeyRange.all())).isInstanceOf(NotReadyException.class);
        assertThatThrownBy(() -> users.scanKeys(KeyRange.all())).isInstanceOf(NotReadyException.class);
        users.close();
        assertThatThrownBy(() -> users.scan(KeyRange.all())).isInstanceOf(ClosedException.class);
    }

    @Test
    void aCacheThatHasFailedScansNothingAndOneThatIsFilledScansWhatItHas() {
        topic.fill(0, 3);
        ResolvedCache<String, String, String, String> failed = topic.closing(topic.builder()
                .name("failed")
                .filter("1", (key, value) -> {
                    if (key.equals("ann")) {
                        throw new AssertionError("a defect");
                    }
                    return true;
                })
                .open());
        failed.awaitReady(TestTopic.PATIENCE);
        Iterator<String> begun = failed.scanKeys(KeyRange.all()).iterator();
        topic.log.append(0, "ann", "Ann");
        topic.until(() -> failed.status().state() == CacheState.FAILED);
        topic.log.faults().pollLimit(1);
        topic.log.begin().append(0, "open", "1");
        KafkaCache<String, String> filled = topic.open(b -> b.store("sorted").readsBeforeReady(true));
        topic.until(() -> filled.status().state() == CacheState.WAITING_FOR_TRANSACTION);

        assertThatThrownBy(() -> failed.scan(KeyRange.all())).isInstanceOf(FailedException.class);
        assertThat(begun).toIterable().containsExactly("k0", "k1", "k2");
        assertThat(filled.ready()).isNotDone();
        assertThat(filled.scanKeys(KeyRange.<String>all().reversed())).containsExactly("k2", "k1", "k0", "ann");
        try (Snapshot<String, String> snapshot = filled.snapshot().join()) {
            assertThat(snapshot.positions().offset(0)).isEqualTo(4);
            assertThat(snapshot.scan(KeyRange.prefix("k")).stream().map(Entry::value))
                    .containsExactly("v0", "v1", "v2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"heap", "sorted"})
    void rejectedAndRetainedEntriesAreScanned(String store) {
        topic.fill(0, 3);
        KafkaCache<String, String> failing = topic.openReady(b -> b.store(store));
        KafkaCache<String, String> keeping =
                topic.openReady(b -> b.name("keeping").store(store).onRejected(OnRejected.KEEP_PREVIOUS));

        topic.log.append(0, "k1".getBytes(StandardCharsets.UTF_8), new byte[] {(byte) 0xff});
        failing.sync().join();
        keeping.sync().join();

        List<Entry<String, String>> rejected =
                failing.scan(KeyRange.all()).stream().toList();
        assertThat(rejected).extracting(Entry::key).containsExactly("k0", "k1", "k2");
        assertThat(rejected.get(1).rejection()).isNotNull();
        assertThatThrownBy(() -> rejected.get(1).value()).isInstanceOf(RejectedRecordException.class);
        assertThat(failing.scanKeys(KeyRange.all())).containsExactly("k0", "k1", "k2");
        List<Entry<String, String>> retained =
                keeping.scan(KeyRange.all()).stream().toList();
        assertThat(retained).extracting(Entry::value).containsExactly("v0", "v1", "v2");
        assertThat(retained.get(1).outdatedBy()).isNotNull();
    }

    @Test
    void whatNoRangeCanBeMadeOfIsRefusedAtTheCall() {
        topic.fill(0, 3);
        KafkaCache<String, String> users = topic.openReady();
        Snapshot<String, String> snapshot = topic.closing(users.snapshot().join());
        KeyRange<String> half = KeyRange.<String>all().from("half \ud83d");

        assertThatThrownBy(() -> users.scan(half)).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> users.scanKeys(half)).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> snapshot.scan(half)).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> KeyRange.prefix("half \ud83d"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("surrogate");
        assertThatThrownBy(() -> ListenOptions.fromNow().prefix("half \ud83d"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> users.scan(nothing()))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("range");
        assertThatThrownBy(() -> users.scanKeys(nothing()))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("range");
        assertThatThrownBy(() -> snapshot.scanKeys(nothing()))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("range");
    }

    @SuppressWarnings("NullAway") // what a careless user gives
    private static KeyRange<String> nothing() {
        return null;
    }

    @Test
    void anEntryThatWasPutAndDeletedInOneBatchCountsForTheStorm() {
        topic.fill(0, 5);
        KafkaCache<String, String> users =
                topic.openReady(b -> b.store("sorted").haltWhen(Breaker.deletesPerMinute(1)));

        topic.log.append(0, "a", "1");
        topic.log.delete(0, "a");
        topic.log.append(0, "b", "1");
        topic.log.delete(0, "b");
        topic.log.advance(Duration.ofSeconds(2));

        assertThat(users.status().state()).isEqualTo(CacheState.HALTED);
        assertThat(users.scanKeys(KeyRange.all().before("k"))).containsExactly("b");
    }

    @Test
    void aPrefixOfHighBytesHasNothingAboveIt() {
        ByteRange range = KeyRange.prefix(new byte[] {1, (byte) 0xff}).encoded(key -> new byte[0]);
        assertThat(range.upper()).containsExactly(2);
        assertThat(KeyRange.prefix(new byte[] {(byte) 0xff})
                        .encoded(key -> new byte[0])
                        .upper())
                .isNull();
        assertThatThrownBy(() -> KeyRange.all().limit(-1)).isInstanceOf(IllegalArgumentException.class);
        KeyRange<String> both = KeyRange.prefix("b");
        ByteRange narrowed = both.from("a").before("bc").encoded(key -> key.getBytes(StandardCharsets.UTF_8));
        assertThat(narrowed.lower()).isEqualTo("b".getBytes(StandardCharsets.UTF_8));
        assertThat(narrowed.upper()).isEqualTo("bc".getBytes(StandardCharsets.UTF_8));
    }
}
