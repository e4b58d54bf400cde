package io.kafkacache.internal.engine;

import io.kafkacache.Isolation;
import io.kafkacache.Position;
import io.kafkacache.Source;
import io.kafkacache.internal.engine.Health.Speaker;
import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogReader;
import io.kafkacache.internal.log.RecordBatch;
import io.kafkacache.internal.replay.SeenOffsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the places of all records once more, up to where the replay stood: an entry whose record is not there any more was deleted or superseded
 * meanwhile. That is how a replay ends that took longer than tombstones last: what it had read first may have been deleted by a tombstone that
 * was gone when it came by. It has no deadline itself, for the reader goes on at the head beside it. What it did not find is to be judged when the reader has passed the ends that were
 * asked for behind it. Reader's activity only.
 *
 * <p>A reader of uncommitted records may hold one that was aborted and taken since, while what it superseded stands in the topic. Where an older record
 * of the key is still met, what the cache holds stays: had a committed one deleted or superseded it, the cleaner would have taken the older ones with it.
 * To bring the older record back instead could bring back what a tombstone between the two deleted, which may go for its age while this reads.
 */
final class Sweep<RK, M> {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long AGAIN_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long STUCK_NANOS = Duration.ofMillis(1_500).toNanos();

    private final CacheContext cache;
    private final Inquiries inquiries;
    private final Generation<RK, M> generation;
    private final RecordInterpreter<RK, ?, M> interpreter;
    private final boolean meetsAborted;
    private final Map<Integer, Long> ends = new HashMap<>();
    private final Map<Integer, Position> positions = new HashMap<>();
    private final Set<Integer> endedShort = new HashSet<>();
    private SeenOffsets staying = new SeenOffsets();
    private @Nullable LogReader log;
    private boolean started;
    private boolean asking;
    private boolean probing;
    private boolean closed;
    private long movedNanos;
    private long retryNanos;

    Sweep(
            CacheContext cache,
            Inquiries inquiries,
            Generation<RK, M> generation,
            RecordInterpreter<RK, ?, M> interpreter) {
        this.cache = cache;
        this.inquiries = inquiries;
        this.generation = generation;
        this.interpreter = interpreter;
        this.meetsAborted = cache.options().isolation() == Isolation.READ_UNCOMMITTED;
        generation.tracks().forEach(track -> ends.put(track.source().partition(), track.next()));
        retryNanos = cache.driver().nanoTime();
    }

    /** Reads on, once; gives how long nothing more is to be done in nanoseconds, 0 for nothing to wait for. */
    long step() {
        long now = cache.driver().nanoTime();
        if (!started) {
            start();
            return POLL.toNanos();
        }
        if (now - retryNanos < 0) {
            return Math.min(POLL.toNanos(), retryNanos - now);
        }
        try {
            LogReader open = log;
            if (open == null) {
                open = cache.log().openReader();
                log = open;
                open.assign(positions);
            }
            RecordBatch batch = open.poll(POLL);
            cache.health().succeeded(Speaker.SWEEP);
            take(batch);
            return batch.nextPositions().isEmpty() ? lookIfStuck(batch.restNanos()) : 0;
        } catch (LogException e) {
            failed(e);
            return POLL.toNanos();
        }
    }

    private void start() {
        if (asking) {
            return;
        }
        asking = true;
        inquiries.starts(ends.size(), () -> !closed, (asked, starts) -> {
            asking = false;
            started = true;
            positions.clear();
            positions.putAll(starts);
            movedNanos = cache.driver().nanoTime();
        });
    }

    private void take(RecordBatch batch) {
        while (batch.next()) {
            staying.add(batch.partition(), batch.offset());
            if (meetsAborted) {
                keepWhatIsNewer(batch);
            }
        }
        positions.putAll(batch.nextPositions());
        if (!batch.nextPositions().isEmpty()) {
            movedNanos = cache.driver().nanoTime();
        }
    }

    private void keepWhatIsNewer(RecordBatch batch) {
        int partition = batch.partition();
        RK key = interpreter.key(generation.track(partition).source(), batch);
        long heldBy = key == null ? batch.offset() : generation.store().heldBy(key, partition);
        if (heldBy > batch.offset()) {
            staying.add(partition, heldBy);
        }
    }

    /** A log whose last records vanished gives nothing up to where we once stood, for ever. */
    private long lookIfStuck(long restNanos) {
        if (!probing && cache.driver().nanoTime() - movedNanos > STUCK_NANOS) {
            ends.keySet().stream().filter(p -> !isRead(p)).findFirst().ifPresent(this::probe);
        }
        return restNanos;
    }

    private void probe(int partition) {
        probing = true;
        movedNanos = cache.driver().nanoTime(); // not again at once, whatever comes of it
        Position at = positions.getOrDefault(partition, Position.at(0));
        inquiries.probe(partition, at, nothing -> {
            probing = false;
            if (nothing && at.equals(positions.get(partition))) {
                endedShort.add(partition);
            }
        });
    }

    private void failed(LogException e) {
        closeLog();
        retryNanos = cache.driver().nanoTime() + AGAIN_NANOS;
        if (e.kind() == LogException.Kind.OUT_OF_RANGE || e.kind() == LogException.Kind.TRUNCATED) {
            started = false; // trimmed under our hands: from the new start
            staying = new SeenOffsets();
            endedShort.clear();
        } else {
            cache.health().failed(Speaker.SWEEP, e, cache.driver().nanoTime());
        }
    }

    /** Whether everything has been read. */
    boolean isDone() {
        return started && ends.keySet().stream().allMatch(this::isRead);
    }

    private boolean isRead(int partition) {
        Position position = positions.get(partition);
        return endedShort.contains(partition)
                || (position != null && position.offset() >= ends.getOrDefault(partition, 0L));
    }

    /** Whether a record that the replay read was not there any more, and is not to stay. */
    boolean isGone(Source source, long offset) {
        int partition = source.partition();
        return offset < ends.getOrDefault(partition, 0L) && !staying.contains(partition, offset);
    }

    void close() {
        closed = true;
        closeLog();
        cache.health().succeeded(Speaker.SWEEP);
    }

    private void closeLog() {
        LogReader open = log;
        log = null;
        if (open != null) {
            open.close();
        }
    }
}
