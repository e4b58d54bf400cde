package io.kafkacache.internal.listen;

import io.kafkacache.Cause;
import io.kafkacache.Entry;
import io.kafkacache.Update;

/** How an entry of the initial state is told. */
final class StateUpdates {
    /** How many are told, or handed to a subscriber, in one go. */
    static final int PER_STEP = 1_000;

    private StateUpdates() {}

    static <K, V> Update<K, V> of(Entry<K, V> entry) {
        Cause cause = entry.rejection() == null ? Cause.PUT : Cause.REJECTED;
        return new Update<>(entry.key(), null, entry, entry.offset(), entry.timestamp(), cause);
    }
}
