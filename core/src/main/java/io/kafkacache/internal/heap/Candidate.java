package io.kafkacache.internal.heap;

import io.kafkacache.Entry;
import io.kafkacache.Rejection;
import io.kafkacache.Source;
import io.kafkacache.Store;
import org.jspecify.annotations.Nullable;

/** What is asked of a candidate, an {@link Entry}, {@link Pending} or {@link Gone}: entries are the API's and have no class in common with the others. */
final class Candidate {
    private Candidate() {}

    /** Whether readers would see anything of it. */
    static boolean isThere(@Nullable Object candidate) {
        return candidate != null && !(candidate instanceof Gone);
    }

    static Object key(Object candidate) {
        return candidate instanceof Entry<?, ?> entry ? entry.key() : ((Remembered<?>) candidate).key;
    }

    static Source source(Object candidate) {
        return candidate instanceof Entry<?, ?> entry ? entry.source() : ((Remembered<?>) candidate).source;
    }

    static int partition(Object candidate) {
        return source(candidate).partition();
    }

    static long offset(Object candidate) {
        return candidate instanceof Entry<?, ?> entry ? entry.offsetInPartition() : ((Remembered<?>) candidate).offset;
    }

    static long timestamp(Object candidate) {
        return candidate instanceof Entry<?, ?> entry
                ? entry.timestampMillis()
                : ((Remembered<?>) candidate).timestampMillis;
    }

    /** The rejected record in spite of which it is retained, or null. */
    static @Nullable Rejection outdatedBy(Object candidate) {
        if (candidate instanceof Entry<?, ?> entry) {
            return entry.outdatedBy();
        }
        return candidate instanceof Gone<?> gone ? gone.by : null;
    }

    /** The record with which it goes: its own, or the rejected one in spite of which it is retained. */
    static long heldBy(Object candidate) {
        Rejection by = outdatedBy(candidate);
        return by == null ? offset(candidate) : by.offset().offset();
    }

    /** Whether it goes with its record. A tombstone may have gone for its age, and still keeps others away. */
    static boolean isHeld(Object candidate) {
        return !(candidate instanceof Gone<?> gone) || !gone.isOfATombstone();
    }

    /** Whether its record is gone from the topic, and it with that. */
    static boolean isTaken(Object candidate, Store.Taken taken) {
        return isHeld(candidate) && taken.taken(source(candidate), heldBy(candidate));
    }

    /** Whether it counts above another one. */
    static boolean beats(Object candidate, Object other) {
        return beats(candidate, partition(other), timestamp(other));
    }

    static boolean beats(Object candidate, int partition, long timestamp) {
        long its = timestamp(candidate);
        return its > timestamp || (its == timestamp && partition(candidate) > partition);
    }
}
