package io.kafkacache.internal.resolve;

import io.kafkacache.Change;
import io.kafkacache.Entry;
import io.kafkacache.Interpreter;
import io.kafkacache.Rejection;
import io.kafkacache.Source;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The one change that carries each new owner of a key into the store of owners, as if all were records of one partition. Reader's activity only. */
final class OwnerChange<K, V> implements Change<K, Entry<K, V>> {
    private static final Source SOURCE = new Source("owners", null, 0);
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final Interpreter<K, ?> keys;
    private long number = -1;
    private @Nullable K key;
    private ByteBuffer keyBytes = EMPTY;
    private @Nullable Entry<K, V> owner;

    OwnerChange(Interpreter<K, ?> keys) {
        this.keys = keys;
    }

    /** Takes the next change: this owns the key now, or nobody does. */
    void begin(K of, @Nullable Entry<K, V> now) {
        number++;
        key = of;
        keyBytes = ByteBuffer.wrap(keys.encodeKey(of));
        owner = now;
    }

    @Override
    public Source source() {
        return SOURCE;
    }

    @Override
    public long offset() {
        return number;
    }

    @Override
    public long timestampMillis() {
        return 0;
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
        return owner == null ? Kind.REMOVE : Kind.PUT;
    }

    @Override
    public Entry<K, V> value() {
        return Objects.requireNonNull(owner);
    }

    /** The bytes are counted with the record that they are part of. */
    @Override
    public ByteBuffer valueBytes() {
        return EMPTY;
    }

    @Override
    public Rejection rejection() {
        throw new IllegalStateException("no owner is a rejected record");
    }

    @Override
    public @Nullable Headers headers() {
        return null;
    }

    @Override
    public boolean wantsPrevious() {
        return false;
    }

    @Override
    public void previous(Entry<K, Entry<K, V>> entry) {}

    @Override
    public void current(Entry<K, Entry<K, V>> entry) {}

    @Override
    public void otherSource(Source other) {}
}
