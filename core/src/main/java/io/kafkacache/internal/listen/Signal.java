package io.kafkacache.internal.listen;

import io.kafkacache.Update;
import io.kafkacache.View;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one subscription has to tell next. */
sealed interface Signal<K, V> {
    /** What has been told once this is; null where it is not known. */
    default @Nullable Mark mark() {
        return null;
    }

    /** The initial state; whoever takes this signal closes the view. */
    record State<K, V>(View<K, V> view) implements Signal<K, V> {}

    /** The initial state has been told, or none was asked for. */
    record Done<K, V>(@Nullable Mark mark) implements Signal<K, V> {}

    /** A step that was missed; {@code uncovered} says which of it is to be told still, null for all. */
    record Missed<K, V>(History.Step<K, V> step, @Nullable Uncovered<K, V> uncovered) implements Signal<K, V> {
        @Override
        public @Nullable Mark mark() {
            return uncovered == null ? step.after() : null;
        }
    }

    /** Updates that became visible together, or one after the other. */
    record Updates<K, V>(
            List<Update<K, V>> updates, @Nullable Mark mark) implements Signal<K, V> {}

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
