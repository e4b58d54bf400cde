package io.kafkacache.internal.engine;

import io.kafkacache.Cause;
import io.kafkacache.Entries;
import io.kafkacache.Position;
import io.kafkacache.Rejection;
import io.kafkacache.Store;
import io.kafkacache.Update;
import io.kafkacache.internal.engine.Inquiries.Beginning;
import io.kafkacache.internal.listen.Changes;
import io.kafkacache.internal.log.RecordBatch;
import io.kafkacache.internal.replay.Fingerprints;
import io.kafkacache.internal.replay.Lap;
import io.kafkacache.internal.replay.Lap.Stretch;
import io.kafkacache.internal.replay.Moment;
import io.kafkacache.internal.replay.Progress;
import io.kafkacache.internal.resolve.EntryLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One generation being read: in laps until it is complete, then record by record as they come. Partitions added later are read in laps of their
 * own meanwhile. Used by the reader's activity only.
 */
final class Reading<RK, M, K, V> {
    private final CacheContext cache;
    private final Inquiries inquiries;
    private final Generation<RK, M> generation;
    private final EntryLevel<RK, M, K, V> level;
    private final RecordInterpreter<RK, ?, M> interpreter;
    private final Applier<RK, M> applier;
    private final Moment begun;
    private final Events<RK, M, K, V> events;
    private final Laps laps;
    private @Nullable Sweep<RK, M> sweep;
    private @Nullable Sweep<RK, M> swept; // has read everything, and waits for what superseded what it did not find
    private long awayNanos;
    private final FingerprintUpkeep<RK, M> fingerprints;
    private boolean replayed;
    private boolean shown;
    private boolean left;
    private volatile boolean ended; // by the reader, read by others too

    Reading(
            CacheContext cache,
            Inquiries inquiries,
            Generation<RK, M> generation,
            EntryLevel<RK, M, K, V> level,
            RecordInterpreter<RK, ?, M> interpreter,
            MutationRules<RK, M, K, V> mutationRules,
            Moment begun,
            Events<RK, M, K, V> events) {
        this.cache = cache;
        this.inquiries = inquiries;
        this.generation = generation;
        this.level = level;
        this.interpreter = interpreter;
        this.begun = begun;
        this.events = events;
        this.applier = new Applier<>(cache, generation, interpreter, mutationRules);
        this.fingerprints = new FingerprintUpkeep<>(generation);
        this.laps = new Laps(cache, inquiries, generation, this::progress, new LapEvents());
    }

    Generation<RK, M> generation() {
        return generation;
    }

    /** What readers see of it, or are going to. */
    Entries<K, V> entries() {
        return level.entries();
    }

    /** Readers see it from its beginning. */
    void serveFromBeginning() {
        level.begin();
    }

    Applier<RK, M> applier() {
        return applier;
    }

    Progress progress() {
        return generation.progress(shown && !left);
    }

    /** When its targets were asked for; what the brokers said before may have been about another log. */
    Moment begun() {
        return begun;
    }

    /** How old the proof of the head was, at most, when a hole was read in the laps: a tombstone that was cleaned away since may be missing. */
    long awayNanos() {
        return awayNanos;
    }

    /** Whether its laps are over: records are applied as they come. */
    boolean isReplayed() {
        return replayed;
    }

    /** Has the log looked through for records that are gone, before this is shown. */
    void beginSweep() {
        sweep = new Sweep<>(cache, inquiries, generation, interpreter);
    }

    boolean isSweeping() {
        return sweep != null;
    }

    /**
     * Sweeps a little; gives how long it has nothing more to do, in nanoseconds. A record that was not found may have been superseded beyond what is
     * read here, so one more lap follows before anything is taken away.
     */
    long sweep() {
        Sweep<RK, M> sweeping = Objects.requireNonNull(sweep);
        long rest = sweeping.step();
        if (sweeping.isDone()) {
            endSweep();
            swept = sweeping;
            laps.beginAgain();
        }
        return rest;
    }

    private void endSweep() {
        if (sweep != null) {
            sweep.close();
            sweep = null;
        }
    }

    /** Readers see it from here on, and it keeps fingerprints of what it holds. */
    void show() {
        level.fill(generation.committed(), cache.steps().parallel());
        shown = true;
        laps.mayNotEndBehind(null);
        int partitions = generation.tracks().size();
        fingerprints.cover();
        applier.fingerprint(fingerprints);
        cache.driver()
                .start(
                        "fingerprint",
                        new BaseSum<>(
                                cache.name(),
                                generation.store().view(),
                                interpreter,
                                partitions,
                                fingerprints.fingerprints(),
                                () -> !ended && !cache.health().isClosed()));
    }

    /** The topic is read again: readers see this until then, but nobody is told that they see what he waits for. */
    void leave() {
        left = true;
    }

