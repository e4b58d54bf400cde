package io.kafkacache.e2e.simulation.history;

import io.kafkacache.CacheState;
import io.kafkacache.Position;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a user saw of one cache at one moment.
 *
 * @param state the cache's state
 * @param ready whether {@code ready()} had completed
 * @param stale whether it said that it does not follow the topic, or could not prove that it does
 * @param complete whether it said that it was read from the beginning
 * @param topicId the topic it said it reads; null before it knew one
 * @param generation which reading of the topic it served
 * @param lap in which lap the catch-up was or ended
 * @param positions the positions it published, by partition
 * @param applied where its store stood, by partition: in the midst of a batch beyond the position
 * @param shown what each key showed; keys that were absent are not in it, and nothing is before ready
 */
public record Snapshot(
        CacheState state,
        boolean ready,
        boolean stale,
        boolean complete,
        @Nullable String topicId,
        int generation,
        int lap,
        List<Position> positions,
        List<Long> applied,
        Map<String, Shown> shown) {
    public Snapshot {
        positions = List.copyOf(positions);
        applied = List.copyOf(applied);
        shown = Map.copyOf(shown);
    }

    /** The next offset it had not told to have applied; 0 for a partition it did not read. */
    public long position(int partition) {
        return partition < positions.size() ? positions.get(partition).offset() : 0;
    }

    /** The next offset that cannot be in the store yet. */
    public long reached(int partition) {
        return Math.max(position(partition), partition < applied.size() ? applied.get(partition) : 0);
    }

    public int partitions() {
        return positions.size();
    }

    /** Whether it said that it applies nothing for now. */
    public boolean holds() {
        return state == CacheState.FROZEN || state == CacheState.HALTED;
    }

    /** Whether reads were answered from a complete store. */
    public boolean readable() {
        return ready && state != CacheState.FAILED && state != CacheState.CLOSED;
    }
}
