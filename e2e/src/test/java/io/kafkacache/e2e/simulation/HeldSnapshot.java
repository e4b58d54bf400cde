package io.kafkacache.e2e.simulation;

import io.kafkacache.Entry;
import io.kafkacache.KeyRange;
import io.kafkacache.Position;
import io.kafkacache.Positions;
import io.kafkacache.Snapshot;
import io.kafkacache.e2e.simulation.history.Manner;
import io.kafkacache.e2e.simulation.history.Shown;
import io.kafkacache.e2e.simulation.history.Trait;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** A snapshot that somebody holds; read in every way a user can, and these have to agree. */
final class HeldSnapshot {
    private final int number;
    private final Snapshot<String, String> snapshot;
    private final Manner manner;
    private int looks;

    HeldSnapshot(int number, Snapshot<String, String> snapshot, Manner manner) {
        this.number = number;
        this.snapshot = snapshot;
        this.manner = manner;
    }

    int number() {
        return number;
    }

    List<Position> positions() {
        Positions positions = snapshot.positions();
        return IntStream.range(0, positions.partitions())
                .mapToObj(positions::get)
                .toList();
    }

    /** All it shows; throws where something does not fit. */
    Map<String, Shown> read() {
        Map<String, Entry<String, String>> entries = new HashMap<>();
        List<String> keys = new ArrayList<>();
        snapshot.forEach(entry -> {
            entries.put(entry.key(), entry);
            keys.add(entry.key());
        });
        keys.sort(null);
        expect(keys.size() == entries.size() && snapshot.size() == keys.size(), snapshot.size() + " entries: " + keys);
        Map<String, Shown> shown = new HashMap<>();
        entries.forEach((key, entry) -> shown.put(key, Objects.requireNonNull(Eyes.shown(entry))));
        List<String> scanned = new ArrayList<>();
        snapshot.scan(KeyRange.all()).forEach(entry -> {
            scanned.add(entry.key());
            expect(Objects.equals(Eyes.shown(entry), shown.get(entry.key())), "scanned " + entry + ", not " + shown);
        });
        expect(scanned.equals(keys), "scanned " + scanned + ", not " + keys);
        KeyRange<String> range = Ranges.of(looks++);
        List<String> within = new ArrayList<>();
        snapshot.scanKeys(range).forEach(within::add);
        expect(within.equals(Ranges.within(range, keys)), range + " gives " + within + " of " + keys);
        String wrong = manner.has(Trait.RESOLVING) ? Shares.wrong(entries, manner) : null;
        expect(wrong == null, wrong + "");
        return shown;
    }

    private static void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    void close() {
        snapshot.close();
    }
}
