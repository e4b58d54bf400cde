package io.kafkacache.internal.driver;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What can run now: first in, first out, or any of it as a seed decides. Guarded by its driver. */
final class ReadyQueue {
    private final ArrayDeque<Runnable> inOrder = new ArrayDeque<>();
    private final List<Runnable> inAnyOrder = new ArrayList<>();
    private @Nullable Random random;

    /** From now on a seed decides. */
    void ordering(long seed) {
        random = new Random(seed);
        inAnyOrder.addAll(inOrder);
        inOrder.clear();
    }

    void add(Runnable work) {
        if (random == null) {
            inOrder.add(work);
        } else {
            inAnyOrder.add(work);
        }
    }

    boolean isEmpty() {
        return inOrder.isEmpty() && inAnyOrder.isEmpty();
    }

    /** Takes one; null where there is none. */
    @Nullable
    Runnable take() {
        if (random == null) {
            return inOrder.poll();
        }
        int size = inAnyOrder.size();
        if (size == 0) {
            return null;
        }
        Runnable last = inAnyOrder.remove(size - 1);
        int chosen = random.nextInt(size);
        return chosen == size - 1 ? last : inAnyOrder.set(chosen, last);
    }
}
