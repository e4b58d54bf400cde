package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.codec.Codecs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All that a record changes is one step for listeners, indexes and snapshots, and says which record it was. */
class ResolverListenTest {
    private static final Duration ASKED_AGAIN = Duration.ofSeconds(6);

    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    private final Members members = new Members(topic);
    private final List<List<String>> steps = new ArrayList<>();

    @BeforeEach
    void oneRecordABatch() {
        topic.log.faults().pollLimit(1);
    }

    private ResolvedCache<String, String, String, String> listenedTo() {
        ResolvedCache<String, String, String, String> cache = members.openReady();
        topic.closing(cache.listen(
                step -> steps.add(step.stream().map(ResolverListenTest::told).toList())));
        topic.log.runUntilIdle();
        return cache;
    }

    private static String told(Update<? extends String, ? extends String> update) {
        RecordOffset place = update.offset();
        return (place == null ? "" : place.offset() + " ") + update.cause() + " " + update.key() + ": "
                + value(update.before()) + " -> " + value(update.after());
    }

    private static String value(@Nullable Entry<? extends String, ? extends String> entry) {
        return entry == null ? "none" : entry.value() + (entry.outdatedBy() == null ? "" : "?");
    }

    @Test
    void oneStepTellsAllThatARecordChanges() {
        ResolvedCache<String, String, String, String> cache = listenedTo();
        topic.log.append(0, "acme", "ann=1 bob=1");
        topic.log.append(0, "acme", "bob=2 cat=2");
        topic.log.append(0, "bolt", "cat=3", topic.log.now().plusSeconds(1));
        topic.log.append(0, "acme", "cat=4 bob=4");
        topic.log.delete(0, "bolt");
        topic.log.append(0, "acme", "");
        topic.log.advance(ASKED_AGAIN);

        assertThat(steps)
                .containsExactly(
                        List.of("0 PUT ann: none -> 1", "0 PUT bob: none -> 1"),
                        List.of("1 PUT bob: 1 -> 2", "1 PUT cat: none -> 2", "1 RESOLVED ann: 1 -> none"),
                        List.of("2 PUT cat: 2 -> 3"),
                        List.of("3 PUT bob: 2 -> 4"), // its cat is older than that of bolt
                        List.of("4 DELETE cat: 3 -> 4"),
                        List.of("5 RESOLVED cat: 4 -> none", "5 RESOLVED bob: 4 -> none"));
        assertThat(cache.size()).isZero();
    }

    @Test
    void theTimeIsThatOfTheRecordThatCausedTheChange() {
        List<Update<? extends String, ? extends String>> told = new ArrayList<>();
        topic.log.append(0, "acme", "ann=1");
        topic.log.append(0, "bolt", "ann=2", topic.log.now().plusSeconds(1));
        ResolvedCache<String, String, String, String> cache = members.openReady();
        topic.closing(cache.listen(told::addAll));
        topic.log.delete(0, "bolt");
        long deleted = topic.log.now().toEpochMilli();
        topic.log.advance(ASKED_AGAIN);

        assertThat(told).singleElement().satisfies(update -> {
            assertThat(Objects.requireNonNull(update.timestamp()).toEpochMilli())
                    .isEqualTo(deleted);
            assertThat(Objects.requireNonNull(update.offset()).offset()).isEqualTo(2);
            assertThat(Objects.requireNonNull(update.after()).offsetInPartition())
                    .isZero();
        });
    }

    @Test
    void retentionTellsWhatLeavesAndWhatComesBack() {
        topic.log.append(0, "bolt", "ann=2 bob=2", topic.log.now().plusSeconds(1));
        topic.log.append(0, "acme", "ann=1");
        listenedTo();
        topic.log.partition(0).trim(1);
        topic.log.advance(ASKED_AGAIN);

        assertThat(steps).containsExactly(List.of("RETENTION ann: 2 -> 1", "RETENTION bob: 2 -> none"));
    }

