package io.kafkacache.e2e.simulation.history;

import io.kafkacache.Isolation;
import io.kafkacache.e2e.simulation.history.Event.Observed;
import io.kafkacache.e2e.simulation.history.Event.Read;
import io.kafkacache.e2e.simulation.history.Event.Replayed;
import io.kafkacache.e2e.simulation.history.Event.Taken;
import io.kafkacache.e2e.simulation.history.Event.Truncated;
import io.kafkacache.e2e.simulation.history.History.Happening;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What follows from the history up to a moment about one cache: what it showed last, and which records it may never have been given. */
public final class CacheFacts {
    private final int cache;
    private final Manner manner;
    private final int openedAt;
    private final List<Long> endsAtOpening;
    private final String topicAtOpening;
    private final Set<TruthRecord> takenAhead = Collections.newSetFromMap(new IdentityHashMap<>());

    /** By generation how far it was read, and in which partitions the log was cut below that. */
    private final Map<Integer, List<Long>> read = new HashMap<>();

    private final Map<Integer, Set<Integer>> cut = new HashMap<>();
    private int generationSince;
    private List<Long> replayed = List.of();
    private @Nullable Snapshot last;

    CacheFacts(int cache, Manner manner, Happening opened, Truth truth) {
        this.cache = cache;
        this.manner = manner;
        this.openedAt = opened.index();
        this.generationSince = openedAt;
        this.endsAtOpening = new ArrayList<>(truth.ends());
        this.topicAtOpening = truth.topicId();
    }

    void see(Happening happening, Truth truth) {
        Event event = happening.event();
        if (event instanceof Observed observed && observed.cache() == cache) {
            observed(happening.index(), observed.snapshot());
        } else if (event instanceof Read now && now.cache() == cache) {
            read.put(now.generation(), now.positions());
        } else if (event instanceof Replayed now && now.cache() == cache) {
            replayed = now.positions();
        } else if (event instanceof Taken taken) {
            long position = position(taken.partition());
            truth.partition(taken.partition()).records().stream()
                    .filter(record -> record.takenAt() == happening.index())
                    .filter(record -> record.record().offset() >= position)
                    .forEach(takenAhead::add);
        } else if (event instanceof Truncated truncated) {
            truncated(truncated.partition(), truncated.end());
        }
    }

    private void truncated(int partition, long end) {
        read.forEach((generation, positions) -> {
            if (partition < positions.size() && positions.get(partition) > end) {
                cut.computeIfAbsent(generation, none -> new HashSet<>()).add(partition);
            }
        });
        if (partition < endsAtOpening.size()) {
            endsAtOpening.set(partition, Math.min(end, endsAtOpening.get(partition)));
        }
    }

    private void observed(int index, Snapshot now) {
        boolean begunAnew = last == null || now.generation() != last.generation();
        if (begunAnew) {
            generationSince = index;
        }
        last = now;
    }

    private long position(int partition) {
        return last == null ? 0 : last.reached(partition);
    }

    public int cache() {
        return cache;
    }

    public Manner manner() {
        return manner;
    }

    public Isolation isolation() {
        return manner.isolation();
    }

    public int openedAt() {
        return openedAt;
    }

    /** The ends when it was opened, less what was truncated since. */
    public List<Long> endsAtOpening() {
        return endsAtOpening;
    }

    public String topicAtOpening() {
        return topicAtOpening;
    }

    /** What was seen of it last; null before it was looked at. */
    public @Nullable Snapshot last() {
        return last;
    }

    /** Where its last replay ended; empty before. */
    public List<Long> replayed() {
        return replayed;
    }

    /** Whether the cleaner took a record before this cache can be known to have passed it. */
    public boolean mayHaveMissed(TruthRecord record) {
        return record.isTaken() && (record.takenAt() < generationSince || takenAhead.contains(record));
    }

    /**
     * Whether the log it read is still the one there is: neither another topic of that name, nor cut below its position, since it last began
     * anew. It cannot know at once; what must not happen is that it does not learn of it.
     */
    public boolean followsTheLog(Truth truth) {
        return last != null && truth.topicId().equals(last.topicId()) && !cut.containsKey(last.generation());
    }
}
