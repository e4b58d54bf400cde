package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.Breaker;
import io.kafkacache.CacheState;
import io.kafkacache.e2e.simulation.history.CacheFacts;
import io.kafkacache.e2e.simulation.history.Event;
import io.kafkacache.e2e.simulation.history.Event.Closed;
import io.kafkacache.e2e.simulation.history.Event.Observed;
import io.kafkacache.e2e.simulation.history.Event.Opened;
import io.kafkacache.e2e.simulation.history.Event.Removed;
import io.kafkacache.e2e.simulation.history.Event.Unfrozen;
import io.kafkacache.e2e.simulation.history.Facts;
import io.kafkacache.e2e.simulation.history.History.Happening;
import io.kafkacache.e2e.simulation.history.LogRecord;
import io.kafkacache.e2e.simulation.history.Snapshot;
import io.kafkacache.e2e.simulation.history.Truth;
import io.kafkacache.e2e.simulation.history.TruthRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * {@code haltWhen}: within a minute not more entries leave by tombstones than the breaker allows, from ready on, in each reading of the topic; a
 * cache halts only where one more would have left that is one too many. That it stands still then, {@link StandsStill} holds.
 *
 * <p>Allowed: whoever goes on after a halt begins to count anew, with that deletion, whatever it is; and the minute is counted in seconds.
 */
final class BreakerHolds implements Validator {
    private static final long SURELY_WITHIN_MILLIS = 58_000;

    private final Map<Integer, Count> counts = new HashMap<>();

    @Override
    public void see(Happening happening, Facts facts, Findings findings) {
        Event event = happening.event();
        if (event instanceof Opened opened) {
            counts.put(opened.cache(), new Count(opened.manner().breaker()));
        } else if (event instanceof Closed closed) {
            counts.remove(closed.cache());
        } else if (event instanceof Unfrozen unfrozen) {
            counts.computeIfPresent(unfrozen.cache(), (cache, count) -> count.halted ? count.anew() : count);
        } else if (event instanceof Removed removed && isByTombstone(removed, facts.truth())) {
            removed(happening, removed, of(removed.cache()), findings);
        } else if (event instanceof Observed observed) {
            observed(happening.index(), observed, of(observed.cache()), facts, findings);
        }
    }

    private Count of(int cache) {
        return Objects.requireNonNull(counts.get(cache));
    }

    private static boolean isByTombstone(Removed removed, Truth truth) {
        return removed.partition() < truth.partitions()
                && truth.partition(removed.partition()).records().stream()
                        .map(TruthRecord::record)
                        .anyMatch(record -> record.offset() == removed.offset() && record.isTombstone());
    }

    private void removed(Happening happening, Removed removed, Count count, Findings findings) {
        long before = count.since(removed.generation(), happening.millis() - SURELY_WITHIN_MILLIS);
        boolean comesFirst = count.released && !count.millisByGeneration.containsKey(removed.generation());
        if (!comesFirst && count.isTooMany(before, removed.entries())) {
            findings.add(
                    this,
                    happening.index(),
                    "cache " + removed.cache() + " bears " + count.breaker + ", and " + removed + " follows " + before
                            + " within a minute");
        }
        count.add(removed.generation(), happening.millis());
    }

    private void observed(int index, Observed observed, Count count, Facts facts, Findings findings) {
        Snapshot now = observed.snapshot();
        boolean halts = now.state() == CacheState.HALTED && !count.halted;
        count.halted = now.state() == CacheState.HALTED;
        CacheFacts cache = facts.cache(observed.cache());
        if (halts && !cache.manner().haltsAtRejected() && now.readable() && cache.followsTheLog(facts.truth())) {
            long before = count.since(now.generation(), Long.MIN_VALUE);
            if (!count.isTooMany(before, now.shown().size()) || !standsBeforeADeletion(now, cache, facts.truth())) {
                findings.add(
                        this,
                        index,
                        "cache " + cache.cache() + " bears " + count.breaker + " and halts behind " + before + ": "
                                + now);
            }
        }
    }

    private static boolean standsBeforeADeletion(Snapshot now, CacheFacts cache, Truth truth) {
        return IntStream.range(0, Math.min(now.partitions(), truth.partitions()))
                .mapToObj(truth::partition)
                .flatMap(partition -> partition.records().stream())
                .filter(record -> record.counts(cache.isolation()))
                .map(TruthRecord::record)
                .anyMatch(record -> record.isTombstone()
                        && record.offset() >= now.position(record.partition())
                        && (now.shown().containsKey(record.key()) || isRejected(record.key(), now, cache, truth)));
    }

    /** Whether what stands of a key was rejected and shows nothing: a record of which there are no entries is counted as well. */
    private static boolean isRejected(String key, Snapshot now, CacheFacts cache, Truth truth) {
        return IntStream.range(0, Math.min(now.partitions(), truth.partitions()))
                .anyMatch(p -> isRejected(truth.partition(p).of(key), now, cache));
    }

    /** Of one partition's records: what the cleaner took ahead of the cache does not stand in it. */
    private static boolean isRejected(List<TruthRecord> ofKey, Snapshot now, CacheFacts cache) {
        for (int i = ofKey.size() - 1; i >= 0; i--) {
            TruthRecord record = ofKey.get(i);
            if (record.counts(cache.isolation())
                    && record.record().offset() < now.reached(record.record().partition())) {
                LogRecord seen = cache.asSeen(record, now.generation());
                if (seen.showsNothing() && !seen.isTombstone()) {
                    return true;
                }
                if (!cache.mayHaveMissed(record)) {
                    return false;
                }
            }
        }
        return false;
    }

    /** What one cache lost by tombstones since it went on. */
    private static final class Count {
        private final Breaker breaker;
        private final Map<Integer, List<Long>> millisByGeneration = new HashMap<>();
        private boolean halted;
        private boolean released;

        Count(Breaker breaker) {
            this.breaker = breaker;
        }

        /** What it counts behind a release. */
        Count anew() {
            Count next = new Count(breaker);
            next.halted = halted;
            next.released = true;
            return next;
        }

        void add(int generation, long millis) {
            millisByGeneration
                    .computeIfAbsent(generation, none -> new ArrayList<>())
                    .add(millis);
        }

        long since(int generation, long sinceMillis) {
            return millisByGeneration.getOrDefault(generation, List.of()).stream()
                    .filter(millis -> millis >= sinceMillis)
                    .count();
        }

        /** Whether one more is one too many, where so many have left and so many are there. */
        boolean isTooMany(long left, long entries) {
            return left >= breaker.deletesPerMinute()
                    || (breaker.share() < 1 && left + 1 > breaker.share() * (entries + left));
        }
    }
}
