package io.kafkacache.internal.engine;

import io.kafkacache.Position;
import io.kafkacache.internal.replay.Lap;
import io.kafkacache.internal.replay.Lap.Stretch;
import io.kafkacache.internal.replay.Moment;
import io.kafkacache.internal.replay.Progress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The laps in which a generation is read: to ends captured when each began, until one meets no hole and the generation is nowhere behind what readers
 * see of the same log meanwhile. Over all partitions at first, later over those that were added. Reader's activity only.
 */
final class Laps {
    private static final long SOON_NANOS = Duration.ofMillis(50).toNanos();

    private final CacheContext cache;
    private final Inquiries inquiries;
    private final Generation<?, ?> generation;
    private final Supplier<Progress> progress;
    private final Events events;
    private @Nullable Generation<?, ?> former;
    private @Nullable Lap lap;
    private long lapNanos;
    private boolean running;
    private boolean ended;

    Laps(
            CacheContext cache,
            Inquiries inquiries,
            Generation<?, ?> generation,
            Supplier<Progress> progress,
            Events events) {
        this.cache = cache;
        this.inquiries = inquiries;
        this.generation = generation;
        this.progress = progress;
        this.events = events;
    }

    /** What readers see of the same log meanwhile, behind which the laps may not end; null for nothing. */
    void mayNotEndBehind(@Nullable Generation<?, ?> seen) {
        former = seen;
    }

    /** Begins the first lap, to ends that were asked for then. Not while another one runs. */
    void begin(Moment asked, Map<Integer, Position> ends) {
        generation.ended(asked, ends);
        begin(Lap.first(progress.get(), ends));
    }

    /** Begins the first lap once more, from what is read by now to the ends of now, in all partitions. */
    void beginAgain() {
        running = true;
        Progress before = progress.get();
        ask(before.all(), before, Lap::first);
    }

    private void begin(Lap next) {
        lap = next;
        running = true;
        lapNanos = cache.driver().nanoTime();
        if (former != null && former.isBeyond(next)) {
            former = null; // the log was cut, and what readers see is no measure any more
        }
        events.begun(next);
        look();
    }

    /** Nothing that is still being asked matters any more. */
    void end() {
        ended = true;
    }

    /** Whether a lap runs, or the next is being asked for. */
    boolean areRunning() {
        return running;
    }

    /** The first stretch of the current lap that is not read yet, or null. */
    @Nullable
    Stretch missing() {
        Lap now = lap;
        return now == null ? null : now.missing(progress.get());
    }

    /** Whether what was asked then is older than the target of the current lap. */
    boolean areNewerThan(Moment asked) {
        return running && asked.nanos() - lapNanos < 0;
    }

    /** Looks whether the current lap is over, and goes on with the next or tells that it was the last. */
    void look() {
        Lap now = lap;
        if (now == null || ended) {
            return;
        }
        Progress reached = progress.get();
        if (!now.reached(reached) || !events.mayEnd()) {
            return;
        }
        lap = null;
        if (now.needsAnother(reached)) {
            ask(now.partitions(), reached, now::next);
        } else if (former != null && !generation.hasPassed(former)) {
            askSoon(now.partitions(), reached, now::next);
        } else {
            running = false;
            now.partitions().forEach(p -> generation.track(p).cover());
            events.over();
        }
    }

    /** Begins a lap from what was read {@code before} to the ends of now. */
    private void ask(Set<Integer> partitions, Progress before, LapTo toEnds) {
        inquiries.targets(partitions, () -> !ended, (asked, ends) -> {
            if (generation.isStale(ends)) {
                askSoon(partitions, before, toEnds);
            } else {
                generation.ended(asked, ends);
                begin(toEnds.of(before, ends));
            }
        });
    }

    private void askSoon(Set<Integer> partitions, Progress before, LapTo toEnds) {
        inquiries.mailIn(SOON_NANOS, () -> {
            if (!ended) {
                ask(partitions, before, toEnds);
            }
        });
    }

    /** Makes the lap from a progress to these ends: the first, or one that follows. */
    private interface LapTo {
        Lap of(Progress before, Map<Integer, Position> ends);
    }

    /** What laps ask and tell whoever reads. */
    interface Events {
        /** A lap begins. */
        void begun(Lap lap);

        /** Whether the end of a lap may be looked at; if not, {@link #look} is to be called when it may. */
        boolean mayEnd();

        /** The last one is over. */
        void over();
    }
}
