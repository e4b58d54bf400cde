package io.kafkacache.internal.heap;

import io.kafkacache.Change;
import io.kafkacache.Entry;
import io.kafkacache.Interpreter;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A value as it came, not interpreted yet. The bytes are a copy; the headers are the record's own object, which nobody reuses.
 *
 * @param <K> the key
 */
final class Pending<K> extends Remembered<K> {
    private final byte[] value;
    private final @Nullable Headers headers;

    Pending(K key, Change<K, ?> change) {
        super(key, change.source(), change.offset(), change.timestampMillis());
        ByteBuffer bytes = change.valueBytes();
        value = new byte[bytes.remaining()];
        bytes.get(bytes.position(), value);
        headers = change.headers();
    }

    /** What is remembered instead where the bytes let their key leave. */
    Hidden<K> hidden() {
        return new Hidden<>(key, source, offset, timestampMillis, null);
    }

    /** What the bytes mean, or null where the key is to leave. */
    <V> @Nullable Entry<K, V> interpreted(Interpreter<K, V> interpreter) {
        return interpreter.interpret(key, source, offset, timestampMillis, ByteBuffer.wrap(value), headers);
    }
}
