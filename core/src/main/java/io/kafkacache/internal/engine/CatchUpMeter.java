package io.kafkacache.internal.engine;

import io.kafkacache.CatchUp;
import io.kafkacache.internal.replay.Lap;
import io.kafkacache.internal.replay.Lap.Stretch;
import io.kafkacache.internal.replay.Moment;
import io.kafkacache.internal.replay.PartitionTrack;
import io.kafkacache.internal.replay.Progress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far a replay is, for status, monitor and log. Written by the reader's activity, read by any thread. */
final class CatchUpMeter {
    private static final Logger LOG = LoggerFactory.getLogger("io.kafkacache");
    private static final Duration WORTH_TELLING = Duration.ofSeconds(3);

    private final CacheContext cache;
    private final Supplier<Progress> progress;
    private final Moment opened;
    private volatile @Nullable Range range;
    private volatile @Nullable Moment readyAt;
    private volatile Moment begun;
    private volatile Read before = new Read(0, 0);
    private volatile @Nullable Read after;
    private volatile boolean again;

    CatchUpMeter(CacheContext cache, Supplier<Progress> progress) {
        this.cache = cache;
        this.progress = progress;
        this.opened = cache.now();
        this.begun = opened;
    }

    /** A replay begins; {@code again} where the cache is complete already, and stays so. */
    void begin(boolean readAgain, Moment now) {
        again = readAgain;
        begun = readAgain ? now : opened;
        before = readAgain ? read() : new Read(0, 0);
        after = null;
        range = null;
        readyAt = null;
    }

    void lap(List<PartitionTrack> tracks, Lap lap, Moment now) {
        Range before = range;
        long[] starts = tracks.stream().mapToLong(PartitionTrack::start).toArray();
        long[] targets = starts.clone();
        for (Stretch stretch : lap.stretches()) {
            targets[stretch.partition()] = stretch.target();
        }
        range = new Range(starts, targets, lap.number(), before == null ? now : before.began);
        if (before == null) {
            LOG.info(
                    "{}: {}: {} partitions, {} offsets",
                    cache.name(),
                    doing(),
                    starts.length,
                    Arrays.stream(targets).sum() - Arrays.stream(starts).sum());
        }
    }

    void ready(Moment now, long entries) {
        readyAt = now;
        after = read();
        LOG.info(
                "{}: {} with {} entries after {}",
                cache.name(),
                again ? "shows what was read again," : "ready",
                entries,
                Duration.ofNanos(now.nanos() - begun.nanos()));
    }

    private String doing() {
        return again ? "reading the topic again" : "catching up";
    }

    /** The target of the current lap in a partition, or −1 while there is none. */
    long target(int partition) {
        Range now = range;
        return now == null || partition >= now.targets.length ? -1 : now.targets[partition];
    }

    CatchUp catchUp() {
        Range now = range;
        Progress reached = progress.get();
        long done = 0;
        long total = 0;
        if (now != null) {
            for (int p = 0; p < now.starts.length; p++) {
                long next = reached.knows(p) ? reached.next(p) : now.starts[p];
                done += Math.min(next, Math.max(now.targets[p], now.starts[p])) - now.starts[p];
                total += now.targets[p] - now.starts[p];
            }
        }
        Moment end = readyAt != null ? readyAt : cache.now();
        Duration elapsed = now == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, end.nanos() - now.began.nanos()));
        Read read = upToNow().since(before);
        return new CatchUp(
                Math.max(0, done), Math.max(0, total), read.records, read.bytes, elapsed, now == null ? 0 : now.lap);
    }

    private Read upToNow() {
        Read ended = after;
        return ended == null ? read() : ended;
    }

    private Read read() {
        return new Read(
                cache.counters().recordsApplied.get(),
                cache.counters().bytesRead.get());
    }

    /** Tells of a catch-up that takes more than a few seconds; to be called every few seconds until ready. */
    void tell() {
        CatchUp now = catchUp();
        if (readyAt != null || range == null || now.elapsed().compareTo(WORTH_TELLING) < 0) {
            return;
        }
        double seconds = Math.max(1e-3, now.elapsed().toMillis() / 1e3);
        LOG.info(
                "{}: {}: {} of {} offsets ({} %), lap {}, {} records/s, {} MB read, about {} s to go (an estimate)",
                cache.name(),
                doing(),
                now.doneOffsets(),
                now.totalOffsets(),
                Math.round(now.fraction() * 100),
                now.lap(),
                Math.round(now.records() / seconds),
                now.bytes() >> 20,
                now.estimatedRemaining() == null
                        ? "?"
                        : now.estimatedRemaining().toSeconds());
        cache.guard().tell(m -> m.progress(now));
    }

    /** How much was read by then since the cache was opened. */
    private record Read(long records, long bytes) {
        Read since(Read earlier) {
            return new Read(Math.max(0, records - earlier.records), Math.max(0, bytes - earlier.bytes));
        }
    }

    private static final class Range {
        private final long[] starts;
        private final long[] targets;
        private final int lap;
        private final Moment began;

        Range(long[] starts, long[] targets, int lap, Moment began) {
            this.starts = starts;
            this.targets = targets;
            this.lap = lap;
            this.began = began;
        }
    }
}
