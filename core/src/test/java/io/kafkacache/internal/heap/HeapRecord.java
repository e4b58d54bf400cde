package io.kafkacache.internal.heap;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kafkacache.Change;
import io.kafkacache.Entry;
import io.kafkacache.Interpreter;
import io.kafkacache.RecordOffset;
import io.kafkacache.Rejection;
import io.kafkacache.RejectionReason;
import io.kafkacache.Source;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** A record of a random history. */
final class HeapRecord implements Change<String, String> {
    /** The value of a record that lets its key leave. */
    static final String LEAVE = "leave";

    private final Source source;
    private final long offset;
    private final long timestampMillis;
    private final String key;
    private final Kind kind;
    private final String value;
    private @Nullable Entry<String, String> current;

    HeapRecord(int partition, long offset, long timestampMillis, String key, Kind kind, String value) {
        this.source = new Source("heap", null, partition);
        this.offset = offset;
        this.timestampMillis = timestampMillis;
        this.key = key;
        this.kind = kind;
        this.value = value;
    }

    /** As it comes in live reading, where nothing is pending. */
    HeapRecord live() {
        Kind now = kind != Kind.PENDING ? kind : value.equals(LEAVE) ? Kind.HIDE : Kind.PUT;
        return new HeapRecord(source.partition(), offset, timestampMillis, key, now, value);
    }

    /** As it comes once more. */
    HeapRecord again() {
        return new HeapRecord(source.partition(), offset, timestampMillis, key, kind, value);
    }

    boolean setsAValue() {
        return kind != Kind.REMOVE && kind != Kind.RETAIN && !(kind == Kind.PENDING && value.equals(LEAVE));
    }

    /** The entry this record alone leads to. */
    Entry<String, String> entry() {
        return kind == Kind.REJECT
                ? Entry.rejected(key, rejection(), source, offset, timestampMillis)
                : Entry.of(key, value, source, offset, timestampMillis);
    }

    int partition() {
        return source.partition();
    }

    @Nullable
    Entry<String, String> toldCurrent() {
        return current;
    }

    @Override
    public Source source() {
        return source;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public long timestampMillis() {
        return timestampMillis;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public ByteBuffer keyBytes() {
        return ByteBuffer.wrap(key.getBytes(UTF_8));
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public String value() {
        return value;
    }

    @Override
    public Rejection rejection() {
        RecordOffset place = new RecordOffset("heap", null, source.partition(), offset);
        return new Rejection(
                RejectionReason.UNDECODABLE_VALUE, "a test", place, Instant.ofEpochMilli(timestampMillis), 1, 1);
    }

    @Override
    public ByteBuffer valueBytes() {
        return ByteBuffer.wrap(value.getBytes(UTF_8));
    }

    @Override
    public @Nullable Headers headers() {
        return null;
    }

    @Override
    public void previous(Entry<String, String> entry) {}

    @Override
    public void current(Entry<String, String> entry) {
        current = entry;
    }

    @Override
    public void otherSource(Source other) {}

    @Override
    public boolean wantsPrevious() {
        return true;
    }

    @Override
    public String toString() {
        return kind + " " + key + "=" + value + " at " + source + "@" + offset + " (" + timestampMillis + ")";
    }

    /** Gives these records their meaning. */
    record Meaning(boolean keysAreBytes) implements Interpreter<String, String> {
        @Override
        public byte[] encodeKey(String key) {
            return key.getBytes(UTF_8);
        }

        @Override
        public @Nullable Entry<String, String> interpret(
                String key, Source source, long offset, long millis, ByteBuffer value, @Nullable Headers headers) {
            String text = UTF_8.decode(value).toString();
            return text.equals(LEAVE) ? null : Entry.of(key, text, source, offset, millis);
        }
    }
}