    @Test
    void aRebuildTellsTheDifferenceOfEntries() {
        topic.log.append(0, "acme", "ann=1 bob=1 cat=1");
        topic.log.append(0, "bolt", "dan=1");
        topic.log.append(0, "acme", "ann=2 eve=2");
        ResolvedCache<String, String, String, String> cache = listenedTo();
        topic.log.partition(0).truncate(2);
        topic.log.append(0, "cord", "dan=3", topic.log.now().plusSeconds(1));
        topic.until(() -> cache.status().generation() == 2);
        topic.log.runUntilIdle();

        assertThat(steps).hasSize(1);
        assertThat(steps.get(0))
                .containsExactlyInAnyOrder(
                        "REBUILD ann: 2 -> 1",
                        "REBUILD bob: none -> 1",
                        "REBUILD cat: none -> 1",
                        "REBUILD dan: 1 -> 3",
                        "REBUILD eve: 2 -> none");
        topic.log.delete(0, "acme");
        cache.sync().join();
        assertThat(TestTopic.contents(cache)).isEqualTo(Map.of("dan", "3"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"heap", "sorted"})
    void aSnapshotShowsAllOfARecordOrNothing(String store) {
        topic.log.append(0, "acme", "ann=0 bob=0");
        ResolvedCache<String, String, String, String> cache = members.openReady(b -> b.store(store));
        for (int i = 1; i < 20; i++) {
            topic.log.append(0, "acme", (i % 3 == 0 ? "" : "ann=" + i + " ") + "bob=" + i + " k" + i + "=" + i);
        }
        List<Snapshot<String, String>> taken = new ArrayList<>();
        topic.until(() -> {
            taken.add(topic.closing(cache.snapshot().join()));
            return TestTopic.position(cache, 0) == 20;
        });

        assertThat(taken).hasSizeGreaterThan(5).allSatisfy(one -> {
            long record = one.positions().offset(0) - 1;
            assertThat(one.scan(KeyRange.all()).stream().map(Entry::value)).containsOnly("" + record);
            assertThat(one.size()).isEqualTo(record == 0 ? 2 : record % 3 == 0 ? 2 : 3);
            Map<String, String> each = new HashMap<>();
            one.forEach(entry -> each.put(entry.key(), entry.value()));
            assertThat(each).hasSize((int) one.size());
            assertThat(one.scanKeys(KeyRange.all())).containsExactlyInAnyOrderElementsOf(each.keySet());
        });
    }

    @Test
    void anIndexIsOverEntries() {
        topic.log.append(0, "acme", "ann=admin bob=guest");
        topic.log.append(0, "bolt", "cat=guest");
        ResolvedCache<String, String, String, String> cache = members.openReady();
        Index<String, String, String> byRole = topic.closing(cache.index("role", List::of));
        topic.log.append(0, "acme", "ann=guest");
        topic.log.append(0, "cord", "cat=admin", topic.log.now().plusSeconds(1));
        cache.sync().join();

        assertThat(byRole.entries("guest")).extracting(Entry::key).containsExactly("ann");
        assertThat(byRole.entries("admin")).extracting(Entry::key).containsExactly("cat");

        topic.log.delete(0, "cord");
        cache.sync().join();
        assertThat(byRole.entries("guest")).extracting(Entry::key).containsExactlyInAnyOrder("ann", "cat");
    }

    @Test
    void aTokenOfAnotherVersionIsGone() {
        topic.log.append(0, "acme", "ann=1");
        Follower follower = new Follower();
        ResolvedCache<String, String, String, String> cache = members.openReady();
        ResolvedCache<String, String, String, String> replica = members.openReady();
        follower.listen(cache, ListenOptions.stateFirst());
        topic.log.append(0, "acme", "ann=2 bob=2");
        topic.log.advance(ASKED_AGAIN);
        follower.leave();
        topic.log.append(0, "acme", "bob=3");

        follower.listen(replica, ListenOptions.fromNow());
        topic.log.advance(ASKED_AGAIN);
        assertThat(follower.gone).isEmpty();
        assertThat(follower.state).isEqualTo(Map.of("bob", "3"));

        follower.leave();
        ResolvedCache<String, String, String, String> other = topic.closing(topic.builder()
                .resolver("members 2", Codecs.utf8(), Codecs.utf8(), Members::of)
                .open());
        follower.listen(other, ListenOptions.fromNow());
        topic.log.advance(ASKED_AGAIN);
        assertThat(follower.gone).singleElement().asString().contains("members 2");
    }

    /** Retention takes a record whose key another partition has too: what that one yields comes in nobody's place. */
    @Test
    void whatRetentionBringsBackIsNotToldTwice() {
        topic.log.addPartitions(2);
        ResolvedCache<String, String, String, String> one = members.openReady();
        ResolvedCache<String, String, String, String> other = members.openReady();
        Follower follower = new Follower();
        follower.listen(one, ListenOptions.stateFirst());
        topic.log.append(0, "acme", "ann=1", topic.log.now());
        topic.log.advance(Duration.ofMillis(500));
        topic.log.append(1, "acme", "bob=1", topic.log.now().minusSeconds(2));
        topic.log.advance(Duration.ofSeconds(1));
        topic.log.partition(0).trim(1);
        topic.log.advance(ASKED_AGAIN.plusSeconds(1));
        follower.leave();
        List<String> before = List.copyOf(follower.told);

        follower.listen(other, ListenOptions.stateFirst());
        topic.log.advance(Duration.ofSeconds(1));

        assertThat(before).containsExactly("0@0 PUT ann=1", "RETENTION bob=1", "RETENTION ann");
        assertThat(follower.told).isEqualTo(before);
        assertThat(follower.gone).singleElement().asString().contains("retention");
    }
}
