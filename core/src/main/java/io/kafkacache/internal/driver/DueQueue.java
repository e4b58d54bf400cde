package io.kafkacache.internal.driver;

import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What waits for its time, earliest first, equals in the order they came. Guarded by its driver. */
final class DueQueue {
    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private long added;
    private int dropped;

    Due add(long atNanos, Runnable work, @Nullable Object owner) {
        Due due = new Due(atNanos, added++, work, owner);
        queue.add(due);
        return due;
    }

    /** Forgets one. It leaves the heap later: at its time, or when such ones are the most. */
    void drop(Due due) {
        if (due.waiting) {
            due.waiting = false;
            dropped++;
            if (dropped > 32 && dropped > queue.size() / 2) {
                queue.removeIf(one -> !one.waiting);
                dropped = 0;
            }
        }
    }

    void dropAll(Predicate<Due> which) {
        queue.removeIf(due -> {
            due.waiting &= !which.test(due);
            return !due.waiting;
        });
        dropped = 0;
    }

    /** The earliest; null where nothing waits. */
    @Nullable
    Due first() {
        Due first = queue.peek();
        while (first != null && !first.waiting) {
            queue.remove();
            dropped--;
            first = queue.peek();
        }
        return first;
    }

    /** Takes the earliest out if its time has come. */
    @Nullable
    Due takeDue(long nowNanos) {
        Due first = first();
        if (first == null || first.atNanos > nowNanos) {
            return null;
        }
        queue.remove();
        first.waiting = false;
        return first;
    }

    /** A piece of work and its time. */
    static final class Due implements Comparable<Due> {
        final long atNanos;
        final Runnable work;
        final @Nullable Object owner;
        private final long number;
        private boolean waiting = true;

        private Due(long atNanos, long number, Runnable work, @Nullable Object owner) {
            this.atNanos = atNanos;
            this.number = number;
            this.work = work;
            this.owner = owner;
        }

        /** Whether its time has not come yet, and it was not dropped. */
        boolean isWaiting() {
            return waiting;
        }

        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }
}
