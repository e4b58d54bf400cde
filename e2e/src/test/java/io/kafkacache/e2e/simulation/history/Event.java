package io.kafkacache.e2e.simulation.history;

import io.kafkacache.CacheState;
import io.kafkacache.Fingerprint;
import io.kafkacache.Position;
import io.kafkacache.RecordOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One thing that happened: to the log, to a cache, to a waiter or to a listener. Caches, barriers and subscriptions are numbered. */
public sealed interface Event {
    /** The topic was created, empty, with this {@code delete.retention.ms}. */
    record TopicMade(String topicId, int partitions, long deleteRetentionMillis) implements Event {}

    /** The topic was deleted. */
    record TopicGone() implements Event {}

    /** There are so many partitions now. */
    record PartitionsAdded(int total) implements Event {}

    /** A record stands in the log. */
    record Appended(LogRecord record) implements Event {}

    /** A transaction ended, in all its partitions. */
    record TransactionEnded(int transaction, boolean committed) implements Event {}

    /** The cleaner took these offsets. */
    record Taken(int partition, List<Long> offsets) implements Event {}

    /** The log starts at {@code start} now. */
    record Trimmed(int partition, long start) implements Event {}

    /** An unclean leader lost everything from {@code end} on. */
    record Truncated(int partition, long end) implements Event {}

    /** The log ends here now: a record or a transaction's marker was appended. */
    record Ended(int partition, long end) implements Event {}

    /** From now on a replaced leader that does not know it may answer with this end. */
    record LeaderStale(int partition, Position answer) implements Event {}

    /** No replaced leader answers any more. */
    record LeadersKnown() implements Event {}

    /** A cache was opened. */
    record Opened(int cache, Manner manner) implements Event {}

    /** A cache was closed by its owner. */
    record Closed(int cache) implements Event {}

    /** A cache's owner had it freeze. */
    record Frozen(int cache) implements Event {}

    /** A cache's owner had it go on, after a freeze or a halt. */
    record Unfrozen(int cache) implements Event {}

    /** So much time has passed in which caches could do what they had to. */
    record Passed(long millis) implements Event {}

    /** A store that had {@code entries} lost one by this record, from ready on. Told of caches with a breaker only. */
    record Removed(int cache, int generation, int partition, long offset, long entries) implements Event {}

    /**
     * A validator of changes was asked: about an entry of this key, which a record is to set, and what is said to stand there. {@code refused} is what
     * it answered.
     */
    record Judged(
            int cache,
            int generation,
            int partition,
            long offset,
            String key,
            @Nullable Shown before,
            Shown after,
            boolean refused)
            implements Event {}

    /** A validator of changes was asked and could not answer, since the cache that it reads did not. {@code wasReady} is whether that one had ever been ready. */
    record Unanswered(int cache, int generation, int partition, long offset, boolean wasReady) implements Event {}

    /** A record was given to the store of a reading, by a cache that judges changes. */
    record Given(int cache, int generation, @Nullable String topicId, int partition, long offset) implements Event {}

    /** A cache has read so far into a generation that readers may not see yet. */
    record Read(int cache, int generation, List<Long> positions) implements Event {}

    /** The replay of a cache was complete, at these positions. */
    record Replayed(int cache, List<Long> positions) implements Event {}

    /** What a cache showed, where it differs from what it showed before. */
    record Observed(int cache, Snapshot snapshot) implements Event {}

    /** A cache had failed: how its life ended. {@code readsFail} and {@code barriersFail} say whether they did so with the failure. */
    record Failed(int cache, String why, boolean stopped, boolean readsFail, boolean barriersFail) implements Event {}

    /** Somebody began to wait: for a record, or, where {@code awaited} is null, for everything acknowledged. */
    record BarrierBegun(int barrier, int cache, @Nullable RecordOffset awaited, long timeoutMillis) implements Event {}

    /** A wait was over; {@code failure} is the simple name of what it failed with, or null. What the cache showed was observed just before. */
    record BarrierEnded(int barrier, @Nullable String failure, String message) implements Event {}

    /** Somebody wrote through a cache: a value, or null to delete. */
    record PutBegun(int put, int cache, @Nullable String value) implements Event {}

    /** A write was over; {@code failure} is the simple name of what it failed with, or null. */
    record PutEnded(int put, @Nullable String failure) implements Event {}

    /** A rejected record was written to the topic of dead letters: it says from where it comes, and its key. */
    record DeadLettered(int partition, long offset, String key) implements Event {}

    /** How many dead letters a cache said in the end to have lost; followed by {@link Settled}. */
    record LettersLost(int cache, long letters) implements Event {}

    /** Somebody asked to be told when these caches, which were opened as one, are all ready. */
    record AllReadyAsked(List<Integer> caches) implements Event {}

    /** He was told so, or that it failed. */
    record AllReady(List<Integer> caches, boolean succeeded) implements Event {}

    /** What caches that were opened as one said together: how many they are, and how they are. What each said was observed just before. */
    record AllSeen(List<Integer> caches, int count, CacheState state, boolean ready, boolean stale) implements Event {}

    /** Caches that were opened as one were closed; {@code everyOne} says whether each of them then was. */
    record AllClosed(boolean everyOne) implements Event {}

    /** Somebody asked for a snapshot. */
    record SnapshotAsked(int number, int cache) implements Event {}

    /** A snapshot was taken: the positions it states, and what it shows. */
    record SnapshotTaken(int number, List<Position> positions, Map<String, Shown> shown) implements Event {}

    /** What a snapshot shows that is held since. */
    record SnapshotSeen(int number, Map<String, Shown> shown) implements Event {}

    /** No snapshot was taken; {@code failure} is the simple name of what said so. */
    record SnapshotRefused(int number, String failure) implements Event {}

    /** A listener was added. */
    record Listened(int subscription, int cache, Hearing hearing) implements Event {}

    /** A listener was closed by its owner. */
    record Unlistened(int subscription) implements Event {}

    /** A listener was told of these changes in one call. What the cache showed was observed in that call. */
    record Told(int subscription, List<Change> changes) implements Event {}

    /** A listener was told that the initial state is complete. */
    record StateDone(int subscription) implements Event {}

    /** A listener that knows the whole state was given a token; it covers everything told to it so far. */
    record Bookmarked(int subscription, int bookmark) implements Event {}

    /** A listener was added that goes on behind a token. */
    record Resumed(int subscription, int cache, int bookmark) implements Event {}

    /** A listener was given up. */
    record Gone(int subscription, String reason) implements Event {}

    /** What a cache told of itself when all was well again; followed by {@link Settled}. */
    record Fingerprinted(int cache, Fingerprint fingerprint) implements Event {}

    /** All is well again, time has passed and every cache synced: what it shows now is what it will stay with. */
    record Settled(List<Integer> caches, List<Integer> fresh) implements Event {}

    /** One update of one key, as a listener was told it; {@code partition} −1 where no record caused it. */
    record Change(
            String key,
            @Nullable Shown before,
            @Nullable Shown after,
            @Nullable String topicId,
            int partition,
            long offset,
            String cause) {}
}
