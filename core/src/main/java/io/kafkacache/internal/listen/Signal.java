package io.kafkacache.internal.listen;

import io.kafkacache.Update;
import io.kafkacache.View;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one subscription has to tell next. */
sealed interface Signal<K, V> {
    /** The initial state; whoever takes this signal closes the view. */
    record State<K, V>(View<K, V> view) implements Signal<K, V> {}

    /** The initial state has been told, or none was asked for. */
    record Done<K, V>() implements Signal<K, V> {}

    /** Updates that became visible together. */
    record Updates<K, V>(List<Update<K, V>> updates) implements Signal<K, V> {}

    /** Nothing follows. */
    record End<K, V>(Kind kind, @Nullable Throwable error) implements Signal<K, V> {
        /** Whether what still waits is dropped rather than told first. */
        boolean atOnce() {
            return kind != Kind.FAILED;
        }
    }

    /** How a subscription ends; a later one replaces an earlier one that has not been told yet. */
    enum Kind {
        /** The cache failed: what waits is told, then nothing more. */
        FAILED,
        /** Updates would be missed. */
        GONE,
        /** The cache was closed. */
        COMPLETED,
        /** The subscriber wants no more. */
        CLOSED
    }
}
