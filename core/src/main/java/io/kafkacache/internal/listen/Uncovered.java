package io.kafkacache.internal.listen;

import io.kafkacache.Entry;
import io.kafkacache.Interpreter;
import io.kafkacache.RecordOffset;
import io.kafkacache.Update;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which of this cache's updates the token of another one does not cover, by the place of the record that caused them. Belongs to one
 * subscription.
 *
 * <p>Two caches may apply the partitions in another order. Where a key stands on several, or left by retention, an update that the token
 * covers may stand behind one that it does not, and neither telling nor leaving it out would lead to the state of now.
 */
final class Uncovered<K, V> {
    private final Place covered;
    private final Interpreter<K, ?> interpreter;
    private final Set<ByteBuffer> told = new HashSet<>();

    Uncovered(Place covered, Interpreter<K, ?> interpreter) {
        this.covered = covered;
        this.interpreter = interpreter;
    }

    /** Those of the next step, behind which this cache stood {@code here}; throws {@link OutOfOrder} where they can not be told exactly. */
    List<Update<K, V>> of(List<Update<K, V>> wanted, Place here) {
        List<Update<K, V>> uncovered = new ArrayList<>();
        for (Update<K, V> update : wanted) {
            ByteBuffer key = ByteBuffer.wrap(interpreter.encodeKey(update.key()));
            if (!covers(update, here)) {
                told.add(key);
                uncovered.add(update);
            } else if (told.contains(key) || leadsBeyond(update)) {
                throw new OutOfOrder();
            }
        }
        return List.copyOf(uncovered);
    }

    private boolean covers(Update<K, V> update, Place here) {
        RecordOffset cause = update.offset();
        if (cause != null) {
            return cause.offset() < covered.next(cause.partition());
        }
        Entry<K, V> left = update.before();
        if (left == null || !isBelowStart(left, here)) {
            throw new OutOfOrder(); // it only came to stand by what left, and nothing says which record that was
        }
        return isBelowStart(left, covered);
    }

    private static boolean isBelowStart(Entry<?, ?> entry, Place place) {
        return entry.offsetInPartition() < place.start(entry.source().partition());
    }

    /** A record that is covered brought back, from another partition, one that is not. */
    private boolean leadsBeyond(Update<K, V> update) {
        Entry<K, V> after = update.after();
        return after != null
                && after.offsetInPartition() >= covered.next(after.source().partition());
    }

    /** What the token covers was applied in another order here. */
    static final class OutOfOrder extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutOfOrder() {
            super(
                    "another cache has told the token, and this one applied the records of a key on several partitions, or its "
                            + "retention, in another order",
                    null,
                    false,
                    false);
        }
    }
}
