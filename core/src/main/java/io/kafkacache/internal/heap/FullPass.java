package io.kafkacache.internal.heap;

import io.kafkacache.ByteRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;

/**
 * Puts in order what comes in none. Where few are wanted, no more than these are held. For one thread.
 *
 * <p>Beside a writer, a walk over the table may meet a key that left and came back a second time: the later one counts.
 */
final class FullPass<T> {
    /** Above this, sorting all at the end is the cheaper way. */
    private static final int FEW = 10_000;

    private final Comparator<byte[]> order;
    private final long limit;
    private final TreeMap<byte[], T> few;
    private final List<Found<T>> all = new ArrayList<>();

    FullPass(ByteRange range) {
        Comparator<byte[]> ascending = Arrays::compareUnsigned;
        order = range.isReversed() ? ascending.reversed() : ascending;
        limit = range.limit();
        few = new TreeMap<>(order);
    }

    void add(byte[] key, T value) {
        if (limit > FEW) {
            all.add(new Found<>(key, value));
        } else if (few.size() < limit) {
            few.put(key, value);
        } else if (limit > 0 && order.compare(key, few.lastKey()) <= 0) {
            few.put(key, value);
            if (few.size() > limit) {
                few.pollLastEntry();
            }
        }
    }

    Iterator<T> inOrder() {
        if (limit <= FEW) {
            return few.values().iterator();
        }
        all.sort((one, other) -> order.compare(one.key, other.key)); // stable: of one key the later comes behind
        int kept = 0;
        for (Found<T> found : all) {
            boolean again = kept > 0 && Arrays.equals(all.get(kept - 1).key, found.key);
            all.set(again ? kept - 1 : kept++, found);
        }
        return all.subList(0, kept).stream()
                .limit(limit)
                .map(found -> found.value)
                .iterator();
    }

    private static final class Found<T> {
        final byte[] key;
        final T value;

        Found(byte[] key, T value) {
            this.key = key;
            this.value = value;
        }
    }
}
