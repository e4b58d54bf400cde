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
import java.util.function.Predicate;

/**
 * Which of this cache's updates the token of another one does not cover, by the place of the record that caused them. Belongs to one
 * subscription.
 *
 * <p>Two caches may apply the partitions in another order. Where a key stands on several, or left by retention, an update that the token
 * covers may stand behind one that it does not, and neither telling nor leaving it out would lead to the state of now.
 *
 * <p>Nor would it where one of the two records changed nothing here. An uncovered one may have removed unseen what had come to stand there, or keeps it
 * away: a covered one behind it, which is outranked, is what the follower knows. Only once an update has told the state of here does it not matter any
 * more what changes nothing behind it.
 */
final class Uncovered<K, V> {
    private final Place covered;
    private final Interpreter<K, ?> interpreter;
    private final Set<ByteBuffer> told = new HashSet<>();
    private final Set<ByteBuffer> unseen = new HashSet<>(); // uncovered, and nothing was told since
    private boolean unseenOfAnyKey;
    private boolean beyond; // an uncovered record was met, wanted or not

    Uncovered(Place covered, Interpreter<K, ?> interpreter) {
        this.covered = covered;
        this.interpreter = interpreter;
    }

    /**
     * Those of the next step that are wanted, behind which this cache stood {@code here}; throws {@link OutOfOrder} where they can not be told exactly.
     */
    List<Update<K, V>> of(Changes<K, V> step, Predicate<? super K> wanted, Place here) {
        List<Update<K, V>> uncovered = new ArrayList<>();
        step.inOrder(
                update -> {
                    beyond |= isBeyond(update);
                    if (wanted.test(update.key()) && isToBeTold(update, here)) {
                        uncovered.add(update);
                    }
                },
                nothing -> meet(nothing, wanted));
        return List.copyOf(uncovered);
    }

    private boolean isToBeTold(Update<K, V> update, Place here) {
        ByteBuffer key = encoded(update.key());
        if (!covers(update, here)) {
            told.add(key);
            unseen.remove(key);
            return true;
        }
        if (told.contains(key) || unseen.contains(key) || unseenOfAnyKey || leadsBeyond(update)) {
            throw new OutOfOrder();
        }
        return false;
    }

    private void meet(Unseen<K> record, Predicate<? super K> wanted) {
        K known = record.key();
        if (known != null && !wanted.test(known)) {
            return;
        }
        boolean uncovered = record.offset() >= covered.next(record.partition());
        if (known == null) {
            meetOfAnyKey(uncovered);
        } else if (uncovered) {
            beyond = true;
            ByteBuffer key = encoded(known);
            if (!told.contains(key)) {
                unseen.add(key);
            }
        } else if (unseenOfAnyKey || unseen.contains(encoded(known))) {
            throw new OutOfOrder();
        }
    }

    private void meetOfAnyKey(boolean uncovered) {
        if (uncovered) {
            beyond = true;
            unseenOfAnyKey = true;
        } else if (beyond) {
            throw new OutOfOrder();
        }
    }

    private ByteBuffer encoded(K key) {
        return ByteBuffer.wrap(interpreter.encodeKey(key));
    }

    private boolean isBeyond(Update<K, V> update) {
        RecordOffset cause = update.offset();
        return cause != null && cause.offset() >= covered.next(cause.partition());
    }

    private boolean covers(Update<K, V> update, Place here) {
        if (update.offset() != null) {
            return !isBeyond(update);
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
