package io.kafkacache.internal.engine;

import io.kafkacache.RecordOffset;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** One record on its way into the topic, and whom to tell. Immutable; the arrays are shared, not copied. */
final class Outgoing {
    private static final long OVERHEAD_BYTES = 64;

    private final byte[] key;
    private final byte @Nullable [] value;
    private final Headers headers;
    private final CompletableFuture<RecordOffset> future;
    private final long nanos;

    Outgoing(byte[] key, byte @Nullable [] value, Headers headers, CompletableFuture<RecordOffset> future, long nanos) {
        this.key = key;
        this.value = value;
        this.headers = headers;
        this.future = future;
        this.nanos = nanos;
    }

    byte[] key() {
        return key;
    }

    byte @Nullable [] value() {
        return value;
    }

    Headers headers() {
        return headers;
    }

    CompletableFuture<RecordOffset> future() {
        return future;
    }

    /** When it was put. */
    long nanos() {
        return nanos;
    }

    /** What it counts for in the queue's bound. */
    long bytes() {
        return key.length + (value == null ? 0 : value.length) + OVERHEAD_BYTES;
    }
}