    /** Whether readers see it. */
    boolean isShown() {
        return shown;
    }

    Fingerprints fingerprints() {
        return fingerprints.fingerprints();
    }

    /** Whether it was left. */
    boolean hasEnded() {
        return ended;
    }

    /** Nothing that is still being asked matters any more. */
    void end() {
        ended = true;
        laps.end();
        endSweep();
    }

    void close() {
        end();
        level.close();
        generation.store().close();
    }

    /** Begins the first lap, to these ends. {@code seen} is what readers see of the same log meanwhile, behind which this may not be shown. */
    void begin(Map<Integer, Position> targets, @Nullable Generation<?, ?> seen) {
        laps.mayNotEndBehind(seen);
        if (seen != null) {
            generation.knowLeadersOf(seen);
        }
        laps.begin(begun, targets);
    }

    /** Takes in partitions that were added, and begins a lap over them. Not while another lap runs. */
    void grow(Beginning beginning, Moment now) {
        generation.grow(beginning.topic(), beginning.starts(), now);
        fingerprints.cover();
        laps.begin(beginning.asked(), beginning.targets());
    }

    /** Whether a lap runs, or the next is being asked for. */
    boolean isInLaps() {
        return laps.areRunning();
    }

    /** The first stretch of the current lap that is not read yet, or null. */
    @Nullable
    Stretch missing() {
        return laps.missing();
    }

    /** Whether what was asked then is older than the target of the current lap. */
    boolean lapIsNewerThan(Moment asked) {
        return laps.areNewerThan(asked);
    }

    /** Applies a batch and gives what changed where that is wanted. What readers see is committed, nothing is published. */
    Changes<K, V> apply(RecordBatch batch, boolean wanted, Moment now) {
        Changes<RK, M> changes = applier.apply(batch, wanted || level.follows(), now);
        generation.commit();
        Moment proven = applier.oldestProofAtHole();
        if (!replayed && proven != null) {
            awayNanos = Math.max(awayNanos, proven.ageNanos(now));
        }
        return level.change(changes, generation.committed(), wanted);
    }

    /** Looks whether the current lap is over, and goes on with the next or tells that it was the last. */
    void lookAtLap() {
        laps.look();
    }

    private void endLaps() {
        Sweep<RK, M> finished = swept;
        if (finished == null) {
            events.lapsDone(this);
        } else {
            swept = null;
            purge(finished::isGone, false);
            events.swept(this);
        }
    }

    /**
     * Ends the laps: every value is interpreted, and from here on records are applied as they come.
     *
     * @return the record that halts the cache instead, or null
     */
    @Nullable
    Rejection replayed() {
        generation.store().replayed(cache.steps().parallel());
        Rejection rejection = interpreter.haltedBy();
        if (rejection == null) {
            rejection = applier.replayed();
        }
        if (rejection == null) {
            generation.commit();
            replayed = true;
        }
        return rejection;
    }

    /**
     * Takes away what comes from records that are gone, and gives the updates where they are wanted. What readers see is committed, nothing is
     * published.
     */
    Changes<K, V> purge(Store.Taken taken, boolean wanted) {
        boolean told = wanted || level.follows();
        List<Update<RK, M>> updates = new ArrayList<>();
        Store.Taken each = (source, offset) -> {
            cache.steps().touch();
            return taken.taken(source, offset);
        };
        generation.store().purge(each, (before, after) -> {
            RK key = Objects.requireNonNull(before == null ? after : before).key();
            if (shown) {
                fingerprints.takenAway(interpreter.encodeKey(key), before, after);
            }
            if (told) {
                updates.add(new Update<>(key, before, after, null, null, Cause.RETENTION));
            }
        });
        applier.purged(taken);
        generation.commitStarts();
        if (shown) {
            fingerprints.purged();
        }
        return level.change(Changes.of(updates), generation.committed(), wanted);
    }

    private final class LapEvents implements Laps.Events {
        @Override
        public void begun(Lap lap) {
            events.lapBegun(Reading.this, lap);
        }

        @Override
        public boolean mayEnd() {
            return events.mayEnd(Reading.this);
        }

        @Override
        public void over() {
            endLaps();
        }
    }

    /** What a reading asks and tells its owner. */
    interface Events<RK, M, K, V> {
        /** A lap begins. */
        void lapBegun(Reading<RK, M, K, V> reading, Lap lap);

        /** Whether the end of a lap may be looked at; if not, {@link #lookAtLap} is to be called when it may. */
        boolean mayEnd(Reading<RK, M, K, V> reading);

        /** What was gone from the log is gone from the reading too. */
        void swept(Reading<RK, M, K, V> reading);

        /** The last lap is over. */
        void lapsDone(Reading<RK, M, K, V> reading);
    }
}
