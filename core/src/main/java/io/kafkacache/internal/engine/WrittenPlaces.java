package io.kafkacache.internal.engine;

import io.kafkacache.OutcomeUnknownException;
import io.kafkacache.RecordOffset;
import io.kafkacache.internal.driver.Driver;
import io.kafkacache.internal.log.LogWriter.Acknowledgement;
import io.kafkacache.internal.replay.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final Set<Sought> sought = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean asking = new AtomicBoolean();
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
        Ends before = ends(topicId);
        long least = before.least(partition, applied.get());
        return (offset, failure) -> {
            if (failure != null) {
                outcomes.fail(record, failure);
            } else if (offset >= least) {
                before.acknowledged(partition, offset);
                outcomes.acknowledged(record, new RecordOffset(topic, topicId, partition, offset));
            } else {
                sought.add(new Sought(record, new RecordOffset(topic, topicId, partition, offset), driver.nanoTime()));
                if (asking.compareAndSet(false, true)) {
                    ask();
                }
            }
        };
    }

    /** One question for all that are sought by now, however many: brokers that have just lost something have enough to do. */
    private void ask() {
        List<Sought> asked = List.copyOf(sought);
        Answers.take(watch.ask(), (description, failure) -> {
            try {
                for (Sought one : asked) {
                    if (failure != null) {
                        lost(one, Problem.of(failure).getMessage(), failure);
                    } else {
                        look(one, description.topicId());
                    }
                }
            } finally { // whatever telling one of them throws, the others are not to wait for ever
                askAgain();
            }
        });
    }

    /** Whoever comes while nobody asks does so; this looks behind that, so that none is left between the two. */
    private void askAgain() {
        asking.set(false);
        if (!sought.isEmpty() && asking.compareAndSet(false, true)) {
            driver.schedule(ASK_AGAIN_NANOS, this::ask);
        }
    }

    /** A broker may not know yet that the topic was made again: only after a few seconds of the same answer was it a truncation. */
    private void look(Sought one, String topicId) {
        boolean isAnother = !topicId.equals(one.supposed.topicId());
        if ((isAnother || driver.nanoTime() - one.sinceNanos > watch.briefNanos()) && sought.remove(one)) {
            int partition = one.supposed.partition();
            long offset = one.supposed.offset();
            ends(topicId).restarted(partition, offset);
            outcomes.acknowledged(one.record, new RecordOffset(topic, topicId, partition, offset));
        }
    }

    private void lost(Sought one, @Nullable String why, @Nullable Throwable cause) {
        if (sought.remove(one)) {
            outcomes.fail(
                    one.record,
                    new OutcomeUnknownException(
                            name
                                    + ": acknowledged at an offset that the topic had already, and whether that was made again"
                                    + " could not be learned: " + why + "; write it again",
                            cause));
        }
    }

    /** Nothing is learned any more. */
    void close() {
        for (Sought one : sought) {
            lost(one, "closed", null);
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

    /** A record that stands at an offset which the topic it was supposed to go to had already, as was known at a moment. */
    private static final class Sought {
        private final Outgoing record;
        private final RecordOffset supposed;
        private final long sinceNanos;

        Sought(Outgoing record, RecordOffset supposed, long sinceNanos) {
            this.record = record;
            this.supposed = supposed;
            this.sinceNanos = sinceNanos;
        }
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
