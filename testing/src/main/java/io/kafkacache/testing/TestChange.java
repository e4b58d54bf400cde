package io.kafkacache.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kafkacache.Applied;
import io.kafkacache.Change;
import io.kafkacache.Entry;
import io.kafkacache.RecordOffset;
import io.kafkacache.Rejection;
import io.kafkacache.RejectionReason;
import io.kafkacache.Source;
import io.kafkacache.Store;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record for tests of stores, text to text in UTF-8. Applied by {@link #applyTo}, it wipes its bytes afterwards, so a store that kept a
 * view of them is found out; its buffers are arrays with an offset, read-only or direct ones, by turns. For one thread.
 */
public final class TestChange implements Change<String, String> {
    /** The topic of these records. */
    public static final String TOPIC = "contract";

    private static final byte[] NO_BYTES = new byte[0];
    private static final int MARGIN = 3;

    private final Place place;
    private final Kind kind;
    private final String key;
    private final @Nullable String value;
    private final ByteBuffer keyBuffer;
    private final ByteBuffer valueBuffer;
    private @Nullable Headers headers;
    private boolean wantsPrevious;
    private @Nullable Entry<String, String> previous;
    private @Nullable Entry<String, String> current;
    private @Nullable Source otherSource;

    private TestChange(Place place, Kind kind, String key, @Nullable String value) {
        this.place = place;
        this.kind = kind;
        this.key = key;
        this.value = value;
        keyBuffer = buffer(key.getBytes(UTF_8));
        valueBuffer = buffer(value == null ? NO_BYTES : value.getBytes(UTF_8));
    }

    private ByteBuffer buffer(byte[] bytes) {
        int size = bytes.length + 2 * MARGIN;
        ByteBuffer buffer = place.offset % 31 == 2 ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
        return buffer.put(MARGIN, bytes).position(MARGIN).limit(size - MARGIN);
    }

    /**
     * The place and time of a record.
     *
     * @param partition the partition
     * @param offset the offset
     * @param timestampMillis the timestamp
     * @return the place, from which changes are made
     */
    public static Place at(int partition, long offset, long timestampMillis) {
        return new Place(new Source(TOPIC, null, partition), offset, timestampMillis);
    }

    /**
     * Has the store tell the entries before and after.
     *
     * @return this change
     */
    public TestChange wantingPrevious() {
        wantsPrevious = true;
        return this;
    }

    /**
     * Adds headers.
     *
     * @param headers the record's headers
     * @return this change
     */
    public TestChange with(Headers headers) {
        this.headers = headers;
        return this;
    }

    /**
     * Applies this change, then wipes its bytes; to be called once.
     *
     * @param store the store
     * @return what the store answered
     */
    public Applied applyTo(Store<String, String> store) {
        Applied applied = store.apply(this);
        wipe(keyBuffer);
        wipe(valueBuffer);
        return applied;
    }

    private static void wipe(ByteBuffer buffer) {
        for (int i = 0; i < buffer.limit(); i++) {
            buffer.put(i, (byte) '?');
        }
    }

    /** The same record read once more. */
    TestChange again() {
        return new TestChange(place, kind, key, value);
    }

    /** The value as it was given, empty where there is none. */
    String text() {
        return value == null ? "" : value;
    }

    /**
     * What the store told as the entry before.
     *
     * @return the entry, or null where it told nothing
     */
    public @Nullable Entry<String, String> toldPrevious() {
        return previous;
    }

    /**
     * What the store told as the entry now.
     *
     * @return the entry, or null where it told nothing
     */
    public @Nullable Entry<String, String> toldCurrent() {
        return current;
    }

    /**
     * What the store told as the other partition.
     *
     * @return the other partition, or null where it told nothing
     */
    public @Nullable Source toldOtherSource() {
        return otherSource;
    }

    @Override
    public Source source() {
        return place.source;
    }

    @Override
    public long offset() {
        return place.offset;
    }

    @Override
    public long timestampMillis() {
        return place.timestampMillis;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public ByteBuffer keyBytes() {
        return view(keyBuffer);
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public String value() {
        if (kind != Kind.PUT || value == null) {
            throw new IllegalStateException("a change of kind " + kind + " was asked for its value");
        }
        return value;
    }

    @Override
    public Rejection rejection() {
        if (kind != Kind.REJECT && kind != Kind.RETAIN) {
            throw new IllegalStateException("a change of kind " + kind + " was asked for its rejection");
        }
        return place.rejection();
    }

    @Override
    public ByteBuffer valueBytes() {
        if (kind != Kind.PUT && kind != Kind.PENDING) {
            throw new IllegalStateException("a change of kind " + kind + " was asked for its value's bytes");
        }
        return view(valueBuffer);
    }

    private ByteBuffer view(ByteBuffer buffer) {
        return place.offset % 3 == 1 ? buffer.asReadOnlyBuffer() : buffer.duplicate();
    }

    @Override
    public @Nullable Headers headers() {
        return headers;
    }

    @Override
    public void previous(Entry<String, String> entry) {
        previous = entry;
    }

    @Override
    public void current(Entry<String, String> entry) {
        current = entry;
    }

    @Override
    public void otherSource(Source other) {
        otherSource = other;
    }

    @Override
    public boolean wantsPrevious() {
        return wantsPrevious;
    }

    @Override
    public String toString() {
        return kind + " " + key + "=" + value + " at " + place.source + "@" + place.offset + " ("
                + place.timestampMillis + ")";
    }

    /** The place and time of a record. Immutable. */
    public static final class Place {
        private final Source source;
        private final long offset;
        private final long timestampMillis;

        private Place(Source source, long offset, long timestampMillis) {
            this.source = source;
            this.offset = offset;
            this.timestampMillis = timestampMillis;
        }

        /**
         * Sets a value.
         *
         * @param key the key
         * @param value the value
         * @return a change
         */
        public TestChange put(String key, String value) {
            return new TestChange(this, Kind.PUT, key, value);
        }

        /**
         * Sets a value that is interpreted when the replay ends.
         *
         * @param key the key
         * @param value the value
         * @return a change
         */
        public TestChange pending(String key, String value) {
            return new TestChange(this, Kind.PENDING, key, value);
        }

        /**
         * Removes a key.
         *
         * @param key the key
         * @return a change
         */
        public TestChange remove(String key) {
            return new TestChange(this, Kind.REMOVE, key, null);
        }

        /**
         * Removes a key by a record that stays in the topic.
         *
         * @param key the key
         * @return a change
         */
        public TestChange hide(String key) {
            return new TestChange(this, Kind.HIDE, key, null);
        }

        /**
         * Has reads of a key fail.
         *
         * @param key the key
         * @return a change
         */
        public TestChange reject(String key) {
            return new TestChange(this, Kind.REJECT, key, null);
        }

        /**
         * Marks what stands for a key as retained.
         *
         * @param key the key
         * @return a change
         */
        public TestChange retain(String key) {
            return new TestChange(this, Kind.RETAIN, key, null);
        }

        /**
         * The rejection of a record at this place.
         *
         * @return a rejection, equal on each call
         */
        public Rejection rejection() {
            RecordOffset at = new RecordOffset(source.topic(), source.topicId(), source.partition(), offset);
            String message = at + " has an undecodable value; this is a test";
            Instant time = Instant.ofEpochMilli(timestampMillis);
            return new Rejection(RejectionReason.UNDECODABLE_VALUE, message, at, time, 1, 1);
        }
    }
}
