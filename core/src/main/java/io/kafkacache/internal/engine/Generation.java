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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One reading of the topic from its start into a store of its own: what a rebuild makes anew. The tracks and the writing side of the store
 * belong to the reader's thread.
 */
final class Generation<K, V> {
    private final int number;
    private final TopicDescription topic;
    private final Store<K, V> store;
    private final PartitionTrack[] tracks;
    private final Positions starts;
    private Positions committed = Positions.none(); // reader's thread only

    Generation(
            int number,
            String name,
            TopicDescription topic,
            Map<Integer, Position> start,
            Store<K, V> store,
            Moment now) {
        this.number = number;
        this.topic = topic;
        this.store = store;
        this.tracks = new PartitionTrack[topic.partitions()];
        Arrays.setAll(
                tracks,
                p -> new PartitionTrack(
                        new Source(name, topic.topicId(), p),
                        start.getOrDefault(p, Position.at(0)).offset(),
                        now));
        starts = Positions.of(
                Arrays.stream(tracks).map(track -> Position.at(track.start())).toList());
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
        return Progress.of(tracks, readable);
    }

    /** Ends a batch in the store. */
    void commit() {
        committed =
                Positions.of(Arrays.stream(tracks).map(PartitionTrack::position).toList());
        store.commit(committed);
    }

    /** What is complete as of the last commit. */
    Place place() {
        return new Place(topic.topicId(), number, committed, starts);
    }
}
