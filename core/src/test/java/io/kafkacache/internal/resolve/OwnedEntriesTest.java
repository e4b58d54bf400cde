package io.kafkacache.internal.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Cause;
import io.kafkacache.Entry;
import io.kafkacache.Positions;
import io.kafkacache.Source;
import io.kafkacache.Store;
import io.kafkacache.Update;
import io.kafkacache.codec.Codecs;
import io.kafkacache.internal.heap.HeapStore;
import io.kafkacache.internal.listen.Changes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is left of records that are gone. */
class OwnedEntriesTest {
    private static final Source SOURCE = new Source("t", "id", 0);

    private final KeyCoding<String, Entry<String, String>> keys = new KeyCoding<>("t", Codecs.utf8());
    private final Store<String, List<Entry<String, String>>> records =
            new HeapStore<>("t", new KeyCoding<>("t", Codecs.utf8()));

    private OwnedEntries<String, String, String> entries(boolean sorted) {
        Store<String, Entry<String, String>> store = sorted ? HeapStore.sorted("t", keys) : new HeapStore<>("t", keys);
        OwnedEntries<String, String, String> entries =
                new OwnedEntries<>(records, keys, new Owners<>(store, keys, records), () -> {});
        entries.begin();
        return entries;
    }

    private static Update<String, List<Entry<String, String>>> put(Entry<String, List<Entry<String, String>>> record) {
        return new Update<>(record.key(), null, record, null, null, Cause.PUT);
    }

    private static Update<String, List<Entry<String, String>>> delete(
            Entry<String, List<Entry<String, String>>> record) {
        return new Update<>(record.key(), record, null, null, null, Cause.DELETE);
    }

    private static List<Update<String, String>> change(
            OwnedEntries<String, String, String> entries,
            List<Update<String, List<Entry<String, String>>>> records,
            boolean wanted) {
        return entries.change(Changes.of(records), Positions.none(), wanted).updates();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whenAllRecordsAreDeletedNothingIsLeft(boolean sorted) {
        OwnedEntries<String, String, String> entries = entries(sorted);
        long empty = entries.entries().bytes();
        List<Entry<String, List<Entry<String, String>>>> all = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            all.add(record(i, "a" + i % 100, "b" + i % 7, "c" + i));
        }

        assertThat(change(entries, all.stream().map(OwnedEntriesTest::put).toList(), false))
                .isEmpty();
        assertThat(entries.entries().size()).isEqualTo(1_107);
        assertThat(entries.contested()).isEqualTo(107);

        List<Update<String, String>> told =
                change(entries, all.stream().map(OwnedEntriesTest::delete).toList(), true);
        assertThat(told).filteredOn(update -> update.after() == null).hasSize(1_107);
        assertThat(entries.entries().size()).isZero();
        assertThat(entries.contested()).isZero();
        assertThat(entries.entries().bytes() - empty).isLessThan(100_000); // what a table that was larger keeps
        entries.entries()
                .forEach(entry -> assertThat(entry).as("an entry that is left").isNull());
    }

    /** NoFalseAbsence: the key is yielded by another record throughout. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noReaderMissesAKeyWhoseOwnersComeAndGo(boolean sorted) throws InterruptedException {
        OwnedEntries<String, String, String> entries = entries(sorted);
        change(entries, List.of(put(record(0, "ann"))), false);
        Entry<String, List<Entry<String, String>>> other = record(1, "ann", "bob");
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger missed = new AtomicInteger();
        Thread reader = new Thread(() -> {
            while (!done.get()) {
                missed.addAndGet(entries.entries().get("ann") == null ? 1 : 0);
            }
        });
        reader.start();
        for (int i = 0; i < 20_000; i++) {
            change(entries, List.of(put(other)), false);
            change(entries, List.of(delete(other)), false);
        }
        done.set(true);
        reader.join();

        assertThat(missed).hasValue(0);
    }

    private static Entry<String, List<Entry<String, String>>> record(int number, String... yields) {
        return Entry.of(
                "r" + number,
                Arrays.stream(yields)
                        .map(key -> Entry.of(key, "v" + number, SOURCE, number, number % 13))
                        .toList(),
                SOURCE,
                number,
                number % 13);
    }
}
