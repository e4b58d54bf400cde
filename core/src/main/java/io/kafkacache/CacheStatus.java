package io.kafkacache;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a cache knows about itself, at about one moment. Immutable.
 *
 * @param name the cache's name
 * @param topic the topic
 * @param topicId the topic's id; null until first described
 * @param state what the reader does now
 * @param ready whether {@link ReadableCache#ready()} has completed; never goes back
 * @param stale whether the cache is not applying, or its oldest proof of being at the head is older than {@code staleAfter}
 * @param servable whether it is fit to be read: the readiness check
 * @param live whether the reader lives and makes steps: the liveness check
 * @param complete whether it was read from the beginning; false for a window ({@link StartAt})
 * @param readOnly whether writes are refused
 * @param entries how many entries it holds
 * @param bytes roughly what the store occupies; 0 where the store cannot tell
 * @param retainedEntries how many entries {@link OnRejected#KEEP_PREVIOUS} keeps in spite of a newer, rejected record, with a resolver how many
 *     records whose entries are kept; other replicas need not have them; −1 until they are counted, soon after the topic was read
 * @param generation counts how often the topic was read from the start, from 1
 * @param staleness since the cache was last proven to be at the head; null while it never was
 * @param lagRecords offsets not applied yet, over all partitions; −1 while a head is not known
 * @param lagSeconds 0 at the last known head, else the age of the next record to apply; NaN while a head is not known
 * @param recordsApplied records read and applied since opened
 * @param missingKeys records without a key, which are skipped
 * @param streamErrors polls and admin calls that failed
 * @param listenerErrors exceptions thrown by listeners and monitors
 * @param indexErrors exceptions thrown by functions of indexes, each of which finds an entry less
 * @param shortEnds partitions whose position ended short of its target although nothing stood there
 * @param keysOnSeveralPartitions records met whose key stood on another partition
 * @param commitErrors commits of positions for lag tools that failed
 * @param deadLetters rejected records that were written by {@code deadLetterWriter}
 * @param deadLetterErrors rejected records that could not be, and are not tried again
 * @param rejections rejected records by reason, every reason present
 * @param lastRejections the last few rejections, newest first
 * @param lastError the last thing that went wrong with Kafka, with the way out; null where all is well
 * @param openTransaction what a catch-up waits for; null where nothing
 * @param catchUp how far the replay is
 * @param partitions one for each known partition
 * @param uncoveredPartitions partitions the topic has that this cache does not read
 */
public record CacheStatus(
        String name,
        String topic,
        @Nullable String topicId,
        CacheState state,
        boolean ready,
        boolean stale,
        boolean servable,
        boolean live,
        boolean complete,
        boolean readOnly,
        long entries,
        long bytes,
        long retainedEntries,
        int generation,
        @Nullable Duration staleness,
        long lagRecords,
        double lagSeconds,
        long recordsApplied,
        long missingKeys,
        long streamErrors,
        long listenerErrors,
        long indexErrors,
        long shortEnds,
        long keysOnSeveralPartitions,
        long commitErrors,
        long deadLetters,
        long deadLetterErrors,
        Map<RejectionReason, Long> rejections,
        List<Rejection> lastRejections,
        @Nullable String lastError,
        @Nullable OpenTransaction openTransaction,
        CatchUp catchUp,
        List<PartitionStatus> partitions,
        List<Integer> uncoveredPartitions) {
    /**
     * Copies the collections.
     *
     * @param name the cache's name
     * @param topic the topic
     * @param topicId the topic's id; null until first described
     * @param state what the reader does now
     * @param ready whether {@link ReadableCache#ready()} has completed; never goes back
     * @param stale whether the cache is not applying, or its oldest proof of being at the head is older than {@code staleAfter}
     * @param servable whether it is fit to be read: the readiness check
     * @param live whether the reader lives and makes steps: the liveness check
     * @param complete whether it was read from the beginning; false for a window ({@link StartAt})
     * @param readOnly whether writes are refused
     * @param entries how many entries it holds
     * @param bytes roughly what the store occupies; 0 where the store cannot tell
     * @param retainedEntries how many entries {@link OnRejected#KEEP_PREVIOUS} keeps in spite of a newer, rejected record, with a resolver how many
     *     records whose entries are kept; other replicas need not have them; −1 until they are counted, soon after the topic was read
     * @param generation counts how often the topic was read from the start, from 1
     * @param staleness since the cache was last proven to be at the head; null while it never was
     * @param lagRecords offsets not applied yet, over all partitions; −1 while a head is not known
     * @param lagSeconds 0 at the last known head, else the age of the next record to apply; NaN while a head is not known
     * @param recordsApplied records read and applied since opened
     * @param missingKeys records without a key, which are skipped
     * @param streamErrors polls and admin calls that failed
     * @param listenerErrors exceptions thrown by listeners and monitors
     * @param indexErrors exceptions thrown by functions of indexes, each of which finds an entry less
     * @param shortEnds partitions whose position ended short of its target although nothing stood there
     * @param keysOnSeveralPartitions records met whose key stood on another partition
     * @param commitErrors commits of positions for lag tools that failed
     * @param deadLetters rejected records that were written by {@code deadLetterWriter}
     * @param deadLetterErrors rejected records that could not be, and are not tried again
     * @param rejections rejected records by reason, every reason present
     * @param lastRejections the last few rejections, newest first
     * @param lastError the last thing that went wrong with Kafka, with the way out; null where all is well
     * @param openTransaction what a catch-up waits for; null where nothing
     * @param catchUp how far the replay is
     * @param partitions one for each known partition
     * @param uncoveredPartitions partitions the topic has that this cache does not read
     */
    public CacheStatus {
        rejections = Map.copyOf(rejections);
        lastRejections = List.copyOf(lastRejections);
        partitions = List.copyOf(partitions);
        uncoveredPartitions = List.copyOf(uncoveredPartitions);
    }
}
