package io.kafkacache.internal.heap;

import io.kafkacache.Change;
import io.kafkacache.Entry;
import io.kafkacache.Interpreter;
import io.kafkacache.Rejection;
import io.kafkacache.Source;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decides what stands for a key after a record, in whatever order its records come (FollowsTheTopic). Pure but for {@link #live}.
 *
 * <p>For each partition only the newest record of the key matters, and of these the one with the highest (timestamp, partition) counts. A
 * key met on one partition only, that is to say nearly every key, needs the content itself; a {@link Contested} one keeps what the others
 * said, for timestamps may go back within a partition, and then one of them counts again.
 *
 * <p>During replay removals are remembered as {@link Gone}. In live reading they are not: records of a partition come in order by then, and a
 * key whose counting record removes it is forgotten with all that other partitions said.
 *
 * <p>A retained entry ranks by the rejected record that outdated it. A record of the same partition that is met late, between the value and
 * that rejected record, takes the value's place and is retained in its turn.
 */
final class Fold<K, V> {
    private final Interpreter<K, V> interpreter;
    private boolean live;

    Fold(Interpreter<K, V> interpreter) {
        this.interpreter = interpreter;
    }

    /** Ends the replay. */
    void live() {
        live = true;
    }

    /** What counts of a content: an {@link Entry}, {@link Pending} or {@link Gone}. */
    static @Nullable Object counting(@Nullable Object content) {
        return content instanceof Contested contested ? contested.candidates()[0] : content;
    }

    static boolean isThere(@Nullable Object candidate) {
        return candidate != null && !(candidate instanceof Gone);
    }

    static Object key(Object content) {
        Object candidate = content instanceof Contested contested ? contested.candidates()[0] : content;
        return candidate instanceof Entry<?, ?> entry ? entry.key() : ((Remembered<?>) candidate).key;
    }

    /** Where a content's record comes from. */
    static Source source(Object content) {
        Object candidate = content instanceof Contested contested ? contested.candidates()[0] : content;
        return candidate instanceof Entry<?, ?> entry ? entry.source() : ((Remembered<?>) candidate).source;
    }

    /** The entry that readers see of a content, interpreted where it was not yet; null where there is none. Any thread. */
    @SuppressWarnings("unchecked") // contents are made of changes of K and V
    @Nullable
    Entry<K, V> entry(@Nullable Object content) {
        Object candidate = content instanceof Entry ? content : counting(content);
        if (candidate instanceof Entry<?, ?> entry) {
            return (Entry<K, V>) entry;
        }
        return candidate instanceof Pending<?> pending ? ((Pending<K>) pending).interpreted(interpreter) : null;
    }

    /** What stands after a record: {@code standing} itself where the record changes nothing, null where nothing needs to be kept. */
    @Nullable
    Object next(@Nullable Object standing, Change<K, V> change) {
        if (standing == null || (!(standing instanceof Contested) && partition(standing) == partition(change))) {
            Object next = successor(standing, standing, change);
            return next == standing ? standing : settled(next);
        }
        return contested(standing, change);
    }

    /** What is left of a content when the replay ends, and of every later one: an entry counts, and only it can have rivals. */
    @Nullable
    Object settled(@Nullable Object content) {
        if (!live || content == null || content instanceof Entry) {
            return content;
        }
        Object counting = entry(content);
        if (counting == null || !(content instanceof Contested contested)) {
            return counting;
        }
        Object[] left = contested.candidates().clone();
        left[0] = counting;
        int count = 1;
        for (int i = 1; i < left.length; i++) {
            if (!(left[i] instanceof Gone)) {
                left[count++] = left[i];
            }
        }
        return count == 1 ? counting : new Contested(Arrays.copyOf(left, count));
    }

    private @Nullable Object contested(Object standing, Change<K, V> change) {
        Object[] before = standing instanceof Contested c ? c.candidates() : new Object[] {standing};
        int own = 0;
        while (own < before.length && partition(before[own]) != partition(change)) {
            own++;
        }
        Object former = own < before.length ? before[own] : null;
        Object next = successor(former, before[0], change);
        if (next == null || next == former) {
            return standing;
        }
        Object[] after = Arrays.copyOf(before, Math.max(before.length, own + 1));
        after[own] = next;
        int highest = 0;
        for (int i = 1; i < after.length; i++) {
            highest = beats(after[i], after[highest]) ? i : highest;
        }
        Object counting = after[highest];
        after[highest] = after[0];
        after[0] = counting;
        return settled(new Contested(after));
    }

    /** What the record's partition says after it; {@code own} is what it said before, {@code counting} what stands. */
    private @Nullable Object successor(@Nullable Object own, @Nullable Object counting, Change<K, V> change) {
        boolean retain = change.kind() == Change.Kind.RETAIN;
        if (own != null) {
            Rejection by = outdatedBy(own);
            if (change.offset() <= offset(own)) {
                return own;
            }
            if (by != null && change.offset() <= by.offset().offset()) {
                return retain || change.offset() == by.offset().offset() ? own : retained(made(own, change), by);
            }
        }
        if (!retain) {
            return made(counting, change);
        }
        boolean counts = counting != null && (own == counting || beats(change, counting));
        Object previous = counts && isThere(counting) ? counting : own;
        if (previous != null) {
            return retained(previous, change.rejection());
        }
        return live ? null : Gone.nowhere(change.key(), change.source(), change.rejection());
    }

    @SuppressWarnings("unchecked") // contents are made of changes of K and V
    private Object made(@Nullable Object standing, Change<K, V> change) {
        K key = standing == null ? change.key() : (K) key(standing); // the older object: it may be long-lived already
        Source source = change.source();
        long offset = change.offset();
        long timestamp = change.timestampMillis();
        return switch (change.kind()) {
            case PUT -> Entry.of(key, change.value(), source, offset, timestamp);
            case PENDING -> new Pending<>(key, change);
            case REMOVE -> new Gone<>(key, source, offset, timestamp, null);
            case REJECT -> Entry.rejected(key, change.rejection(), source, offset, timestamp);
            case RETAIN -> throw new AssertionError("RETAIN makes nothing of its own");
        };
    }

    /** A cache that keeps previous entries decodes records as they come, so what is to be retained is never pending. */
    private static Object retained(Object previous, Rejection by) {
        if (previous instanceof Entry<?, ?> entry) {
            return entry.rejection() == null ? entry.retained(by) : entry;
        }
        if (previous instanceof Gone<?> gone) {
            return new Gone<>(gone.key, gone.source, gone.offset, gone.timestampMillis, by);
        }
        throw new IllegalStateException("a value that is not interpreted yet cannot be retained: " + by.offset());
    }

    private static @Nullable Rejection outdatedBy(Object candidate) {
        if (candidate instanceof Entry<?, ?> entry) {
            return entry.outdatedBy();
        }
        return candidate instanceof Gone<?> gone ? gone.by : null;
    }

    private static int partition(Change<?, ?> change) {
        return change.source().partition();
    }

    private static int partition(Object candidate) {
        Rejection by = outdatedBy(candidate);
        return by == null ? source(candidate).partition() : by.offset().partition();
    }

    /** The offset of the record a candidate's content comes from, or, where that is another partition's, of the rejected one. */
    private static long offset(Object candidate) {
        if (candidate instanceof Entry<?, ?> entry) {
            Rejection by = entry.outdatedBy();
            return by == null || by.offset().partition() == entry.source().partition()
                    ? entry.offsetInPartition()
                    : by.offset().offset();
        }
        return ((Remembered<?>) candidate).offset;
    }

    private static long timestamp(Object candidate) {
        if (candidate instanceof Entry<?, ?> entry) {
            Rejection by = entry.outdatedBy();
            return by == null ? entry.timestampMillis() : by.timestamp().toEpochMilli();
        }
        return ((Remembered<?>) candidate).timestampMillis;
    }

    private static boolean beats(Object candidate, Object other) {
        return beats(timestamp(candidate), partition(candidate), other);
    }

    private static boolean beats(Change<?, ?> change, Object other) {
        return beats(change.timestampMillis(), partition(change), other);
    }

    private static boolean beats(long timestamp, int partition, Object other) {
        long standing = timestamp(other);
        return timestamp > standing || (timestamp == standing && partition > partition(other));
    }
}
