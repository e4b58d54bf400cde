package io.kafkacache.e2e.simulation;

import io.kafkacache.Entry;
import io.kafkacache.KeyRange;
import io.kafkacache.ReadableCache;
import io.kafkacache.e2e.simulation.history.Shown;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scan that somebody goes on with later. Both stores look before they give the first entry, the one at what stands, the other one at a
 * moment; so what comes later is what stood then, whatever was applied meanwhile.
 */
final class HeldScan {
    private final Iterator<Entry<String, String>> entries;
    private final Iterator<@Nullable Shown> expected;

    private HeldScan(Iterator<Entry<String, String>> entries, Iterator<@Nullable Shown> expected) {
        this.entries = entries;
        this.expected = expected;
    }

    /** Begins one, and knows by another one what it is to give. */
    static HeldScan of(ReadableCache<String, String> cache, KeyRange<String> range) {
        List<@Nullable Shown> expected = new ArrayList<>();
        cache.scan(range).forEach(entry -> expected.add(Eyes.shown(entry)));
        HeldScan scan = new HeldScan(cache.scan(range).iterator(), expected.iterator());
        scan.goOn();
        return scan;
    }

    /** Takes the next entry. */
    void goOn() {
        if (entries.hasNext() != expected.hasNext()) {
            throw new IllegalStateException("a scan is at its end: " + expected.hasNext() + ", expected the other");
        }
        if (entries.hasNext()) {
            Shown next = Eyes.shown(entries.next());
            Shown stood = expected.next();
            if (next == null || !next.equals(stood)) {
                throw new IllegalStateException("a scan gives " + next + " where stood " + stood);
            }
        }
    }
}
