package io.kafkacache.internal.engine;

import io.kafkacache.CacheOptions;
import io.kafkacache.OnRejected;
import io.kafkacache.StartAt;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeMap;

/**
 * Names what makes entries of records: the version of mapping and filter, where a window begins, and what follows a rejected record. Two caches of a
 * topic that differ in one of these show different things, so that the one cannot go on where the other one's listener left.
 */
final class EntryVersion {
    private EntryVersion() {}

    /** The same in each process. */
    static String of(CacheOptions<?, ?, ?, ?> options) {
        return options.resolution().version() + start(options.startAt()) + rejected(Consequences.of(options));
    }

    private static String start(StartAt startAt) {
        if (startAt instanceof StartAt.Offsets offsets) {
            return " from offsets " + new TreeMap<>(offsets.byPartition());
        }
        return startAt instanceof StartAt.Timestamp time ? " from " + time.instant() : "";
    }

    private static String rejected(Consequences of) {
        Set<OnRejected> all = EnumSet.of(of.records(), of.reads(), of.mutations());
        if (all.equals(EnumSet.of(OnRejected.FAIL_READS))) {
            return "";
        }
        return " onRejected " + of.records()
                + (all.size() == 1 ? "" : " (reads " + of.reads() + ", mutations " + of.mutations() + ")");
    }
}
