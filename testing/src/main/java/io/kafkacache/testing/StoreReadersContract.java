package io.kafkacache.testing;

import static io.kafkacache.testing.TestChange.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Entry;
import io.kafkacache.Position;
import io.kafkacache.Positions;
import io.kafkacache.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What readers and views see while one thread writes. */
abstract class StoreReadersContract extends StoreRemovalsContract {
    static final int STANDING = 500;
    private static final int READERS = 3;

    @Test
    void aViewIsUnaffectedByWhatFollows() {
        replayed();
        apply(at(0, 1, 10).put("a", "1"));
        apply(at(0, 2, 10).put("b", "1"));
        apply(at(0, 3, 10).reject("c"));
        Positions positions = Positions.of(List.of(Position.at(4)));
        store().commit(positions);

        try (View<String, String> view = store().view()) {
            apply(at(0, 4, 10).put("a", "2"));
            apply(at(0, 5, 10).remove("b"));
            for (int i = 0; i < 2_000; i++) {
                apply(at(0, 6 + i, 10).put("new-" + i, "1"));
            }
            store().commit(Positions.of(List.of(Position.at(2_006))));

            assertThat(view.positions()).isEqualTo(positions);
            assertThat(view.size()).isEqualTo(3);
            assertThat(contents(view)).isEqualTo(Map.of("a", "1", "b", "1", "c", "!"));
        }
        assertThat(store().get("a")).isEqualTo("2");
    }

    @Test
    void severalViewsEachShowTheirOwnMoment() {
        replayed();
        List<View<String, String>> views = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            apply(at(0, i, 10).put("k", "value " + i));
            store().commit(Positions.of(List.of(Position.at(i + 1))));
            views.add(store().view());
        }

        for (int i = 0; i < 20; i++) {
            assertThat(views.get(i).positions().offset(0)).isEqualTo(i + 1);
            assertThat(contents(views.get(i))).isEqualTo(Map.of("k", "value " + i));
            views.get(i).close();
        }
    }

    @Test
    void whoAppliesSeesWhatIsNotCommittedYet() {
        replayed();
        apply(at(0, 1, 10).put("a", "1"));
        apply(at(0, 2, 10).put("b", "1"));

        at(0, 3, 10).put("a", "2").applyTo(store());
        at(0, 4, 10).remove("b").applyTo(store());
        at(0, 5, 10).put("c", "1").applyTo(store());

        assertThat(store().latest("a")).extracting(Entry::value).isEqualTo("2");
        assertThat(store().latest("b")).isNull();
        assertThat(store().latest("c")).extracting(Entry::value).isEqualTo("1");
        commit();
        assertThat(contents(store())).isEqualTo(Map.of("a", "2", "c", "1"));
    }

    @Test
    void aViewOfAnEmptyStoreIsEmpty() {
        replayed();

        try (View<String, String> view = store().view()) {
            assertThat(view.size()).isZero();
            assertThat(contents(view)).isEmpty();
        }
    }

    @Test
    void readersBesideAFloodingWriterSeeNothingTornAbsentOrGoingBack() throws Exception {
        replayed();
        stand();
        besideAFlood(this::readAll, this::flood);
    }

    @Test
    void readersBesidePurgesMissNothingThatStands() throws Exception {
        store().rememberRemovals();
        replayed();
        stand();
        besideAFlood(this::readAll, this::floodAndPurge);
        assertThat(store().size()).isEqualTo(STANDING);
    }

    @Test
    void walksBesideAFloodingWriterMeetEachStandingEntryOnce() throws Exception {
        replayed();
        stand();
        besideAFlood(seen -> walk(), this::flood);
    }

    /** Has entries that readers must always meet. */
    void stand() {
        for (int i = 0; i < STANDING; i++) {
            apply(at(0, i, 10).put("standing-" + i, "standing-" + i + "@" + i));
        }
    }

    /** Runs readers until a writer has added, replaced and removed enough for the store to grow and shrink several times. */
    void besideAFlood(Reader reader, Runnable writing) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService executor = Executors.newFixedThreadPool(READERS);
        try {
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                readers.add(executor.submit(() -> {
                    Map<String, Long> seen = new HashMap<>();
                    do {
                        reader.read(seen);
                    } while (!done.get());
                    return null;
                }));
            }
            try {
                writing.run();
            } finally {
                done.set(true);
            }
            for (Future<?> one : readers) {
                one.get(60, TimeUnit.SECONDS);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    void flood() {
        long offset = STANDING;
        for (int round = 0; round < 3; round++) {
            int passing = 10_000;
            for (int i = 0; i < passing; i++) {
                String standing = "standing-" + i % STANDING;
                apply(at(0, offset, 10).put(standing, standing + "@" + offset));
                apply(at(0, offset + 1, 10).put("passing-" + i, "passing-" + i + "@" + (offset + 1)));
                offset += 2;
            }
            for (int i = 0; i < passing; i++) {
                apply(at(0, offset++, 10).remove("passing-" + i));
            }
        }
    }

    private void floodAndPurge() {
        for (int round = 0; round < 10; round++) {
            long offset = round * 4_000L;
            for (int i = 0; i < 2_000; i++) {
                String standing = "standing-" + i % STANDING;
                apply(at(1, offset, 5).put(standing, "an older one"));
                apply(at(1, offset + 1, 10).put("passing-" + i, "passing-" + i + "@" + (offset + 1)));
                offset += 2;
            }
            store().purge((source, at) -> source.partition() == 1, (before, after) -> {});
        }
    }

    private void readAll(Map<String, Long> seen) {
        for (int i = 0; i < STANDING; i++) {
            String key = "standing-" + i;
            Entry<String, String> entry = standing(key);
            check(entry.key().equals(key), entry, "is another key's than " + key);
            checkWhole(entry);
            Long before = seen.put(key, entry.offsetInPartition());
            check(before == null || before <= entry.offsetInPartition(), entry, "is older than one seen: " + before);
            String passing = store().get("passing-" + i);
            check(passing == null || passing.startsWith("passing-" + i + "@"), passing, "is another key's");
        }
    }

    private void walk() {
        Set<String> standing = new HashSet<>();
        store().forEach(entry -> {
            checkWhole(entry);
            if (entry.key().startsWith("standing-")) {
                check(standing.add(entry.key()), entry, "was visited before");
            }
        });
        assertThat(standing).hasSize(STANDING);
    }

    static void checkWhole(Entry<String, String> entry) {
        check(entry.value().equals(entry.key() + "@" + entry.offsetInPartition()), entry, "is torn");
    }

    static void check(boolean holds, @Nullable Object what, String wrong) {
        if (!holds) {
            throw new AssertionError(what + " " + wrong);
        }
    }

    private static Map<String, String> contents(View<String, String> view) {
        return collected(view::forEach);
    }

    /** Reads once, given what this thread has seen so far. */
    interface Reader {
        void read(Map<String, Long> seen);
    }
}
