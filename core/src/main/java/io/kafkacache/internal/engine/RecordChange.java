package io.kafkacache.internal.engine;

import io.kafkacache.Change;
import io.kafkacache.Entry;
import io.kafkacache.Rejection;
import io.kafkacache.Source;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The one change that carries every record of a reader into its store. Used by the reader's thread. */
final class RecordChange<K, V> implements Change<K, V> {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private @Nullable Source source;
    private long offset;
    private long timestampMillis;
    private @Nullable K key;
    private ByteBuffer keyBytes = EMPTY;
    private ByteBuffer valueBytes = EMPTY;
    private @Nullable Headers headers;
    private Kind kind = Kind.REMOVE;
    private @Nullable Object meaning;
    private boolean wantsPrevious;
    private @Nullable Entry<K, V> previous;
    private @Nullable Entry<K, V> current;
    private boolean elsewhere;

    /** Takes the next record; what it does is said by one of the methods below. */
    void begin(
            Source from, long atOffset, long timestamp, K decodedKey, ByteBuffer encodedKey, boolean previousWanted) {
        source = from;
        offset = atOffset;
        timestampMillis = timestamp;
        key = decodedKey;
        keyBytes = encodedKey;
        valueBytes = EMPTY;
        headers = null;
        meaning = null;
        wantsPrevious = previousWanted;
        previous = null;
        current = null;
        elsewhere = false;
    }

    void remove() {
        kind = Kind.REMOVE;
    }

    void hide() {
        kind = Kind.HIDE;
    }

    void pending(ByteBuffer value, @Nullable Headers recordHeaders) {
        kind = Kind.PENDING;
        valueBytes = value;
        headers = recordHeaders;
    }

    void put(Object value, ByteBuffer encoded) {
        kind = Kind.PUT;
        meaning = value;
        valueBytes = encoded;
    }

    void reject(Rejection rejection) {
        kind = Kind.REJECT;
        meaning = rejection;
    }

    void retain(Rejection rejection) {
        kind = Kind.RETAIN;
        meaning = rejection;
    }

    @Nullable
    Entry<K, V> previous() {
        return previous;
    }

    @Nullable
    Entry<K, V> current() {
        return current;
    }

    /** As {@link #keyBytes()}, but the view itself, which nobody may move. */
    ByteBuffer encodedKey() {
        return keyBytes;
    }

    boolean metElsewhere() {
        return elsewhere;
    }

    @Override
    public Source source() {
        return Objects.requireNonNull(source);
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
    public K key() {
        return Objects.requireNonNull(key);
    }

    @Override
    public ByteBuffer keyBytes() {
        return keyBytes.duplicate();
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    @SuppressWarnings("unchecked") // put() was given a V
    public V value() {
        return (V) Objects.requireNonNull(meaning);
    }

    @Override
    public Rejection rejection() {
        return (Rejection) Objects.requireNonNull(meaning);
    }

    @Override
    public ByteBuffer valueBytes() {
        return valueBytes.duplicate();
    }

    @Override
    public @Nullable Headers headers() {
        return headers;
    }

    @Override
    public void previous(Entry<K, V> entry) {
        previous = entry;
    }

    @Override
    public void current(Entry<K, V> entry) {
        current = entry;
    }

    @Override
    public void otherSource(Source other) {
        elsewhere = true;
    }

    @Override
    public boolean wantsPrevious() {
        return wantsPrevious;
    }
}
