package io.kafkacache.internal.engine;

import io.kafkacache.Rejection;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A rejected record with its bytes, which live as long as those of the batch or store they come from.
 *
 * @param rejection what may be told of it
 * @param key its key
 * @param value its value, or null for a tombstone
 */
record RejectedRecord(
        Rejection rejection, ByteBuffer key, @Nullable ByteBuffer value) {
    static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Bytes that stay. */
    static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    }
}
