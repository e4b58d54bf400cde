package io.kafkacache.internal.listen;

import io.kafkacache.Update;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The updates that wait for one subscriber. Guarded by its feed; calls nothing of the user's. */
interface Backlog<K, V> {
    /** Adds the wanted updates of a step, with their encoded keys where {@link Wanted#coalescing()}. Says by how many more wait. */
    int add(List<Update<K, V>> updates, List<ByteBuffer> keys, Mark after);

    /** Takes what is to be told next. */
    Signal.@Nullable Updates<K, V> poll();

    boolean isEmpty();

    void clear();

    /** Every update, one step after the other. */
    final class InOrder<K, V> implements Backlog<K, V> {
        private final ArrayDeque<Signal.Updates<K, V>> steps = new ArrayDeque<>();

        @Override
        public int add(List<Update<K, V>> updates, List<ByteBuffer> keys, Mark after) {
            steps.add(new Signal.Updates<>(updates, after));
            return updates.size();
        }

        @Override
        public Signal.@Nullable Updates<K, V> poll() {
            return steps.poll();
        }

        @Override
        public boolean isEmpty() {
            return steps.isEmpty();
        }

        @Override
        public void clear() {
            steps.clear();
        }
    }
}
