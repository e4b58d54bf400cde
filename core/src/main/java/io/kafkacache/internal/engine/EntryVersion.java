package io.kafkacache.internal.engine;

import io.kafkacache.CacheOptions;
import io.kafkacache.Isolation;
import io.kafkacache.OnRejected;
import io.kafkacache.StartAt;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeMap;

/**
 * Names what makes entries of records: the version of mapping and filter, the isolation, where a window begins, whether records are judged, and what follows a
 * rejected one. Two caches of a topic that differ in one of these show different things, so that the one cannot go on where the other one's listener
 * left. By which rules they judge it cannot name, for a validator has no version.
 */
final class EntryVersion {
    private EntryVersion() {}

    /** The same in each process. */
    static String of(CacheOptions<?, ?, ?, ?> options) {
        return options.resolution().version()
                + (options.isolation() == Isolation.READ_UNCOMMITTED ? " uncommitted" : "")
                + start(options.startAt())
                + (options.validateReads() == null ? "" : " reads judged")
                + (options.validateMutations() == null ? "" : " mutations judged")
                + rejected(Consequences.of(options));
    }

    /** Whether caches of this version show the same; not where it depends on what came before, of which compaction leaves each another part. */
    static boolean isReproducible(CacheOptions<?, ?, ?, ?> options) {
        return options.validateMutations() == null && !Consequences.of(options).mayKeepPrevious();
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
