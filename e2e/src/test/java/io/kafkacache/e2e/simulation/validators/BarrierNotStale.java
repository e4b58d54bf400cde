package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.CacheState;
import io.kafkacache.Position;
import io.kafkacache.RecordOffset;
import io.kafkacache.e2e.simulation.history.CacheFacts;
import io.kafkacache.e2e.simulation.history.Event;
import io.kafkacache.e2e.simulation.history.Event.BarrierBegun;
import io.kafkacache.e2e.simulation.history.Event.BarrierEnded;
import io.kafkacache.e2e.simulation.history.Event.Taken;
import io.kafkacache.e2e.simulation.history.Event.TransactionEnded;
import io.kafkacache.e2e.simulation.history.Event.Truncated;
import io.kafkacache.e2e.simulation.history.Facts;
import io.kafkacache.e2e.simulation.history.History.Happening;
import io.kafkacache.e2e.simulation.history.Snapshot;
import io.kafkacache.e2e.simulation.history.Truth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Guarantees 5 and 6, ReadYourWrites and Latest: after {@code await(offset)} every read shows that record or a later one of its key; after
 * {@code sync()} reads show everything that stood in the log before it was called, on every partition, and after transactions that were open then.
 *
 * <p>Not promised, and allowed: keys still being superseded at the fifth end, for which the log must have got four new holes meanwhile; a stale
 * answer of a replaced leader whose epoch the cache could not yet know to be old; what a truncation or a recreation took since; a record
 * awaited across a recreation; and, of a log that was cut before, what is waited for while the cache cannot know that: a record, or an end that is just
 * where the cache stands.
 */
final class BarrierNotStale implements Validator {
    private static final int HOLES_FOR_FIVE_LAPS = 4;

    private final Map<Integer, Wait> waits = new HashMap<>();
    private final StaleLeaders staleLeaders = new StaleLeaders();

    @Override
    public void see(Happening happening, Facts facts, Findings findings) {
        Event event = happening.event();
        staleLeaders.see(happening);
        if (event instanceof BarrierBegun begun) {
            CacheFacts cache = facts.find(begun.cache());
            if (cache != null) {
                waits.put(begun.barrier(), new Wait(happening.index(), begun, facts.truth(), cache.last()));
            }
        } else if (event instanceof Taken || event instanceof TransactionEnded) {
            waits.values().forEach(Wait::holeMade);
        } else if (event instanceof Truncated truncated) {
            waits.values().forEach(wait -> wait.truncated(truncated));
        } else if (event instanceof BarrierEnded ended) {
            Wait wait = waits.remove(ended.barrier());
            CacheFacts cache = wait == null ? null : facts.find(wait.begun.cache());
            if (wait != null && cache != null && ended.failure() == null) {
                judge(happening.index(), wait, cache, facts, findings);
            }
        }
    }

    private void judge(int index, Wait wait, CacheFacts cache, Facts facts, Findings findings) {
        Snapshot snapshot = Objects.requireNonNull(cache.last());
        Truth truth = facts.truth();
        if (!truth.topicId().equals(wait.topicId)) {
            return; // recreated since
        }
        if (!wait.topicId.equals(snapshot.topicId())) {
            if (wait.begun.awaited() == null) {
                findings.add(this, index, wait + " is done and shows another topic: " + snapshot);
            }
            return;
        }
        if (wait.isDoneInARebuild(snapshot)) {
            findings.add(this, index, wait + " is done while the topic is still read again: " + snapshot);
            return;
        }
        if (!snapshot.readable() || !cache.followsTheLog(truth)) {
            if (!snapshot.ready()) {
                findings.add(this, index, wait + " is done before ready: " + snapshot);
            } else if (wait.isDoneOnACutLog(cache, snapshot, truth, staleLeaders)) {
                findings.add(this, index, wait + " is done on a log that was cut before: " + snapshot);
            }
            return;
        }
        List<Long> required = wait.required(staleLeaders);
        for (int p = 0; p < required.size(); p++) {
            if (truth.partition(p).leavesUnread(snapshot.position(p), required.get(p), cache.isolation())
                    && wait.covers(p)) {
                findings.add(
                        this,
                        index,
                        wait + " is done, but partition " + p + " stands below " + required.get(p) + ": " + snapshot);
            }
        }
        showsWhatItMust(index, wait, required, snapshot, cache, facts, findings);
    }

