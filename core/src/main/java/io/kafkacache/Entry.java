package io.kafkacache;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the cache for a key: key, value, and place and time of the record that they come from. Immutable, safe for any thread.
 *
 * <p>Most caches hold millions of these, so the rare cases share the value's field: it holds the value, or the {@link Rejection} that
 * stands in its place, or a retained value with the record that outdated it. Which of them it is stands in the offset's sign, so that
 * reading an ordinary value touches the memory of the entry alone, not that of the value.
 *
 * @param <K> the key
 * @param <V> the value
 */
public final class Entry<K, V> {
    private final K key;
    private final Object content;
    private final Source source;
    private final long place; // the offset; its complement, which is negative, where content is not simply the value
    private final long timestampMillis;

    private Entry(K key, Object content, Source source, long place, long timestampMillis) {
        this.key = key;
        this.content = content;
        this.source = source;
        this.place = place;
        this.timestampMillis = timestampMillis;
    }

    /**
     * An entry with a value.
     *
     * @param <K> the key
     * @param <V> the value
     * @param key the key
     * @param value the value
     * @param source the record's partition
     * @param offset the record's offset
     * @param timestampMillis the record's timestamp in epoch milliseconds
     * @return the entry
     */
    public static <K, V> Entry<K, V> of(K key, V value, Source source, long offset, long timestampMillis) {
        return new Entry<>(key, Objects.requireNonNull(value, "value"), source, offset, timestampMillis);
    }

    /**
     * An entry whose newest record was rejected and whose reads fail.
     *
     * @param <K> the key
     * @param <V> the value
     * @param key the key
     * @param rejection what was rejected
     * @param source the record's partition
     * @param offset the record's offset
     * @param timestampMillis the record's timestamp in epoch milliseconds
     * @return the entry
     */
    public static <K, V> Entry<K, V> rejected(
            K key, Rejection rejection, Source source, long offset, long timestampMillis) {
        return new Entry<>(key, rejection, source, ~offset, timestampMillis);
    }

    /**
     * This entry, kept although a newer record of its key was rejected ({@link OnRejected#KEEP_PREVIOUS}).
     *
     * @param rejection the newer record
     * @return an entry with the same value whose {@link #outdatedBy()} is set
     */
    public Entry<K, V> retained(Rejection rejection) {
        Object value = content instanceof Retained r ? r.value : content;
        return new Entry<>(key, new Retained(value, rejection), source, ~offsetInPartition(), timestampMillis);
    }

    /**
     * The key.
     *
     * @return the key
     */
    public K key() {
        return key;
    }

    /**
     * The value.
     *
     * @return the value, never null
     * @throws RejectedRecordException where the key's newest record was rejected and reads of it fail
     */
    @SuppressWarnings("unchecked") // content is a V unless it is one of the two markers
    public V value() {
        if (place >= 0) {
            return (V) content;
        }
        if (content instanceof Rejection r) {
            throw new RejectedRecordException(r);
        }
        return (V) (content instanceof Retained r ? r.value : content);
    }

    /**
     * Why {@link #value()} throws.
     *
     * @return the rejection, or null where there is a value
     */
    public @Nullable Rejection rejection() {
        return place < 0 && content instanceof Rejection r ? r : null;
    }

    /**
     * The newer, rejected record that this entry was kept in spite of.
     *
     * @return its rejection, or null for all ordinary entries
     */
    public @Nullable Rejection outdatedBy() {
        return place < 0 && content instanceof Retained r ? r.by : null;
    }

    /**
     * The partition of the record.
     *
     * @return the source
     */
    public Source source() {
        return source;
    }

    /**
     * The place of the record.
     *
     * @return a new object on each call
     */
    public RecordOffset offset() {
        return new RecordOffset(source.topic(), source.topicId(), source.partition(), offsetInPartition());
    }

    /**
     * The record's offset in its partition, as a bare number for stores.
     *
     * @return the offset
     */
    public long offsetInPartition() {
        return place < 0 ? ~place : place;
    }

    /**
     * The record's timestamp.
     *
     * @return the timestamp as its producer or broker set it
     */
    public Instant timestamp() {
        return Instant.ofEpochMilli(timestampMillis);
    }

    /**
     * The record's timestamp as a bare number for stores.
     *
     * @return epoch milliseconds
     */
    public long timestampMillis() {
        return timestampMillis;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Entry<?, ?> that
                && place == that.place
                && timestampMillis == that.timestampMillis
                && source.equals(that.source)
                && key.equals(that.key)
                && content.equals(that.content);
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, source, offsetInPartition());
    }

    @Override
    public String toString() {
        return "Entry[" + source + "@" + offsetInPartition() + (rejection() != null ? ", rejected]" : "]");
    }

    private record Retained(Object value, Rejection by) {}
}
