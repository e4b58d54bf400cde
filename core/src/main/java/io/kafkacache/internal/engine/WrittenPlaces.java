package io.kafkacache.internal.engine;

import io.kafkacache.OutcomeUnknownException;
import io.kafkacache.RecordOffset;
import io.kafkacache.internal.driver.Driver;
import io.kafkacache.internal.log.LogWriter.Acknowledgement;
import io.kafkacache.internal.replay.Progress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says where an acknowledged record stands. The brokers tell a producer its offset and not the topic's id, so the id is that of the last description;
 * unless the offset lies below one that this partition had already when the record was sent. Such a record went into another log: into a topic that
 * was made again since, or behind a truncation. Then the topic is described anew first, or {@code await} would take the offset for one that was
 * applied long ago. Any thread.
 */
final class WrittenPlaces {
    private static final long ASK_AGAIN_NANOS = Duration.ofMillis(100).toNanos();

    private final String name;
    private final String topic;
    private final Driver driver;
    private final TopicWatch watch;
    private final WriteOutcomes outcomes;
    private final Supplier<Progress> applied;
    private final Set<Outgoing> sought = ConcurrentHashMap.newKeySet();
    private volatile Ends ends = new Ends("");

    /** {@code applied} is what the cache beside the writer has applied; nothing where there is none. */
    WrittenPlaces(CacheContext cache, WriteOutcomes outcomes, Supplier<Progress> applied) {
        this.name = cache.name();
        this.topic = cache.topic();
        this.driver = cache.driver();
        this.watch = cache.watch();
        this.outcomes = outcomes;
        this.applied = applied;
    }

    /** What is to be told how the sending of this record ends; asked for before it is sent to the topic of this id. */
    Acknowledgement of(Outgoing record, String topicId, int partition) {
        long least = ends(topicId).least(partition, applied.get());
        return (offset, failure) -> {
            if (failure != null) {
                outcomes.fail(record, failure);
            } else if (offset >= least) {
                ends(topicId).acknowledged(partition, offset);
                outcomes.acknowledged(record, new RecordOffset(topic, topicId, partition, offset));
            } else {
                sought.add(record);
                find(record, new RecordOffset(topic, topicId, partition, offset), driver.nanoTime());
            }
        };
    }

    /** A broker may not know yet that the topic was made again: only after a few seconds of the same answer was it a truncation. */
    private void find(Outgoing record, RecordOffset supposed, long sinceNanos) {
        Answers.take(watch.ask(), (description, failure) -> {
            if (failure != null) {
                lost(record, Problem.of(failure).getMessage(), failure);
            } else if (!description.topicId().equals(supposed.topicId())
                    || driver.nanoTime() - sinceNanos > watch.briefNanos()) {
                found(record, description.topicId(), supposed.partition(), supposed.offset());
            } else {
                driver.schedule(ASK_AGAIN_NANOS, () -> find(record, supposed, sinceNanos));
            }
        });
    }

    private void found(Outgoing record, String topicId, int partition, long offset) {
        if (sought.remove(record)) {
            ends(topicId).restarted(partition, offset);
            outcomes.acknowledged(record, new RecordOffset(topic, topicId, partition, offset));
        }
    }

    private void lost(Outgoing record, @Nullable String why, @Nullable Throwable cause) {
        if (sought.remove(record)) {
            outcomes.fail(
                    record,
                    new OutcomeUnknownException(
                            name
                                    + ": acknowledged at an offset that the topic had already, and whether that was made again"
                                    + " could not be learned: " + why + "; write it again",
                            cause));
        }
    }

    /** Nothing is learned any more. */
    void close() {
        for (Outgoing record : sought) {
            lost(record, "closed", null);
        }
    }

    private Ends ends(String topicId) {
        Ends known = ends;
        if (!known.topicId.equals(topicId)) {
            known = new Ends(topicId);
            ends = known;
        }
        return known;
    }

    /** The offsets behind what was acknowledged in the topic of this id. */
    private record Ends(String topicId, Map<Integer, Long> byPartition) {
        Ends(String topicId) {
            this(topicId, new ConcurrentHashMap<>());
        }

        /** The least offset that a record gets that is sent now. */
        long least(int partition, Progress applied) {
            long acknowledged = byPartition.getOrDefault(partition, 0L);
            boolean isSame = topicId.equals(applied.topicId()) && applied.knows(partition);
            return isSame ? Math.max(acknowledged, applied.next(partition)) : acknowledged;
        }

        void acknowledged(int partition, long offset) {
            byPartition.merge(partition, offset + 1, Math::max);
        }

        void restarted(int partition, long offset) {
            byPartition.put(partition, offset + 1);
        }
    }
}
