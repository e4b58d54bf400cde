package io.kafkacache.model;

import io.kafkacache.CacheState;
import io.kafkacache.CacheStatus;
import io.kafkacache.Entry;
import io.kafkacache.Isolation;
import io.kafkacache.KafkaCache;
import io.kafkacache.ListenOptions;
import io.kafkacache.NotReadyException;
import io.kafkacache.RejectedRecordException;
import io.kafkacache.UpdateListener;
import io.kafkacache.scripted.Outcome;
import io.kafkacache.scripted.ScriptedRecord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one cache may show. Each key shows the newest record below the cache's position (Prefix); the only excuse is a record that the cleaner
 * took before the reader came by, as guarantee 2 says, and after the log itself was changed under a ready cache nothing is promised until
 * that is noticed.
 */
final class Expectation {
    private final World world;
    private final KafkaCache<String, String> cache;
    private final String topicId;
    private final Set<String> takenAhead = new HashSet<>();
    private final Map<String, Long> shown = new HashMap<>();
    private final Map<Integer, Long> unread = new HashMap<>();
    private final Map<Integer, Long> passed = new HashMap<>();
    private final Map<String, String> told = new HashMap<>();
    private boolean sawReady;
    private boolean changed;
    private boolean mustNotice;
    private int laps;
    private int generation;

    Expectation(World world, KafkaCache<String, String> cache) {
        this.world = world;
        this.cache = cache;
        this.topicId = world.log.topicId();
        for (int p = 0; p < world.log.partitions(); p++) {
            unread.put(p, world.log.partition(p).start());
        }
        UpdateListener<String, String> listener = step -> step.forEach(update -> {
            Entry<? extends String, ? extends String> after = update.after();
            if (after == null) {
                told.remove(update.key());
            } else {
                told.put(update.key(), after.rejection() != null ? "rejected" : after.value());
            }
        });
        cache.listen(ListenOptions.stateFirst(), listener);
    }

    boolean sawReady() {
        return sawReady && !changed;
    }

    /** Compacts, and remembers what was superseded and taken ahead of the reader. */
    void compacting(int partition, long below, Runnable compaction) {
        Set<Long> before = offsets(partition);
        compaction.run();
        before.removeAll(offsets(partition));
        long position = position(partition);
        for (long taken : before) {
            if (taken >= position) {
                takenAhead.add(partition + "@" + taken);
            }
        }
    }

    /** Drops tombstones that are old enough: the newest record of a key goes, which excuses nothing. */
    void dropping(int partition, Runnable compaction) {
        Set<Long> before = offsets(partition);
        compaction.run();
        before.removeAll(offsets(partition));
        long position = position(partition);
        List<ScriptedRecord> history = world.log.partition(partition).history();
        for (ScriptedRecord record : history) {
            if (record.offset() >= position && before.contains(record.offset())) {
                if (superseded(history, record)) {
                    takenAhead.add(partition + "@" + record.offset());
                }
            }
        }
    }

    private boolean superseded(List<ScriptedRecord> history, ScriptedRecord record) {
        return history.stream()
                .anyMatch(later -> later.offset() > record.offset()
                        && java.util.Objects.equals(later.keyText(), record.keyText())
                        && later.outcome() != Outcome.ABORTED);
    }

    void trimming(int partition, Runnable trim) {
        trim.run();
        unread.merge(partition, world.log.partition(partition).start(), Math::max);
    }

    void truncating(int partition, long end) {
        boolean cut = position(partition) > end;
        boolean readAgain = sawReady && cache.status().state() != CacheState.READY; // what is not shown yet may be cut
        if (cut) {
            mustNotice = true;
            generation = cache.status().generation();
        }
        changed |= cut || readAgain;
        world.truncate(partition, end);
        shown.clear();
        waitsAreVoid = true;
    }

    private boolean waitsAreVoid;

    void recreating(Runnable recreation) {
        generation = sawReady ? cache.status().generation() : 0; // before ready, the id tells whether it started over
        recreation.run();
        shown.clear();
        unread.clear();
        takenAhead.clear();
        changed = true;
        mustNotice = true;
        waitsAreVoid = true;
    }

    /** The newest record of each key as of now: what a sync that is called now must show. */
    Map<String, Long> newestOffsets() {
        Map<String, Long> offsets = new HashMap<>();
        for (String key : World.keys()) {
            ScriptedRecord newest = world.newest(key, Long.MAX_VALUE);
            if (newest != null
                    && newest.outcome() != Outcome.ABORTED
                    && newest.outcome() != Outcome.OPEN
                    && !world.isLost(newest)) {
                offsets.put(key, newest.offset());
            }
        }
        return offsets;
    }

    void mustShow(String what, String key, long offset) {
        if (changed || waitsAreVoid || offset < unread.getOrDefault(world.partitionOf(key), 0L)) {
            return;
        }
        long shows = shownOffset(key);
        if (shows < 0) {
            int p = world.partitionOf(key);
            ScriptedRecord newest = newestRequired(key, p, position(p), shows);
            boolean deleted = newest != null && newest.value() == null && newest.offset() >= offset;
            if (!deleted && laps < 5) {
                throw new AssertionError(what + " is done and " + key + " is absent, not at " + offset
                        + " or later; newest " + newest + ", history "
                        + world.log.partition(world.partitionOf(key)).history() + cache.status());
            }
        } else if (shows < offset) {
            throw new AssertionError(
                    what + " is done and " + key + " shows " + shows + ", not " + offset + " or later");
        }
    }

