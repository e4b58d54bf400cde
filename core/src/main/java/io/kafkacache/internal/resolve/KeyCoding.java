package io.kafkacache.internal.resolve;

import io.kafkacache.Entry;
import io.kafkacache.Interpreter;
import io.kafkacache.Source;
import io.kafkacache.codec.Codec;
import io.kafkacache.codec.RecordContext;
import io.kafkacache.codec.RecordContext.Role;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Keys by their codec; nothing beside them is ever bytes. Any thread. */
public final class KeyCoding<K, V> implements Interpreter<K, V> {
    private final String topic;
    private final Codec<K> codec;

    /** Keys as this codec writes them. */
    public KeyCoding(String topic, Codec<K> codec) {
        this.topic = topic;
        this.codec = codec;
    }

    @Override
    public boolean keysAreBytes() {
        return codec.equalsIsByteEquality();
    }

    @Override
    public byte[] encodeKey(K key) {
        // Headers of its own, which a codec may add to and nobody reads.
        return codec.encode(new RecordContext(topic, Role.KEY, new RecordHeaders()), key);
    }

    @Override
    public Entry<K, V> interpret(
            K key, Source source, long offset, long timestampMillis, ByteBuffer value, @Nullable Headers headers) {
        throw new IllegalStateException("values are objects here");
    }
}
