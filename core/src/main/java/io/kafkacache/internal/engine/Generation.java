package io.kafkacache.internal.engine;

import io.kafkacache.Position;
import io.kafkacache.Positions;
import io.kafkacache.Source;
import io.kafkacache.Store;
import io.kafkacache.internal.listen.Place;
import io.kafkacache.internal.log.TopicDescription;
import io.kafkacache.internal.replay.Lap;
import io.kafkacache.internal.replay.Moment;
import io.kafkacache.internal.replay.PartitionTrack;
import io.kafkacache.internal.replay.Progress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One reading of the topic from its start into a store of its own: what a rebuild makes anew. The tracks and the writing side of the store
 * belong to the reader's thread.
 */
final class Generation<RK, M> {
    private static final long FORGET_NANOS = Duration.ofSeconds(5).toNanos();

    private final int number;
    private final Store<RK, M> store;
    private final String name;
    private TopicDescription topic;
    private PartitionTrack[] tracks;
    private long forgotNanos;
    private Positions logStarts;
    private Positions committed = Positions.none();

    Generation(
            int number,
            String name,
            TopicDescription topic,
            Map<Integer, Position> start,
            Store<RK, M> store,
            Moment now) {
        this.number = number;
        this.name = name;
        this.topic = topic;
        this.store = store;
        this.tracks = new PartitionTrack[topic.partitions()];
        Arrays.setAll(tracks, p -> new PartitionTrack(source(p), offset(start, p), now));
        this.logStarts = startsOfLog();
        this.forgotNanos = now.nanos();
        rememberRemovals();
    }

    /** What one partition removed may have to keep away what another one says. */
    private void rememberRemovals() {
        if (tracks.length > 1) {
            store.rememberRemovals();
        }
    }

    private Source source(int partition) {
        return new Source(name, topic.topicId(), partition);
    }

    private static long offset(Map<Integer, Position> start, int partition) {
        return start.getOrDefault(partition, Position.at(0)).offset();
    }

    /** Takes in partitions that were added to the topic; they are not covered yet. */
    void grow(TopicDescription grown, Map<Integer, Position> start, Moment now) {
        PartitionTrack[] all = Arrays.copyOf(tracks, grown.partitions());
        for (int p = tracks.length; p < all.length; p++) {
            all[p] = PartitionTrack.added(source(p), offset(start, p), now);
        }
        topic = grown;
        tracks = all;
        logStarts = startsOfLog();
        rememberRemovals();
    }

    TopicDescription topic() {
        return topic;
    }

    Store<RK, M> store() {
        return store;
    }

    PartitionTrack track(int partition) {
        return tracks[partition];
    }

    List<PartitionTrack> tracks() {
        return List.of(tracks);
    }

    Map<Integer, Position> positions() {
        Map<Integer, Position> positions = new HashMap<>();
        for (int p = 0; p < tracks.length; p++) {
            positions.put(p, tracks[p].position());
        }
        return positions;
    }

    Progress progress(boolean readable) {
        return Progress.of(number, tracks, readable);
    }

    /** Has the store forget the tombstones that are older than this, now and then; says whether there were any. */
    boolean forgetRemovals(Moment now, long ageNanos) {
        if (now.nanos() - forgotNanos <= FORGET_NANOS) {
            return false;
        }
        forgotNanos = now.nanos();
        return store.forgetRemovals(now.nanos(), now.nanos() - ageNanos);
    }

    /** Whether it is a reading of this topic, and not of another one of that name. */
    boolean isOf(TopicDescription other) {
        return topic.isSameTopic(other);
    }

    /** Takes over which leaders another reading of the same log knows of. */
    void knowLeadersOf(Generation<?, ?> other) {
        other.tracks().forEach(track -> track(partition(track)).knowLeadersOf(track));
    }

    /** Whether a leader that was replaced has told one of these ends. */
    boolean isStale(Map<Integer, Position> ends) {
        return tracks().stream().anyMatch(track -> {
            Position end = ends.get(partition(track));
            return end != null && track.isStale(end);
        });
    }

    /** Ends were asked for at {@code asked}; passing them proves the head. */
    void ended(Moment asked, Map<Integer, Position> ends) {
        ends.forEach((p, end) -> track(p).ended(asked, end));
    }

    /**
     * The heads of its log, asked for at {@code asked}; those that are not to be believed are left out. Where they are not {@code proving}, the log is
     * about to be read again, and they only tell of leaders.
     */
    void headsAnswered(Moment asked, Map<Integer, Position> heads, long doubtNanos, boolean proving) {
        for (PartitionTrack track : tracks) {
            Position head = heads.get(partition(track));
            if (head != null && track.believes(asked, head, doubtNanos) && proving) {
                track.headAnswered(asked, head);
            }
        }
    }

    /** A partition whose log one of these heads shows to be cut below what was read; null where none does. */
    @Nullable
    PartitionTrack cutBy(Map<Integer, Position> heads) {
        for (PartitionTrack track : tracks) {
            Position head = heads.get(partition(track));
            if (head != null && !track.isStale(head) && track.isCutBy(head)) {
                return track;
            }
        }
        return null;
    }

    /** The heads of the log that is being read now: they say how far this lags, where that is the same one, and prove nothing. */
    void headsSeen(Moment asked, Map<Integer, Position> heads, TopicDescription of) {
        for (PartitionTrack track : tracks) {
            Position head = heads.get(partition(track));
            if (!isOf(of)) {
                track.headUnknown();
            } else if (head != null) {
                track.headSeen(asked, head);
            }
        }
    }

    /** The log starts there now; true where that is further on in any partition. One beyond the position is noticed by reading. */
    boolean trimmedTo(Map<Integer, Position> starts) {
        boolean further = false;
        for (PartitionTrack track : tracks) {
            Position start = starts.get(partition(track));
            if (start != null && start.offset() <= track.next()) { // its epoch is that of the record there, however old
                further |= track.trimmedTo(start.offset());
            }
        }
        return further;
    }

    /** Whether a record stands below the start of its log. */
    boolean isTrimmed(Source source, long offset) {
        return offset < track(source.partition()).logStart();
    }

    /** Whether it is nowhere behind what another reading of the same log has read. */
    boolean hasPassed(Generation<?, ?> other) {
        Progress progress = progress(false);
        return other.tracks().stream().allMatch(track -> progress.passed(partition(track), track.next()));
    }

    /** Whether a lap ends below what was read: then the log was cut. */
    boolean isBeyond(Lap lap) {
        return lap.stretches().stream()
                .anyMatch(stretch -> stretch.partition() < tracks.length
                        && stretch.target() < track(stretch.partition()).next());
    }

    private static int partition(PartitionTrack track) {
        return track.source().partition();
    }

    /** Ends a batch in the store. */
    void commit() {
        committed =
                Positions.of(Arrays.stream(tracks).map(PartitionTrack::position).toList());
        store.commit(committed);
    }

    /** What the store is complete up to. */
    Positions committed() {
        return committed;
    }

    /** Ends a purge up to the log starts in the store. */
    void commitStarts() {
        logStarts = startsOfLog();
        commit();
    }

    /** What is complete as of the last commit. */
    Place place() {
        return new Place(topic.topicId(), number, committed, logStarts);
    }

    private Positions startsOfLog() {
        return Positions.of(Arrays.stream(tracks)
                .map(track -> Position.at(track.logStart()))
                .toList());
    }
}
