package io.kafkacache.internal.engine;

import io.kafkacache.Cause;
import io.kafkacache.Entries;
import io.kafkacache.Entry;
import io.kafkacache.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What listeners are told when one generation takes the place of another: every entry that came, left, or comes from another record. */
final class Difference {
    private Difference() {}

    static <K, V> List<Update<K, V>> between(Entries<K, V> former, Entries<K, V> next, StepClock steps) {
        List<Update<K, V>> updates = new ArrayList<>();
        former.forEach(steps.each(before -> {
            if (next.entry(before.key()) == null) {
                updates.add(update(before.key(), before, null));
            }
        }));
        next.forEach(steps.each(after -> {
            Entry<K, V> before = former.entry(after.key());
            if (before == null || !isSame(before, after)) {
                updates.add(update(after.key(), before, after));
            }
        }));
        return updates;
    }

    private static <K, V> Update<K, V> update(K key, @Nullable Entry<K, V> before, @Nullable Entry<K, V> after) {
        return new Update<>(key, before, after, null, null, Cause.REBUILD);
    }

    /** The place alone does not tell: where the log was truncated, another record may stand there now. */
    private static boolean isSame(Entry<?, ?> before, Entry<?, ?> after) {
        return before.source().equals(after.source())
                && before.offsetInPartition() == after.offsetInPartition()
                && before.timestampMillis() == after.timestampMillis()
                && Objects.equals(before.rejection(), after.rejection())
                && Objects.equals(before.outdatedBy(), after.outdatedBy())
                && (before.rejection() != null || areEqual(before.value(), after.value()));
    }

    /** A value's {@code equals} is the user's: where it throws, the values count as different, and the cache goes on. */
    private static boolean areEqual(@Nullable Object before, @Nullable Object after) {
        try {
            return Objects.deepEquals(before, after);
        } catch (RuntimeException | StackOverflowError e) {
            return false;
        }
    }
}