    void check() {
        CacheStatus status = cache.status();
        if (!status.ready()) {
            requireNotReady();
            status.partitions()
                    .forEach(p -> passed.put(p.partition(), p.position().offset()));
            return;
        }
        if (!sawReady) {
            firstReady(status);
        }
        if (changed) {
            return;
        }
        for (String key : World.keys()) {
            check(key, status);
        }
    }

    private void requireNotReady() {
        try {
            cache.get("k0");
        } catch (NotReadyException expected) {
            return;
        }
        throw new AssertionError("a read before ready was answered");
    }

    private void firstReady(CacheStatus status) {
        sawReady = true;
        laps = status.catchUp().lap();
        if (laps < 5) {
            takenAhead.removeIf(
                    this::isPassed); // ReadyMeansComplete: nothing that was passed before may be missing now
        }
        String read = status.topicId();
        if (changed && world.log.topicId().equals(read) && status.generation() > generation) {
            changed = false; // it started over in the topic of now
            mustNotice = false;
        }
    }

    /** Whether it was passed before the step in which the cache became ready; that one may have gone on behind its target. */
    private boolean isPassed(String place) {
        int at = place.indexOf('@');
        int partition = Integer.parseInt(place.substring(0, at));
        return Long.parseLong(place.substring(at + 1)) < passed.getOrDefault(partition, 0L);
    }

    private void check(String key, CacheStatus status) {
        int p = world.partitionOf(key);
        if (p >= status.partitions().size()) {
            return;
        }
        long position = status.partitions().get(p).position().offset();
        long shows = shownOffset(key);
        Long before = shown.put(key, shows);
        ScriptedRecord newest = newestRequired(key, p, position, shows);
        if (newest == null ? shows >= 0 : shows != (newest.value() == null ? -1 : newest.offset())) {
            throw new AssertionError(key + " shows " + (shows < 0 ? "nothing" : "offset " + shows) + " at position "
                    + position + " of partition " + p + ", expected " + newest + "; laps " + laps + "; " + status);
        }
        if (before != null && shows >= 0 && shows < before && !isAborted(p, before)) {
            throw new AssertionError(key + " went back from " + before + " to " + shows);
        }
    }

    /** A cache that reads uncommitted records shows aborted ones, which the cleaner takes, so that another reading does not find them. */
    private boolean isAborted(int partition, long offset) {
        return world.isolation == Isolation.READ_UNCOMMITTED
                && world.log.partition(partition).history().stream()
                        .anyMatch(record -> record.offset() == offset && record.outcome() == Outcome.ABORTED);
    }

    /** The newest record below the position that has no excuse to be missing, or that is what is shown. */
    private @Nullable ScriptedRecord newestRequired(String key, int partition, long position, long shows) {
        long below = position;
        while (true) {
            ScriptedRecord record = world.newest(key, below);
            if (record == null) {
                return null;
            }
            boolean isShown = record.value() == null ? shows < 0 : shows == record.offset();
            boolean excused = takenAhead.contains(partition + "@" + record.offset())
                    || world.isLost(record)
                    || record.offset() < unread.getOrDefault(partition, 0L)
                    || (world.isolation == Isolation.READ_UNCOMMITTED && record.outcome() == Outcome.ABORTED);
            if (isShown || !excused) {
                return record;
            }
            below = record.offset();
        }
    }

    void atTheEnd(CacheStatus status) {
        if (mustNotice
                && (status.generation() <= generation || !world.log.topicId().equals(status.topicId()))) {
            throw new AssertionError("the log was changed under a ready cache, which has not noticed: " + status);
        }
        changed = false;
        takenAhead.clear();
        shown.clear();
        status.partitions().forEach(partition -> {
            long end = world.log.partition(partition.partition()).end();
            if (partition.position().offset() < end && !world.hasLostATail()) {
                throw new AssertionError("stands at " + partition.position() + " though the end is " + end);
            }
        });
        check();
    }

    /** What listeners were told adds up to what the cache shows. */
    void checkTold() {
        Map<String, String> shows = new HashMap<>();
        cache.forEach(entry -> shows.put(entry.key(), entry.rejection() != null ? "rejected" : entry.value()));
        if (!shows.equals(told)) {
            throw new AssertionError("listeners were told " + told + ", the cache shows " + shows);
        }
    }

    private long shownOffset(String key) {
        try {
            Entry<String, String> entry = cache.entry(key);
            return entry == null ? -1 : entry.offsetInPartition();
        } catch (RejectedRecordException e) {
            return e.rejection().offset().offset();
        }
    }

    private long position(int partition) {
        CacheStatus status = cache.status();
        return partition < status.partitions().size()
                ? status.partitions().get(partition).position().offset()
                : 0;
    }

    private Set<Long> offsets(int partition) {
        Set<Long> offsets = new HashSet<>();
        world.log
                .partition(partition)
                .readable(Isolation.READ_UNCOMMITTED)
                .forEach(record -> offsets.add(record.offset()));
        return offsets;
    }

    @Override
    public String toString() {
        return "cache of topic " + topicId;
    }
}
