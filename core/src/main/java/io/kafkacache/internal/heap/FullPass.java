package io.kafkacache.internal.heap;

import io.kafkacache.ByteRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/** Puts in order what comes in none. Where few are wanted, no more than these are held. For one thread. */
final class FullPass<T> {
    /** Above this, sorting all at the end is the cheaper way. */
    private static final int FEW = 10_000;

    private final Comparator<Found<T>> order;
    private final long limit;
    private final PriorityQueue<Found<T>> few;
    private final List<Found<T>> all = new ArrayList<>();

    FullPass(ByteRange range) {
        Comparator<Found<T>> ascending = (one, other) -> Arrays.compareUnsigned(one.key, other.key);
        order = range.isReversed() ? ascending.reversed() : ascending;
        limit = range.limit();
        few = new PriorityQueue<>(Collections.reverseOrder(order)); // the first to leave is the last in order
    }

    void add(byte[] key, T value) {
        Found<T> found = new Found<>(key, value);
        if (limit > FEW) {
            all.add(found);
        } else if (few.size() < limit) {
            few.add(found);
        } else if (limit > 0 && order.compare(found, few.peek()) < 0) {
            few.poll();
            few.add(found);
        }
    }

    Iterator<T> inOrder() {
        all.addAll(few);
        all.sort(order);
        return all.stream().limit(limit).map(found -> found.value).iterator();
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
