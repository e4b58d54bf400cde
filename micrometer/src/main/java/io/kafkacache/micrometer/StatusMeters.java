package io.kafkacache.micrometer;

import static io.kafkacache.micrometer.StatusMeter.counter;
import static io.kafkacache.micrometer.StatusMeter.flag;
import static io.kafkacache.micrometer.StatusMeter.gauge;
import static io.kafkacache.micrometer.StatusMeter.number;
import static io.kafkacache.micrometer.StatusMeter.orNaN;
import static io.kafkacache.micrometer.StatusMeter.seconds;

import io.kafkacache.CacheState;
import io.kafkacache.CacheStatus;
import io.kafkacache.PartitionStatus;
import io.kafkacache.RejectionReason;
import java.util.ArrayList;
import java.util.List;

/** Everything a status tells, as meters: the table that docs/metrics.md shows as Prometheus spells it. */
final class StatusMeters {
    static final List<StatusMeter> ALL = all();

    private StatusMeters() {}

    private static List<StatusMeter> all() {
        List<StatusMeter> all = new ArrayList<>();
        all.addAll(health());
        all.addAll(freshness());
        all.addAll(content());
        all.addAll(replay());
        all.addAll(counters());
        return List.copyOf(all);
    }

    private static List<StatusMeter> health() {
        List<StatusMeter> all = new ArrayList<>();
        all.add(flag("ready", "1 once the cache has been complete; never goes back", CacheStatus::ready));
        all.add(flag("servable", "1 while the cache is fit to be read: the readiness check", CacheStatus::servable));
        all.add(flag("live", "1 while the reader lives and makes steps: the liveness check", CacheStatus::live));
        all.add(flag("stale", "1 while the cache is not proven fresh, or applies nothing", CacheStatus::stale));
        all.add(flag("complete", "1 if read from the beginning, 0 for a window", CacheStatus::complete));
        all.add(flag("read.only", "1 if writes are refused", CacheStatus::readOnly));
        all.add(flag(
                "kafka.error",
                "1 while status().lastError says what is wrong with Kafka",
                status -> status.lastError() != null));
        for (CacheState state : CacheState.values()) {
            all.add(flag(
                            "state",
                            "1 for what the reader does now, 0 for the other states",
                            status -> status.state() == state)
                    .with("state", state.name()));
        }
        return all;
    }

    private static List<StatusMeter> freshness() {
        return List.of(
                gauge(
                        "lag.records",
                        null,
                        "Offsets not applied yet, over all partitions; NaN while a head is not known",
                        status -> orNaN(status.lagRecords())),
                gauge(
                        "lag.records.max",
                        null,
                        "Offsets not applied yet in the partition with most of them; NaN while none is known",
                        StatusMeters::maxLag),
                seconds(
                        "lag",
                        "0 at the last known head, else the age of the next record to apply; NaN while a head is not known",
                        CacheStatus::lagSeconds),
                seconds(
                        "staleness",
                        "Time since the cache was last proven to be at the head; NaN while it never was",
                        status -> seconds(status.staleness())));
    }

    private static List<StatusMeter> content() {
        return List.of(
                number("entries", "Entries in the cache", CacheStatus::entries),
                gauge("store", "bytes", "Roughly what the store occupies; 0 where it cannot tell", CacheStatus::bytes),
                gauge(
                        "retained.entries",
                        null,
                        "Entries kept in spite of a newer, rejected record; NaN until they are counted",
                        status -> orNaN(status.retainedEntries())),
                number("generation", "How often the topic was read from the start", CacheStatus::generation),
                number("partitions", "Partitions that are read", status -> status.partitions()
                        .size()),
                number(
                        "uncovered.partitions",
                        "Partitions of the topic that are not read",
                        status -> status.uncoveredPartitions().size()));
    }

    private static List<StatusMeter> replay() {
        return List.of(
                gauge(
                        "catch.up.done",
                        "offsets",
                        "Offsets read so far of the range to catch up with",
                        status -> status.catchUp().doneOffsets()),
                gauge(
                        "catch.up.range",
                        "offsets",
                        "The range of offsets to catch up with; 0 while not known",
                        status -> status.catchUp().totalOffsets()),
                gauge(
                        "catch.up.read",
                        "bytes",
                        "Bytes of keys and values read by the catch-up",
                        status -> status.catchUp().bytes()),
                number("catch.up.records", "Records read by the catch-up", status -> status.catchUp()
                        .records()),
                number("catch.up.lap", "The lap of the catch-up, from 1; 0 before the first", status -> status.catchUp()
                        .lap()),
                seconds(
                        "catch.up.elapsed",
                        "Time since the catch-up began",
                        status -> seconds(status.catchUp().elapsed())),
                gauge(
                        "open.transaction.timestamp",
                        "seconds",
                        "Unix time at which the transaction that a catch-up waits for was first seen; NaN without one",
                        StatusMeters::openTransactionSince));
    }

    private static List<StatusMeter> counters() {
        List<StatusMeter> all = new ArrayList<>();
        all.add(counter("records.applied", "Records read and applied", CacheStatus::recordsApplied));
        all.add(counter("missing.kafka.key", "Records without a key, which are skipped", CacheStatus::missingKeys));
        all.add(counter("stream.error", "Polls and admin calls that failed", CacheStatus::streamErrors));
        all.add(counter("listener.errors", "Exceptions thrown by listeners and monitors", CacheStatus::listenerErrors));
        all.add(counter("index.errors", "Exceptions thrown by functions of indexes", CacheStatus::indexErrors));
        all.add(counter(
                "short.ends",
                "Partitions that ended short of the target although nothing stood there",
                CacheStatus::shortEnds));
        all.add(counter(
                "keys.on.several.partitions",
                "Records met whose key stood on another partition",
                CacheStatus::keysOnSeveralPartitions));
        all.add(counter("commit.errors", "Commits of positions for lag tools that failed", CacheStatus::commitErrors));
        all.add(counter(
                "dead.letters", "Rejected records written to the topic for dead letters", CacheStatus::deadLetters));
        all.add(counter(
                "dead.letter.errors",
                "Rejected records that could not be written to the topic for dead letters",
                CacheStatus::deadLetterErrors));
        for (RejectionReason reason : RejectionReason.values()) {
            all.add(counter("rejections", "Rejected records by reason", status -> status.rejections()
                            .getOrDefault(reason, 0L))
                    .with("reason", reason.name()));
        }
        return all;
    }

    private static double maxLag(CacheStatus status) {
        return status.partitions().stream()
                .mapToLong(PartitionStatus::lag)
                .filter(lag -> lag >= 0)
                .mapToDouble(lag -> lag)
                .max()
                .orElse(Double.NaN);
    }

    private static double openTransactionSince(CacheStatus status) {
        return status.openTransaction() == null
                ? Double.NaN
                : status.openTransaction().since().toEpochMilli() / 1e3;
    }
}
