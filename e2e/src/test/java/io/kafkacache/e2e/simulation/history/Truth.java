package io.kafkacache.e2e.simulation.history;

import io.kafkacache.e2e.simulation.history.Event.Appended;
import io.kafkacache.e2e.simulation.history.Event.Ended;
import io.kafkacache.e2e.simulation.history.Event.LeaderStale;
import io.kafkacache.e2e.simulation.history.Event.LeadersKnown;
import io.kafkacache.e2e.simulation.history.Event.PartitionsAdded;
import io.kafkacache.e2e.simulation.history.Event.Taken;
import io.kafkacache.e2e.simulation.history.Event.TopicMade;
import io.kafkacache.e2e.simulation.history.Event.TransactionEnded;
import io.kafkacache.e2e.simulation.history.Event.Trimmed;
import io.kafkacache.e2e.simulation.history.Event.Truncated;
import io.kafkacache.e2e.simulation.history.History.Happening;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The topic as it was at a moment of the history. A topic that was deleted is known until the next one is made. */
public final class Truth {
    private final List<String> ids = new ArrayList<>();
    private List<TruthPartition> partitions = List.of();
    private long deleteRetentionMillis;
    private long nowMillis;

    /** What replaced leaders may answer by partition. */
    private final Map<Integer, Long> staleEnds = new HashMap<>();

    /** Takes over the next thing that happened. */
    void see(Happening happening) {
        Event event = happening.event();
        nowMillis = happening.millis();
        if (event instanceof TopicMade made) {
            deleteRetentionMillis = made.deleteRetentionMillis();
            ids.add(made.topicId());
            partitions = new ArrayList<>();
            grow(made.partitions());
        } else if (event instanceof PartitionsAdded added) {
            grow(added.total());
        } else if (event instanceof Appended appended) {
            partition(appended.record().partition()).append(new TruthRecord(appended.record(), nowMillis));
        } else if (event instanceof Ended ended) {
            partition(ended.partition()).ended(ended.end());
        } else if (event instanceof TransactionEnded ended) {
            for (TruthPartition partition : partitions) {
                partition.records().stream()
                        .filter(record -> record.record().transaction() == ended.transaction())
                        .forEach(record -> record.ended(ended.committed()));
            }
        } else if (event instanceof Taken taken) {
            partition(taken.partition()).taken(happening.index(), taken.offsets());
        } else if (event instanceof Trimmed trimmed) {
            partition(trimmed.partition()).trim(trimmed.start());
        } else if (event instanceof Truncated truncated) {
            partition(truncated.partition()).truncate(truncated.end());
        } else if (event instanceof LeaderStale stale) {
            staleEnds.merge(stale.partition(), stale.answer().offset(), Math::min);
        } else if (event instanceof LeadersKnown) {
            staleEnds.clear();
        }
    }

    private void grow(int total) {
        while (partitions.size() < total) {
            partitions.add(new TruthPartition());
        }
    }

    public String topicId() {
        return ids.get(ids.size() - 1);
    }

    /** How many topics of this name there were up to this id; 0 for one that never was. */
    public int incarnation(@org.jspecify.annotations.Nullable String topicId) {
        return ids.indexOf(topicId) + 1;
    }

    /**
     * Whether a record is a tombstone that is older than {@code delete.retention.ms}, or went for its age: then it is not promised that it is
     * remembered against an older value on another partition.
     */
    public boolean mayBeForgotten(TruthRecord record) {
        return record.isExpired()
                || (record.record().isTombstone() && nowMillis - record.appendedMillis() > deleteRetentionMillis);
    }

    public int partitions() {
        return partitions.size();
    }

    public TruthPartition partition(int partition) {
        return partitions.get(partition);
    }

    /** The lowest end that may be answered for a partition. */
    long lowestEnd(int partition) {
        long end = partition(partition).end();
        return Math.min(end, staleEnds.getOrDefault(partition, end));
    }

    /** The end of each partition. */
    public List<Long> ends() {
        return partitions.stream().map(TruthPartition::end).toList();
    }

    /** Every key that was ever written. */
    public Set<String> keys() {
        Set<String> keys = new HashSet<>();
        IntStream.range(0, partitions.size()).forEach(p -> partition(p)
                .records()
                .forEach(record -> keys.add(record.record().key())));
        return keys;
    }
}
