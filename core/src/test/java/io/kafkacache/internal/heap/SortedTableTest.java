package io.kafkacache.internal.heap;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.ByteRange;
import io.kafkacache.Change.Kind;
import io.kafkacache.Entry;
import io.kafkacache.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the table makes of keys that are not there any more but of which something is remembered. */
class SortedTableTest {
    private static final ByteRange ALL = ByteRange.of(new byte[0], null, false, Long.MAX_VALUE);
    private static final Source SOURCE = new Source("heap", null, 0);

    private final SortedTable<String> table = new SortedTable<>(new HeapRecord.Meaning(true));

    @Test
    void aScanPassesOverNothingThatWasRemoved() {
        for (int i = 0; i < 1_000; i++) {
            put(key(i), gone(key(i)));
        }
        settle();
        for (int i = 1_000; i < 5_000; i++) {
            put(key(i), entry(key(i)));
        }
        table.publish();
        for (int i = 1_000; i < 4_990; i++) {
            put(key(i), gone(key(i)));
        }
        table.publish();

        List<Object> looked = new ArrayList<>();
        Iterator<Object> first = table.scan(ByteRange.of(new byte[0], null, false, 1), content -> {
            looked.add(content);
            return Fold.stands(content) ? content : null;
        });

        assertThat(first.hasNext()).isTrue();
        assertThat(Fold.key(first.next())).isEqualTo(key(4_990));
        assertThat(looked).hasSize(1);
        assertThat(table.find(key(17))).isInstanceOf(Gone.class);
        assertThat(table.find(key(2_000))).isInstanceOf(Gone.class);
    }

    /** Whoever runs the parts sees by them that the work goes on, also while the one writer does what only one can do. */
    @Test
    void whatIsRememberedIsTakenOverInParts() {
        for (int i = 0; i < 1_000; i++) {
            put(key(i), gone(key(i)));
        }
        List<Integer> runs = new ArrayList<>();

        table.settle(
                (parts, part) -> {
                    runs.add(parts);
                    IntStream.range(0, parts).forEach(part);
                },
                Collections.nCopies(Table.PARTS, content -> content));

        assertThat(Collections.frequency(runs, 1)).isGreaterThanOrEqualTo(Table.PARTS);
        assertThat(table.find(key(17))).isInstanceOf(Gone.class);
    }

    @Test
    void aKeyMayComeAndGoWithinABatchAndBetweenBatches() {
        settle();
        Object[][] batches = {
            {gone("a")},
            {entry("a")},
            {gone("a"), entry("a")},
            {entry("a"), gone("a")},
            {entry("a"), gone("a"), entry("a")},
            {gone("a"), entry("a"), gone("a"), null},
            {null},
            {entry("a"), null},
            {gone("a"), null, entry("a")},
        };
        for (Object[] batch : batches) {
            Object before = table.find("a");
            for (Object content : batch) {
                if (content != null || table.seek("a") != null) {
                    put("a", content);
                }
                assertThat(table.seek("a")).isSameAs(content);
                if (before != null) {
                    assertThat(table.find("a")).isNotNull(); // what is known of it is never unknown
                }
            }
            table.publish();

            Object last = batch[batch.length - 1];
            assertThat(table.find("a")).isSameAs(last);
            assertThat(keys(ALL)).isEqualTo(Fold.stands(last) ? List.of("a") : List.of());
            table.revise(content -> content == last ? content : null); // nothing else is left of it anywhere
            table.publish();
            assertThat(table.find("a")).isSameAs(last);
        }
    }

    @Test
    void aRevisionTakesOutWhatStandsAndWhatWasRemoved() {
        settle();
        for (int i = 0; i < 200; i++) {
            put(key(i), i % 2 == 0 ? entry(key(i)) : gone(key(i)));
        }
        table.publish();

        table.revise(
                content -> Fold.key(content).equals(key(7)) || Fold.key(content).equals(key(8)) ? null : content);
        table.publish();

        assertThat(table.find(key(7))).isNull();
        assertThat(table.find(key(8))).isNull();
        assertThat(keys(ALL)).hasSize(99).doesNotContain(key(8));
    }

    @Test
    void whatIsKnownOfAKeyIsNeverUnknownToAReader() {
        settle();
        put("a", entry("a"));
        table.publish();
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Long> reading = CompletableFuture.supplyAsync(() -> {
            long unknown = 0;
            while (!done.get()) {
                unknown += table.find("a") == null ? 1 : 0;
            }
            return unknown;
        });
        try {
            for (int i = 0; i < 100_000; i++) {
                put("a", i % 2 == 0 ? gone("a") : entry("a"));
                table.publish();
            }
        } finally {
            done.set(true);
        }
        assertThat(reading.join()).isZero();
    }

    private void put(String key, @Nullable Object content) {
        table.seek(new HeapRecord(0, 1, 1, key, Kind.REMOVE, ""));
        table.put(content);
    }

    private void settle() {
        List<Function<Object, @Nullable Object>> all = Collections.nCopies(Table.PARTS, content -> content);
        table.settle(
                (parts, part) -> {
                    for (int i = 0; i < parts; i++) {
                        part.accept(i);
                    }
                },
                all);
    }

    private List<String> keys(ByteRange range) {
        List<String> keys = new ArrayList<>();
        table.scan(range, Fold::key).forEachRemaining(key -> keys.add((String) key));
        return keys;
    }

    private static String key(int i) {
        return "k" + (10_000 + i);
    }

    private static Object entry(String key) {
        return Entry.of(key, "v", SOURCE, 1, 1);
    }

    private static Object gone(String key) {
        return new Deleted<>(key, SOURCE, 1, 1, null);
    }
}
