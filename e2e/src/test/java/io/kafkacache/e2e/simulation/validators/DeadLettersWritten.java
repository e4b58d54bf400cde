package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.CacheState;
import io.kafkacache.e2e.simulation.history.CacheFacts;
import io.kafkacache.e2e.simulation.history.Event;
import io.kafkacache.e2e.simulation.history.Event.Appended;
import io.kafkacache.e2e.simulation.history.Event.DeadLettered;
import io.kafkacache.e2e.simulation.history.Event.Judged;
import io.kafkacache.e2e.simulation.history.Event.LettersLost;
import io.kafkacache.e2e.simulation.history.Event.Opened;
import io.kafkacache.e2e.simulation.history.Event.Settled;
import io.kafkacache.e2e.simulation.history.Facts;
import io.kafkacache.e2e.simulation.history.History.Happening;
import io.kafkacache.e2e.simulation.history.LogRecord;
import io.kafkacache.e2e.simulation.history.Manner;
import io.kafkacache.e2e.simulation.history.Trait;
import io.kafkacache.e2e.simulation.history.Truth;
import io.kafkacache.e2e.simulation.history.TruthPartition;
import io.kafkacache.e2e.simulation.history.TruthRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters: in the end each rejected record that stands for its key in a cache which writes them is in their topic, at least once, with its key;
 * and nothing is there that no such cache rejected. Whatever the cache does with a rejected record is all one.
 *
 * <p>Allowed: as many are missing as the cache says to have lost, as where its machine was suspended while one was under way. Left out of the former: keys on several partitions, for what another one outranks is not judged; and a cache that halts, which has judged but the
 * record before which it stands. A letter tells partition and offset, so those of a former topic are not told apart.
 */
final class DeadLettersWritten implements Validator {
    private final Map<List<Long>, List<LogRecord>> written = new HashMap<>();
    private final Set<List<Long>> refused = new HashSet<>();
    private final Set<List<Long>> letters = new HashSet<>();
    private final Map<Integer, Long> lost = new HashMap<>();
    private final List<Manner> manners = new ArrayList<>();

    @Override
    public void see(Happening happening, Facts facts, Findings findings) {
        Event event = happening.event();
        if (event instanceof Opened opened && opened.manner().has(Trait.WRITING_DEAD_LETTERS)) {
            manners.add(opened.manner());
        } else if (event instanceof Appended appended) {
            LogRecord record = appended.record();
            written.computeIfAbsent(place(record), none -> new ArrayList<>(1)).add(record);
        } else if (event instanceof Judged judged && judged.refused()) {
            refused.add(List.of((long) judged.partition(), judged.offset()));
        } else if (event instanceof DeadLettered letter) {
            letters.add(List.of((long) letter.partition(), letter.offset()));
            if (!isOfARejected(letter)) {
                findings.add(this, happening.index(), "nothing was rejected there: " + letter);
            }
        } else if (event instanceof LettersLost told) {
            lost.put(told.cache(), told.letters());
        } else if (event instanceof Settled settled) {
            settled.caches().stream()
                    .map(facts::cache)
                    .filter(cache -> isJudged(cache, facts.truth()))
                    .forEach(cache -> judge(happening.index(), cache, facts.truth(), findings));
        }
    }

    private static List<Long> place(LogRecord record) {
        return List.of((long) record.partition(), record.offset());
    }

    private boolean isOfARejected(DeadLettered letter) {
        return written.getOrDefault(List.of((long) letter.partition(), letter.offset()), List.of()).stream()
                .filter(record -> record.key().equals(letter.key()))
                .anyMatch(record -> !record.accepted()
                        || refused.contains(place(record))
                        || manners.stream().anyMatch(manner -> manner.failsOn(record)));
    }

    private static boolean isJudged(CacheFacts cache, Truth truth) {
        return cache.manner().has(Trait.WRITING_DEAD_LETTERS)
                && cache.last() != null
                && cache.last().state() == CacheState.READY
                && cache.followsTheLog(truth);
    }

    private void judge(int index, CacheFacts cache, Truth truth, Findings findings) {
        List<TruthRecord> missing = truth.keys().stream()
                .map(key -> onlyNewest(key, cache, truth))
                .filter(Objects::nonNull)
                .filter(newest -> !cache.asSeen(newest).accepted() && !letters.contains(place(newest.record())))
                .toList();
        if (missing.size() > lost.getOrDefault(cache.cache(), 0L)) {
            findings.add(this, index, "cache " + cache.cache() + " has rejected and not written " + missing);
        }
    }

    /** The record that stands for a key; null where there is none, or where it is not certain which one that is. */
    private static @Nullable TruthRecord onlyNewest(String key, CacheFacts cache, Truth truth) {
        List<TruthPartition> of = IntStream.range(0, truth.partitions())
                .mapToObj(truth::partition)
                .filter(partition -> !partition.of(key).isEmpty())
                .toList();
        if (of.size() != 1) {
            return null;
        }
        TruthRecord newest = of.get(0).of(key).stream()
                .filter(record -> record.counts(cache.isolation()))
                .reduce((earlier, later) -> later)
                .orElse(null);
        boolean stands = newest != null
                && !newest.isTaken()
                && newest.record().offset() >= of.get(0).start()
                && newest.record().offset()
                        < Objects.requireNonNull(cache.last())
                                .position(newest.record().partition())
                && !cache.mayBeginBehind(newest);
        return stands ? newest : null;
    }
}
