package io.kafkacache.internal.driver;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a scripted driver has to run, now or later, and its clock. Safe for any thread. */
final class Agenda {
    private final ReadyQueue ready = new ReadyQueue();
    private final DueQueue dues = new DueQueue();
    private volatile long nowNanos;

    long nowNanos() {
        return nowNanos;
    }

    /** The time after a delay; the end of time where that is beyond it. */
    long after(long delayNanos) {
        long at = nowNanos + Math.max(0, delayNanos);
        return at < 0 ? Long.MAX_VALUE : at;
    }

    synchronized void ordering(long seed) {
        ready.ordering(seed);
    }

    synchronized void soon(Runnable work) {
        ready.add(work);
    }

    synchronized DueQueue.Due later(long delayNanos, Runnable work, @Nullable Object owner) {
        return dues.add(after(delayNanos), work, owner);
    }

    synchronized void drop(DueQueue.Due due) {
        dues.drop(due);
    }

    synchronized void dropAll(Predicate<DueQueue.Due> which) {
        dues.dropAll(which);
    }

    /** Takes what is to run next; null where nothing can run now. */
    synchronized @Nullable Runnable take() {
        for (DueQueue.Due due = dues.takeDue(nowNanos); due != null; due = dues.takeDue(nowNanos)) {
            ready.add(due.work);
        }
        return ready.take();
    }

    /** Moves the clock to the next due time; or to {@code until}, saying false, where nothing is due up to then. */
    synchronized boolean jump(long until) {
        DueQueue.Due next = dues.first();
        if (next == null || next.atNanos > until) {
            nowNanos = Math.max(nowNanos, until);
            return false;
        }
        nowNanos = Math.max(nowNanos, next.atNanos);
        return true;
    }

    /** Moves the clock on without a stop at what becomes due on the way. */
    synchronized void leap(long nanos) {
        nowNanos = after(nanos);
    }

    /** Whether nothing can run, now or later. */
    synchronized boolean isEmpty() {
        return ready.isEmpty() && dues.first() == null;
    }
}
