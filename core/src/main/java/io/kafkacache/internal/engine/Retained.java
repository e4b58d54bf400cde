package io.kafkacache.internal.engine;

import io.kafkacache.Entry;
import io.kafkacache.Rejection;

/**
 * Carries what {@link io.kafkacache.OnRejected#KEEP_PREVIOUS} kept into the next generation: compaction may have taken the record since, and then a
 * new reading cannot find it. Reader's activity only.
 */
final class Retained {
    private Retained() {}

    /** To be called before the replay of {@code to} ends; where its topic is another one, nothing of the former counts any more. */
    static <RK, M> void carry(Reading<RK, M, ?, ?> from, Reading<RK, M, ?, ?> to, StepClock steps) {
        Generation<RK, M> former = from.generation();
        if (former.isOf(to.generation().topic())) {
            former.store().forEach(steps.each(entry -> carry(entry, to)));
        }
    }

    /** What another partition's record has outdated still is the newest of its own, so it was read. */
    private static <RK, M> void carry(Entry<RK, M> entry, Reading<RK, M, ?, ?> to) {
        Rejection by = entry.outdatedBy();
        if (by != null && by.offset().partition() == entry.source().partition()) {
            to.applier().carry(entry, by);
        }
    }
}
