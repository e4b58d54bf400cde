package io.kafkacache.internal.engine;

import io.kafkacache.Position;
import io.kafkacache.internal.log.RecordBatch;
import io.kafkacache.internal.replay.Moment;
import io.kafkacache.internal.replay.PartitionTrack;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a reader was away from the head for so long that tombstones may have come and gone: the last proof of a partition is that old, and what is
 * read from it now has a hole, in which one may have stood. Reader's activity only.
 */
final class Absence {
    private Absence() {}

    /** How long a partition of this batch was away, where that was too long; else null. Goes through the batch and rewinds it, applies nothing. */
    static @Nullable Duration tooLong(Generation<?, ?> generation, RecordBatch batch, TopicTraits traits, Moment now) {
        Map<Integer, Long> expected = new HashMap<>(); // of the partitions whose proof is so old: nearly always none
        batch.nextPositions().forEach((p, moved) -> {
            PartitionTrack track = generation.track(p);
            if (traits.mayHideTombstones(track.knownSince(moved.leaderEpoch()).ageNanos(now))) {
                expected.put(p, track.next());
            }
        });
        Integer behindAHole = expected.isEmpty() ? null : behindAHole(batch, expected);
        return behindAHole == null
                ? null
                : Duration.ofNanos(knownSince(generation, batch, behindAHole).ageNanos(now));
    }

    /** Since when a tombstone may have been missed in a part of what is read now. */
    static Moment knownSince(Generation<?, ?> generation, RecordBatch batch, int partition) {
        Position moved = batch.nextPositions().get(partition);
        return generation.track(partition).knownSince(moved == null ? Position.NO_EPOCH : moved.leaderEpoch());
    }

    private static @Nullable Integer behindAHole(RecordBatch batch, Map<Integer, Long> expected) {
        Integer found = null;
        while (found == null && batch.next()) {
            Long next = expected.get(batch.partition());
            if (next != null && batch.offset() >= next) {
                found = batch.offset() > next ? batch.partition() : null;
                expected.put(batch.partition(), batch.offset() + 1);
            }
        }
        batch.rewind();
        for (Map.Entry<Integer, Position> moved : batch.nextPositions().entrySet()) {
            Long next = expected.get(moved.getKey());
            boolean hole = next != null && moved.getValue().offset() > next;
            found = found == null && hole ? moved.getKey() : found;
        }
        return found;
    }
}