    private void showsWhatItMust(
            int index,
            Wait wait,
            List<Long> required,
            Snapshot snapshot,
            CacheFacts cache,
            Facts facts,
            Findings findings) {
        if (wait.holes >= HOLES_FOR_FIVE_LAPS) {
            return;
        }
        Excuse excuse = Excuse.taken(facts, cache)
                .unlessBelow(staleLeaders.strict(required, wait.index), Excuse.expired(facts, cache));
        for (String key : wait.keys(facts.truth())) {
            Fold fold = new Fold(facts.truth(), cache, snapshot, key, excuse);
            if (!fold.allows(snapshot.shown().get(key))) {
                findings.add(
                        this,
                        index,
                        wait + " is done, and " + key + " shows "
                                + snapshot.shown().get(key) + "; " + fold + "; " + snapshot);
                return;
            }
        }
    }

    /** A wait that is under way, and what it owes. */
    private static final class Wait {
        private final int index;
        private final BarrierBegun begun;
        private final String topicId;
        private final List<Long> ends;
        private final @Nullable Snapshot atBegin;
        private final Set<Integer> truncated = new HashSet<>();
        private int holes;

        Wait(int index, BarrierBegun begun, Truth truth, @Nullable Snapshot atBegin) {
            this.index = index;
            this.begun = begun;
            this.topicId = truth.topicId();
            this.ends = new ArrayList<>(truth.ends());
            this.atBegin = atBegin;
            RecordOffset awaited = begun.awaited();
            for (int p = 0; awaited != null && p < ends.size(); p++) {
                ends.set(p, p == awaited.partition() ? Math.min(ends.get(p), awaited.offset() + 1) : 0);
            }
        }

        boolean covers(int partition) {
            return begun.awaited() == null || begun.awaited().partition() == partition;
        }

        /** Below which everything must be shown, by partition. */
        List<Long> required(StaleLeaders staleLeaders) {
            List<Long> required = new ArrayList<>(ends);
            for (int p = 0; begun.awaited() == null && p < required.size(); p++) {
                int epoch = atBegin != null && topicId.equals(atBegin.topicId()) && p < atBegin.partitions()
                        ? atBegin.positions().get(p).leaderEpoch()
                        : Position.NO_EPOCH;
                required.set(p, staleLeaders.lowest(p, required.get(p), index, epoch));
            }
            return required;
        }

        /** Whether the topic was being read again when it began, and is still. */
        boolean isDoneInARebuild(Snapshot atEnd) {
            return atBegin != null
                    && atBegin.state() == CacheState.REBUILDING
                    && atBegin.generation() == atEnd.generation();
        }

        /** Whether it was to ask for ends, and was done though they are below what the cache shows, since the log had been cut. */
        boolean isDoneOnACutLog(CacheFacts cache, Snapshot atEnd, Truth truth, StaleLeaders staleLeaders) {
            return begun.awaited() == null
                    && atEnd.readable()
                    && cache.hasToFollowTheLog()
                    && cache.cutSince().entrySet().stream()
                            .filter(cut -> cut.getValue() < index)
                            .map(Map.Entry::getKey)
                            .filter(p -> !truncated.contains(p) && !staleLeaders.mayAnswer(p, index))
                            .anyMatch(
                                    p -> atEnd.position(p) > truth.partition(p).end());
        }

        void truncated(Truncated truncated) {
            this.truncated.add(truncated.partition());
            if (truncated.partition() < ends.size()) {
                ends.set(truncated.partition(), Math.min(ends.get(truncated.partition()), truncated.end()));
            }
        }

        void holeMade() {
            holes++;
        }

        /** The keys about which the wait says something: all, or that of the awaited record. */
        List<String> keys(Truth truth) {
            RecordOffset awaited = begun.awaited();
            if (awaited == null) {
                return List.copyOf(truth.keys());
            }
            return truth.partition(awaited.partition()).records().stream()
                    .map(record -> record.record())
                    .filter(record -> record.offset() == awaited.offset())
                    .map(record -> record.key())
                    .toList();
        }

        @Override
        public String toString() {
            return (begun.awaited() == null ? "sync" : "await(" + begun.awaited() + ")") + " of cache " + begun.cache();
        }
    }
}
