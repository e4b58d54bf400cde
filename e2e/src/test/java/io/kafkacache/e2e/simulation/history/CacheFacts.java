package io.kafkacache.e2e.simulation.history;

import io.kafkacache.Isolation;
import io.kafkacache.e2e.simulation.history.Event.Judged;
import io.kafkacache.e2e.simulation.history.Event.LeaderStale;
import io.kafkacache.e2e.simulation.history.Event.Observed;
import io.kafkacache.e2e.simulation.history.Event.Read;
import io.kafkacache.e2e.simulation.history.Event.Replayed;
import io.kafkacache.e2e.simulation.history.Event.Taken;
import io.kafkacache.e2e.simulation.history.Event.TopicMade;
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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What follows from the history up to a moment about one cache: what it showed last, and which records it may never have been given. */
public final class CacheFacts {
    private final int cache;
    private final Manner manner;
    private final int openedAt;
    private final List<Long> endsAtOpening;
    private final String topicAtOpening;
    private final Set<TruthRecord> takenAhead = Collections.newSetFromMap(new IdentityHashMap<>());

    /** By generation how far it was read. */
    private final Map<Integer, List<Long>> read = new HashMap<>();

    /** The generations of which the log was cut below that: by partition since when, as an index of the history. */
    private final Map<Integer, Map<Integer, Integer>> cut = new HashMap<>();
    /** By generation where it was first seen to have been read to. */
    private final Map<Integer, List<Long>> firstRead = new HashMap<>();

    /** Generations of a window of which a part was cut that it need not have read. */
    private final Set<Integer> perhapsCut = new HashSet<>();

    private final Verdicts verdicts = new Verdicts();
    private int generationSince;
    private List<Long> replayed = List.of();
    private final WindowStart start;
    private @Nullable Snapshot last;

    CacheFacts(int cache, Manner manner, Happening opened, Truth truth) {
        this.cache = cache;
        this.manner = manner;
        this.openedAt = opened.index();
        this.generationSince = openedAt;
        this.endsAtOpening = new ArrayList<>(truth.ends());
        this.topicAtOpening = truth.topicId();
        this.start = new WindowStart(
                manner.startAt(),
                IntStream.range(0, truth.partitions())
                        .mapToObj(truth::lowestEnd)
                        .toList());
    }

    void see(Happening happening, Truth truth) {
        Event event = happening.event();
        if (event instanceof Observed observed && observed.cache() == cache) {
            observed(happening.index(), observed.snapshot());
        } else if (event instanceof Judged judged && judged.cache() == cache) {
            verdicts.see(judged);
        } else if (event instanceof Read now && now.cache() == cache) {
            read.put(now.generation(), now.positions());
            firstRead.putIfAbsent(now.generation(), now.positions());
        } else if (event instanceof Replayed now && now.cache() == cache) {
            replayed = now.positions();
        } else if (event instanceof Taken taken) {
            long position = position(taken.partition());
            truth.partition(taken.partition()).records().stream()
                    .filter(record -> record.takenAt() == happening.index())
                    .filter(record -> record.record().offset() >= position)
                    .forEach(takenAhead::add);
        } else if (event instanceof Truncated truncated) {
            truncated(happening.index(), truncated.partition(), truncated.end(), truth);
        } else if (event instanceof LeaderStale stale) {
            start.endedAt(stale.partition(), stale.answer().offset());
        } else if (event instanceof TopicMade) {
            start.newTopic();
        }
    }

    private void truncated(int index, int partition, long end, Truth truth) {
        start.endedAt(partition, end);
        if (read.values().stream().noneMatch(positions -> partition < positions.size())) {
            start.unread(partition, end, truth.partition(partition).highestEnd());
        }
        read.forEach((generation, positions) -> {
            if (partition < positions.size() && positions.get(partition) > end) {
                boolean surely = !manner.isWindow() || firstRead(generation, partition) <= end;
                if (surely) {
                    cut.computeIfAbsent(generation, g -> new HashMap<>()).putIfAbsent(partition, index);
                } else {
                    perhapsCut.add(generation);
                }
            }
        });
        if (partition < endsAtOpening.size()) {
            endsAtOpening.set(partition, Math.min(end, endsAtOpening.get(partition)));
        }
    }

    private long firstRead(int generation, int partition) {
        List<Long> first = firstRead.get(generation);
        return first != null && partition < first.size() ? first.get(partition) : Long.MAX_VALUE;
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

    /**
     * What a record was to this cache in one of its readings: itself, or a rejected one where what makes its entries fails on it or the change was
     * refused.
     */
    public LogRecord asSeen(TruthRecord of, int generation) {
        LogRecord record = of.record();
        boolean itself = record.showsNothing() || !record.accepted();
        boolean rejected = !itself && (manner.failsOn(record) || verdicts.isRefused(generation, record));
        return rejected ? record.rejected(manner.has(Trait.RESOLVING)) : record;
    }

    /** The same in what was seen of it last. */
    public LogRecord asSeen(TruthRecord of) {
        return asSeen(of, last == null ? 0 : last.generation());
    }

    /** Whether it rejected a record in what it shows, or in what it reads beside. */
    public boolean rejects(TruthRecord of) {
        return !asSeen(of).accepted() || !asSeen(of, verdicts.newest()).accepted();
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

    /** Whether a record surely stands before where this cache begins. */
    public boolean beginsBehind(TruthRecord record, Truth truth) {
        return start.isSurelyBefore(record.record(), truth);
    }

    /** Whether a record may stand before where this cache begins. */
    public boolean mayBeginBehind(TruthRecord record) {
        return start.mayBeBefore(record.record());
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
        return hasToFollowTheLog()
                && last != null
                && truth.topicId().equals(last.topicId())
                && !cut.containsKey(last.generation());
    }

    /** The partitions whose log was cut below what it shows of them, since when each, as an index of the history. */
    public Map<Integer, Integer> cutSince() {
        return last == null ? Map.of() : cut.getOrDefault(last.generation(), Map.of());
    }

    /** Whether it has to learn of it: a window that had read nothing of what was cut need not. */
    public boolean hasToFollowTheLog() {
        return last == null || !perhapsCut.contains(last.generation());
    }
}
