package io.kafkacache.internal.log;

import io.kafkacache.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One cache's access to one topic. Answers come as futures that fail with a {@link LogException} and complete on a thread of the log, so
 * what depends on them must be short and must not block. No method blocks, but for those of the reader and writer it opens. Safe for any thread.
 */
public interface LogPort extends AutoCloseable {
    /** Asks the brokers, never a cache. Fails with {@link LogException.Kind#TOPIC_MISSING} where there is no such topic. */
    CompletableFuture<TopicDescription> describe();

    /** The same for who asks for ends as well and waits for both: where the log can, neither question waits behind the other. */
    default CompletableFuture<TopicDescription> describeMeanwhile() {
        return describe();
    }

    CompletableFuture<TopicSettings> settings();

    /** The ends of these partitions, with the leader epoch each answer was given under ({@link Position#NO_EPOCH} where unknown). */
    CompletableFuture<Map<Integer, Position>> ends(Set<Integer> partitions, EndKind kind);

    /** The first offset at or after a time; the target end where there is none. */
    CompletableFuture<Map<Integer, Position>> startingAt(Set<Integer> partitions, Instant time);

    /**
     * Asks whether really nothing can be read at this position: a reader of its own, assigned this partition alone and not throttled, gets
     * nothing for three full fetch waits, twice. Completes with true then; with false when something came or throttling made it unclear.
     */
    CompletableFuture<Boolean> probe(int partition, Position at);

    /** Creates the topic; completes normally where it exists already. */
    CompletableFuture<Void> createTopic(int partitions, int replication, Map<String, String> configs);

    /** Commits positions for lag tools to {@code group}; never read back. */
    CompletableFuture<Void> commit(String group, Map<Integer, Position> positions, String metadata);

    /** Takes this topic's offsets out of {@code group}, and the group away when it is empty then. */
    CompletableFuture<Void> forget(String group);

    /** Opens a reader. Fails with {@link LogException} where that is not possible now. */
    LogReader openReader();

    /** Opens a writer. Fails with {@link LogException} where that is not possible now. */
    LogWriter openWriter();

    /** How long a write may take before it fails ({@code delivery.timeout.ms}). */
    Duration deliveryTimeout();

    /** Where the log is, for messages: {@code localhost:9092}. */
    String where();

    /** Ends all that was opened, within a few seconds. Outstanding futures fail. */
    @Override
    void close();
}
