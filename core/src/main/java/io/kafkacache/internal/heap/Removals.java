package io.kafkacache.internal.heap;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The removals that a store remembers beyond its replay, in the order in which their time is over; of {@link Hidden} ones, whose time is never over, it
 * only knows how many there are. The {@link Gone} itself stands in the table; one that has been superseded there is left here until its time is over too, or until such ones are the majority. Used by the writer.
 *
 * @param <K> the key
 */
final class Removals<K> {
    private static final int BYTES = 40 + 40 + 24; // what is remembered, the key's object and array, the key's bytes
    private static final int FEW = 1_000;

    private final ArrayDeque<Batch<K>> batches = new ArrayDeque<>();
    private final AtomicLong standing = new AtomicLong(); // set by the writer alone
    private List<Gone<K>> latest = new ArrayList<>();
    private long queued;

    /** What stands for a key has changed. */
    void changed(@Nullable Object before, @Nullable Object after) {
        Object[] earlier = Fold.candidates(before);
        Object[] later = Fold.candidates(after);
        for (Object candidate : later) {
            if (candidate instanceof Gone<?> gone && !isAmong(earlier, candidate)) {
                add(gone);
            }
        }
        for (Object candidate : earlier) {
            if (candidate instanceof Gone && !isAmong(later, candidate)) {
                standing.setRelease(standing.getPlain() - 1);
            }
        }
    }

    @SuppressWarnings("unchecked") // the contents of one store are of one type
    private void add(Gone<?> gone) {
        if (gone.isOfATombstone()) {
            latest.add((Gone<K>) gone);
            queued++;
        }
        standing.setRelease(standing.getPlain() + 1);
    }

    private static boolean isAmong(Object[] candidates, Object one) {
        for (Object candidate : candidates) {
            if (candidate == one) {
                return true;
            }
        }
        return false;
    }

    /**
     * Forgets what is old enough.
     *
     * @param nowNanos what came since the last call counts as applied now
     * @param beforeNanos what was applied before this is old enough
     * @param stands whether a removal still stands in the table
     * @param takenOut takes one that does out of it, or says that it has to stay, to be asked again after as long a time
     * @return whether any was taken out
     */
    boolean forget(long nowNanos, long beforeNanos, Predicate<Gone<K>> stands, Predicate<Gone<K>> takenOut) {
        if (!latest.isEmpty()) {
            batches.add(new Batch<>(nowNanos, latest));
            latest = new ArrayList<>();
        }
        boolean forgotten = false;
        for (Batch<K> oldest; (oldest = batches.peek()) != null && oldest.nanos() - beforeNanos < 0; batches.remove()) {
            queued -= oldest.removals().size();
            for (Gone<K> removal : oldest.removals()) {
                if (!stands.test(removal)) {
                    continue;
                }
                if (takenOut.test(removal)) {
                    forgotten = true;
                } else {
                    latest.add(removal);
                    queued++;
                }
            }
        }
        if (queued > 2 * standing.getPlain() + FEW) {
            batches.forEach(batch -> batch.removals().removeIf(stands.negate()));
            batches.removeIf(batch -> batch.removals().isEmpty());
            latest.removeIf(stands.negate());
            queued = latest.size();
            batches.forEach(batch -> queued += batch.removals().size());
        }
        return forgotten;
    }

    /** About what is remembered. Any thread. */
    long bytes() {
        return standing.getAcquire() * BYTES;
    }

    private record Batch<K>(long nanos, List<Gone<K>> removals) {}
}
