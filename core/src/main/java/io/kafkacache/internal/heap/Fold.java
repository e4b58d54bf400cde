package io.kafkacache.internal.heap;

import io.kafkacache.Change;
import io.kafkacache.Entry;
import io.kafkacache.Interpreter;
import io.kafkacache.Rejection;
import io.kafkacache.Source;
import io.kafkacache.Standing;
import io.kafkacache.Store;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides what stands for a key after a record, in whatever order its records come (FollowsTheTopic). Pure but for {@link #live} and {@link
 * #remember}, which the writer sets.
 *
 * <p>A <em>candidate</em> is what one partition says of a key: a function of its records alone. Of the candidates the one with the highest
 * (timestamp, partition) counts. So the order in which partitions come cannot matter. A key met on one partition only, that is to say
 * nearly every key, needs the candidate itself; a {@link Contested} one keeps those of the others, for timestamps may go back within a
 * partition, and then one of them counts again.
 *
 * <p>A {@link Gone} is a candidate like others while it is remembered: during replay, and beyond it where several partitions are read. A key
 * of one partition needs no such memory in live reading, for its records come in order by then.
 *
 * <p>A rejected record that retains what stood before marks the candidate of its own partition and has no rank of its own: it must not raise
 * an old value above what another partition said since. A record of that partition that is met late, between the value and the rejected
 * record, takes the value's place and is retained in its turn.
 */
final class Fold<K, V> {
    private final Interpreter<K, V> interpreter;
    private boolean live;
    private boolean remembers;

    Fold(Interpreter<K, V> interpreter) {
        this.interpreter = interpreter;
    }

    /** Ends the replay. */
    void live() {
        live = true;
    }

    /** Keeps removals beyond the replay. */
    void remember() {
        remembers = true;
    }

    /** Whether removals are kept whose time will come to be forgotten. */
    boolean keepsRemovals() {
        return live && remembers;
    }

    /** What counts of a content: an {@link Entry}, {@link Pending} or {@link Gone}. */
    static @Nullable Object counting(@Nullable Object content) {
        return content instanceof Contested contested ? contested.candidates()[0] : content;
    }

    /** Whether readers see anything of a content. */
    static boolean stands(@Nullable Object content) {
        return Candidate.isThere(counting(content));
    }

    /** All that a content knows of its key. */
    static Object[] candidates(@Nullable Object content) {
        if (content == null) {
            return new Object[0];
        }
        return content instanceof Contested contested ? contested.candidates() : new Object[] {content};
    }

    static Object key(Object content) {
        return Candidate.key(content instanceof Contested contested ? contested.candidates()[0] : content);
    }

    /** Where a content's record comes from. */
    static Source source(Object content) {
        return Candidate.source(
                content instanceof Contested contested ? contested.candidates()[0] : content);
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

    /** Gives each entry that readers see of the contents that this visits. */
    Consumer<Object> visiting(Consumer<? super Entry<K, V>> visitor) {
        return content -> {
            Entry<K, V> entry = entry(content);
            if (entry != null) {
                visitor.accept(entry);
            }
        };
    }

    /** The key of a content, not interpreted; null where nothing stands for it. Any thread. */
    @SuppressWarnings("unchecked") // contents are made of changes of K
    @Nullable
    K standingKey(Object content) {
        return stands(content) ? (K) key(content) : null;
    }

    /** On which partitions a content stands, and its newest timestamp. Any thread. */
    static Standing standing(@Nullable Object content) {
        if (content == null) {
            return Standing.NOWHERE;
        }
        List<Integer> partitions = new ArrayList<>(1);
        long newest = Long.MIN_VALUE;
        for (Object candidate : candidates(content)) {
            newest = Math.max(newest, Candidate.timestamp(candidate));
            if (Candidate.isThere(candidate)) {
                partitions.add(Candidate.partition(candidate));
            }
        }
        return new Standing(partitions, newest);
    }

    /** Whether another partition's candidate counts above a record. */
    static boolean outranks(Object content, int partition, long timestamp) {
        for (Object candidate : candidates(content)) {
            if (Candidate.partition(candidate) != partition && Candidate.beats(candidate, partition, timestamp)) {
                return true;
            }
        }
        return false;
    }

    /** With which record what a partition says would go, or −1. */
    static long heldBy(@Nullable Object content, int partition) {
        for (Object candidate : candidates(content)) {
            if (Candidate.partition(candidate) == partition && Candidate.isHeld(candidate)) {
                return Candidate.heldBy(candidate);
            }
        }
        return Gone.NOWHERE;
    }

    /** What stands after a record: {@code standing} itself where the record changes nothing, null where nothing needs to be kept. */
    @Nullable
    Object next(@Nullable Object standing, Change<K, V> change) {
        if (standing == null
                || (!(standing instanceof Contested) && Candidate.partition(standing) == partition(change))) {
            Object next = successor(standing, standing, change);
            return next == standing ? standing : settled(next);
        }
        return contested(standing, change);
    }

    private @Nullable Object contested(Object standing, Change<K, V> change) {
        Object[] before = candidates(standing);
        int own = 0;
        while (own < before.length && Candidate.partition(before[own]) != partition(change)) {
            own++;
        }
        Object former = own < before.length ? before[own] : null;
        Object next = successor(former, before[0], change);
        if (next == null || next == former) {
            return standing;
        }
        Object[] after = Arrays.copyOf(before, Math.max(before.length, own + 1));
        after[own] = next;
        return settled(ranked(after, after.length));
    }

    /** What is left of a content when the replay ends, and of every later one: what counts is interpreted, and what is not kept is not there. */
    @Nullable
    Object settled(@Nullable Object content) {
        if (!live || content == null || content instanceof Entry) {
            return content;
        }
        if (!(content instanceof Contested contested)) {
            Object settled = interpreted(content);
            return isKept(settled) ? settled : null;
        }
        Object[] left = contested.candidates().clone();
        left[0] = interpreted(left[0]);
        if (!remembers && left[0] instanceof Gone) {
            return null;
        }
        int count = 0;
        for (Object candidate : left) {
            if (isKept(candidate)) {
                left[count++] = candidate;
            }
        }
        boolean same = count == left.length && left[0] == contested.candidates()[0];
        return same ? content : ranked(left, count);
    }

    private boolean isKept(Object candidate) {
        return !(candidate instanceof Gone<?> gone) || (remembers && gone.offset != Gone.NOWHERE);
    }

    /** A value that lets its key leave is a removal like any other. */
    @SuppressWarnings("unchecked") // contents are made of changes of K and V
    private Object interpreted(Object candidate) {
        if (!(candidate instanceof Pending<?> pending)) {
            return candidate;
        }
        Entry<K, V> entry = ((Pending<K>) pending).interpreted(interpreter);
        return entry != null ? entry : pending.hidden();
    }

    /** The content of the first {@code count} of these candidates; the array becomes its own. */
    private static @Nullable Object ranked(Object[] candidates, int count) {
        if (count < 2) {
            return count == 0 ? null : candidates[0];
        }
        int highest = 0;
        for (int i = 1; i < count; i++) {
            highest = Candidate.beats(candidates[i], candidates[highest]) ? i : highest;
        }
        Object counting = candidates[highest];
        candidates[highest] = candidates[0];
        candidates[0] = counting;
        return new Contested(count == candidates.length ? candidates : Arrays.copyOf(candidates, count));
    }

    /** What is left of a content without a removal whose time is over: all of it while the removal keeps an older value away. */
    @Nullable
    Object forgotten(Object content, Gone<?> removal) {
        Object[] left = candidates(content).clone();
        int count = 0;
        for (Object candidate : left) {
            if (Candidate.isThere(candidate) && Candidate.beats(removal, candidate)) {
                return content;
            }
            if (candidate != removal) {
                left[count++] = candidate;
            }
        }
        return count == left.length ? content : settled(ranked(left, count));
    }

    /** What is left of a content without what comes from records that are gone. */
    @Nullable
    Object purged(Object content, Store.Taken taken) {
        if (!(content instanceof Contested contested)) {
            return Candidate.isTaken(content, taken) ? null : content;
        }
        Object[] left = contested.candidates().clone();
        int count = 0;
        for (Object candidate : left) {
            if (!Candidate.isTaken(candidate, taken)) {
                left[count++] = candidate;
            }
        }
        return count == left.length ? content : settled(ranked(left, count));
    }

    /** What the record's partition says after it; {@code own} is what it said before, {@code standing} what is known of the key. */
    private @Nullable Object successor(@Nullable Object own, @Nullable Object standing, Change<K, V> change) {
        boolean retain = change.kind() == Change.Kind.RETAIN;
        if (own == null) {
            if (!retain) {
                return made(standing, change);
            }
            return live ? null : Gone.nowhere(change.key(), change.source(), change.rejection());
        }
        if (change.offset() <= Candidate.offset(own)) {
            return own;
        }
        Rejection by = Candidate.outdatedBy(own);
        if (by != null && change.offset() <= by.offset().offset()) {
            return retain || change.offset() == by.offset().offset() ? own : retained(made(own, change), by);
        }
        return retain ? retained(own, change.rejection()) : made(own, change);
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
            case REMOVE -> new Deleted<>(key, source, offset, timestamp, null);
            case HIDE -> new Hidden<>(key, source, offset, timestamp, null);
            case REJECT -> Entry.rejected(key, change.rejection(), source, offset, timestamp);
            case RETAIN -> throw new AssertionError("RETAIN makes nothing of its own");
        };
    }

    /** A cache that keeps previous entries decodes records as they come, so what is to be retained is never pending. */
    private Object retained(Object previous, Rejection by) {
        if (previous instanceof Entry<?, ?> entry) {
            return entry.rejection() == null ? entry.retained(by) : entry;
        }
        if (previous instanceof Gone<?> gone) {
            return live ? gone : gone.outdated(by);
        }
        throw new IllegalStateException("a value that is not interpreted yet cannot be retained: " + by.offset());
    }

    private static int partition(Change<?, ?> change) {
        return change.source().partition();
    }
}
