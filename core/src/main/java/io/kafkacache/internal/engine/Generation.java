package io.kafkacache.internal.engine;

import io.kafkacache.Position;
import io.kafkacache.Positions;
import io.kafkacache.Source;
import io.kafkacache.Store;
import io.kafkacache.internal.listen.Place;
import io.kafkacache.internal.log.TopicDescription;
import io.kafkacache.internal.replay.Moment;
import io.kafkacache.internal.replay.PartitionTrack;
import io.kafkacache.internal.replay.Progress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One reading of the topic from its start into a store of its own: what a rebuild makes anew. The tracks and the writing side of the store
 * belong to the reader's thread.
 */
final class Generation<K, V> {
    private static final long FORGET_NANOS = Duration.ofSeconds(5).toNanos();

    private final int number;
    private final Store<K, V> store;
    private final String name;
    private TopicDescription topic;
    private PartitionTrack[] tracks;
    private long forgotNanos;
    private Positions starts;
    private Positions committed = Positions.none();

    Generation(
            int number,
            String name,
            TopicDescription topic,
            Map<Integer, Position> start,
            Store<K, V> store,
            Moment now) {
        this.number = number;
        this.name = name;
        this.topic = topic;
        this.store = store;
        this.tracks = new PartitionTrack[topic.partitions()];
        Arrays.setAll(tracks, p -> new PartitionTrack(source(p), offset(start, p), now));
        this.starts = logStarts();
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
        starts = logStarts();
        rememberRemovals();
    }

    int number() {
        return number;
    }

    TopicDescription topic() {
        return topic;
    }

    Store<K, V> store() {
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

    /** Has the store forget the removals that are older than this, now and then. */
    void forgetRemovals(Moment now, long ageNanos) {
        if (now.nanos() - forgotNanos > FORGET_NANOS) {
            forgotNanos = now.nanos();
            store.forgetRemovals(now.nanos(), now.nanos() - ageNanos);
        }
    }

    /** Ends a batch in the store. */
    void commit() {
        committed =
                Positions.of(Arrays.stream(tracks).map(PartitionTrack::position).toList());
        store.commit(committed);
    }

    /** Ends a purge up to the log starts in the store. */
    void commitStarts() {
        starts = logStarts();
        commit();
    }

    /** What is complete as of the last commit. */
    Place place() {
        return new Place(topic.topicId(), number, committed, starts);
    }

    private Positions logStarts() {
        return Positions.of(Arrays.stream(tracks)
                .map(track -> Position.at(track.logStart()))
                .toList());
    }
}
