package io.kafkacache.e2e.simulation.validators;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kafkacache.CacheState;
import io.kafkacache.Entry;
import io.kafkacache.Fingerprint;
import io.kafkacache.Isolation;
import io.kafkacache.OnRejected;
import io.kafkacache.Source;
import io.kafkacache.e2e.simulation.history.CacheFacts;
import io.kafkacache.e2e.simulation.history.Event.Fingerprinted;
import io.kafkacache.e2e.simulation.history.Event.Settled;
import io.kafkacache.e2e.simulation.history.Facts;
import io.kafkacache.e2e.simulation.history.History.Happening;
import io.kafkacache.e2e.simulation.history.Manner;
import io.kafkacache.e2e.simulation.history.Snapshot;
import io.kafkacache.e2e.simulation.history.Truth;
import io.kafkacache.e2e.simulation.history.TruthPartition;
import io.kafkacache.e2e.simulation.history.TruthRecord;
import io.kafkacache.internal.replay.KeySum;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Fingerprints: what a cache tells in the end is the sum of what it shows; and two caches agree at each position of which both have kept the sum.
 *
 * <p>Promised, and judged, for {@code read_committed}, caches that read from the beginning, keys on one partition and equal log starts, caches that treat rejected records the same (where a log was trimmed, at its end alone). Not
 * promised, and left out: a position at which a cache lacks a record that the cleaner took ahead of it, for it has yet to meet what superseded that
 * one; and a partition whose cleaner took a record for the sake of one that was truncated.
 */
final class FingerprintsAgree implements Validator {
    private final Map<Integer, Fingerprint> told = new HashMap<>();

    @Override
    public void see(Happening happening, Facts facts, Findings findings) {
        if (happening.event() instanceof Fingerprinted now) {
            told.put(now.cache(), now.fingerprint());
        } else if (happening.event() instanceof Settled settled) {
            List<CacheFacts> caches = new ArrayList<>();
            settled.caches().forEach(cache -> caches.add(facts.cache(cache)));
            settled.fresh().forEach(cache -> caches.add(facts.cache(cache)));
            caches.removeIf(cache -> !isSettled(cache, facts.truth())); // NoSilentDeath judges
            caches.forEach(cache -> isWhatItHolds(happening.index(), cache, facts.truth(), findings));
            caches.removeIf(cache -> !isPromised(cache));
            for (int i = 0; i < caches.size(); i++) {
                for (int j = 0; j < i; j++) {
                    if (treatAlike(caches.get(i).manner(), caches.get(j).manner())) {
                        agree(happening.index(), caches.get(i), caches.get(j), facts.truth(), findings);
                    }
                }
            }
        }
    }

    /** Whether both make the same entries, also of a rejected record, and refuse no changes, for that is between each and what it has met; one that halts holds it only where another partition's outranked it, as if reads failed. */
    private static boolean treatAlike(Manner one, Manner other) {
        return one.makesTheSameAs(other)
                && !one.judges()
                && !other.judges()
                && one.keepsPrevious() == other.keepsPrevious()
                && (one.onRejected() == OnRejected.REMOVE) == (other.onRejected() == OnRejected.REMOVE);
    }

    private static boolean isSettled(CacheFacts cache, Truth truth) {
        Snapshot last = cache.last();
        return last != null && last.state() == CacheState.READY && cache.followsTheLog(truth);
    }

    private static boolean isPromised(CacheFacts cache) {
        return cache.isolation() == Isolation.READ_COMMITTED && !cache.manner().isWindow();
    }

    private Fingerprint of(CacheFacts cache) {
        return Objects.requireNonNull(told.get(cache.cache()));
    }

    private void isWhatItHolds(int index, CacheFacts cache, Truth truth, Findings findings) {
        Snapshot last = Objects.requireNonNull(cache.last());
        List<Fingerprint.Sums> sums = of(cache).partitions();
        for (int p = 0; p < last.partitions(); p++) {
            Long told = p < sums.size() ? sums.get(p).at(sums.get(p).position()) : null;
            long holds = sum(last, p);
            if (told == null || (told != holds && showsAll(cache, truth.partition(p)))) {
                findings.add(
                        this,
                        index,
                        "cache " + cache.cache() + " tells " + told + " of partition " + p + " and holds " + holds
                                + ": " + last);
            }
        }
    }

    /** Whether whatever stands is seen: not a rejected record that would have yielded several entries. */
    private static boolean showsAll(CacheFacts cache, TruthPartition partition) {
        return partition.records().stream()
                .map(cache::asSeen)
                .noneMatch(record -> record.showsNothing() && !record.isTombstone());
    }

    private static long sum(Snapshot snapshot, int partition) {
        Source source = new Source("t", snapshot.topicId(), partition);
        return snapshot.shown().entrySet().stream()
                .filter(shown -> shown.getValue().partition() == partition
                        && !shown.getValue().isRetained())
                .mapToLong(shown -> KeySum.of(
                        Entry.of(shown.getKey(), "", source, shown.getValue().offset(), 0),
                        ByteBuffer.wrap(shown.getKey().getBytes(UTF_8))))
                .sum();
    }

    private void agree(int index, CacheFacts one, CacheFacts other, Truth truth, Findings findings) {
        List<Fingerprint.Sums> ofOne = of(one).partitions();
        List<Fingerprint.Sums> ofOther = of(other).partitions();
        for (int p = 0; p < Math.min(ofOne.size(), ofOther.size()); p++) {
            Fingerprint.Sums sums = ofOne.get(p);
            Fingerprint.Sums others = ofOther.get(p);
            if (!isPromised(truth, p)) {
                continue;
            }
            for (long position : positions(sums, others, truth.partition(p))) {
                Long sum = sums.at(position);
                if (sum != null
                        && others.at(position) != null
                        && !sum.equals(others.at(position))
                        && !isExcused(truth.partition(p), position, one)
                        && !isExcused(truth.partition(p), position, other)) {
                    findings.add(
                            this,
                            index,
                            "caches " + one.cache() + " and " + other.cache() + " differ at " + position
                                    + " of partition " + p + ": "
                                    + truth.partition(p).records());
                }
            }
        }
    }

    private static long[] positions(Fingerprint.Sums one, Fingerprint.Sums other, TruthPartition partition) {
        return partition.start() > 0
                ? one.position() == other.position() ? new long[] {one.position()} : new long[0]
                : LongStream.concat(Arrays.stream(one.positions()), Arrays.stream(other.positions()))
                        .toArray();
    }

    private static boolean isPromised(Truth truth, int partition) {
        return truth.partition(partition).records().stream().noneMatch(TruthRecord::isLost)
                && truth.keys().stream()
                        .filter(key -> !truth.partition(partition).of(key).isEmpty())
                        .noneMatch(key -> IntStream.range(0, truth.partitions())
                                .anyMatch(p -> p != partition
                                        && !truth.partition(p).of(key).isEmpty()));
    }

    private static boolean isExcused(TruthPartition partition, long below, CacheFacts cache) {
        Map<String, TruthRecord> newest = new HashMap<>();
        partition.records().stream()
                .filter(record -> record.record().offset() < below && record.counts(cache.isolation()))
                .forEach(record -> newest.put(record.record().key(), record));
        return newest.values().stream().anyMatch(cache::mayHaveMissed);
    }
}
