package io.kafkacache.internal.engine;

import io.kafkacache.Entry;
import io.kafkacache.internal.replay.Fingerprints;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Has the fingerprints of what readers see follow what is applied to it and what is taken away. Reader's activity only. */
final class FingerprintUpkeep<RK, M> {
    private final Generation<RK, M> generation;
    private final Fingerprints fingerprints = new Fingerprints();

    FingerprintUpkeep(Generation<RK, M> generation) {
        this.generation = generation;
    }

    Fingerprints fingerprints() {
        return fingerprints;
    }

    /** Covers all partitions there are now. */
    void cover() {
        fingerprints.cover(generation.tracks());
    }

    /** A record has changed an entry; it also changes what another partition holds, where its key stands there as well. */
    void applied(RecordChange<RK, M> change) {
        int partition = change.source().partition();
        Entry<RK, M> before = change.previous();
        Entry<RK, M> after = change.current();
        fingerprints.change(change.encodedKey(), before, after);
        reachedElsewhere(partition, before);
        reachedElsewhere(partition, after);
        fingerprints.reached(partition, change.offset() + 1);
    }

    private void reachedElsewhere(int read, @Nullable Entry<?, ?> entry) {
        if (entry != null && entry.source().partition() != read) {
            int partition = entry.source().partition();
            fingerprints.reached(partition, generation.track(partition).next());
        }
    }

    /** An entry was taken away, because its record is gone; {@link #purged} follows. */
    void takenAway(byte[] key, @Nullable Entry<RK, M> before, @Nullable Entry<RK, M> after) {
        fingerprints.change(ByteBuffer.wrap(key), before, after);
    }

    void purged() {
        generation.tracks().forEach(track -> fingerprints.reached(track.source().partition(), track.next()));
        show();
    }

    /** Others see what has changed. */
    void show() {
        fingerprints.show();
    }
}
