package io.kafkacache.internal.engine;

import io.kafkacache.Entry;
import io.kafkacache.Interpreter;
import io.kafkacache.OnRejected;
import io.kafkacache.RecordOffset;
import io.kafkacache.Rejection;
import io.kafkacache.RejectionReason;
import io.kafkacache.Resolution;
import io.kafkacache.Source;
import io.kafkacache.codec.Codec;
import io.kafkacache.codec.Codecs;
import io.kafkacache.codec.RecordContext;
import io.kafkacache.codec.RecordContext.Role;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Codec, mapping and filter in one: what the bytes of a record mean to the cache. Safe for any thread. */
final class RecordInterpreter<RV, K, V> implements Interpreter<K, V> {
    private final Codec<K> keyCodec;
    private final Codec<RV> valueCodec;
    private final Resolution<RV, K, V> resolution;
    private final OnRejected policy;
    private final Rejections rejections;
    private final RecordContext keyContext;
    private final RecordContext valueContext;
    private final AtomicReference<@Nullable Rejection> haltedBy = new AtomicReference<>();

    RecordInterpreter(
            String topic,
            Codec<K> keyCodec,
            Codec<RV> valueCodec,
            Resolution<RV, K, V> resolution,
            OnRejected policy,
            Rejections rejections) {
        this.keyCodec = keyCodec;
        this.valueCodec = valueCodec;
        this.resolution = resolution;
        this.policy = policy;
        this.rejections = rejections;
        RecordHeaders none = new RecordHeaders();
        none.setReadOnly();
        keyContext = new RecordContext(topic, Role.KEY, none);
        valueContext = new RecordContext(topic, Role.VALUE, none);
    }

    boolean needsHeaders() {
        return keyCodec.needsHeaders() || valueCodec.needsHeaders();
    }

    /**
     * Whether entries hold the bytes themselves. Then interpreting a record is the copy that any store makes of it anyway, and calls nothing
     * of the user's; so doing it as records come saves the second copy, and the object that waits for it.
     */
    boolean valuesAreBytes() {
        return valueCodec == Codecs.bytes() && resolution.isIdentity();
    }

    @Override
    public boolean keysAreBytes() {
        return keyCodec.equalsIsByteEquality();
    }

    @Override
    public byte[] encodeKey(K key) {
        // Headers of its own, which a codec may add to and nobody reads.
        return keyCodec.encode(new RecordContext(keyContext.topic(), Role.KEY, new RecordHeaders()), key);
    }

    /** Gives the decoded key, or the {@link Rejection} of a key that its codec would write otherwise. */
    Object key(
            Source source,
            long offset,
            long timestampMillis,
            ByteBuffer bytes,
            int valueBytes,
            @Nullable Headers headers) {
        int size = bytes.remaining();
        try {
            RecordContext context = headers == null ? keyContext : new RecordContext(source.topic(), Role.KEY, headers);
            K key = keyCodec.decode(context, bytes.duplicate());
            if (key != null
                    && (keysAreBytes() || ByteBuffer.wrap(encodeKey(key)).equals(bytes))) {
                return key;
            }
            return reject(
                    RejectionReason.UNDECODABLE_KEY,
                    source,
                    offset,
                    timestampMillis,
                    size,
                    valueBytes,
                    key == null
                            ? "a key that its codec decodes to null"
                            : "an undecodable key (the key codec would write it otherwise)",
                    null);
        } catch (RuntimeException e) {
            return reject(
                    RejectionReason.UNDECODABLE_KEY,
                    source,
                    offset,
                    timestampMillis,
                    size,
                    valueBytes,
                    "an undecodable key",
                    e);
        }
    }

    /** Gives the value, null where the key is to leave, or a {@link Rejection}; counts nothing. */
    @Nullable
    Object value(K key, Source source, long offset, long timestampMillis, ByteBuffer bytes, @Nullable Headers headers) {
        int size = bytes.remaining();
        RV decoded;
        try {
            RecordContext context =
                    headers == null ? valueContext : new RecordContext(source.topic(), Role.VALUE, headers);
            decoded = valueCodec.decode(context, bytes.duplicate());
        } catch (RuntimeException e) {
            return reject(
                    RejectionReason.UNDECODABLE_VALUE,
                    source,
                    offset,
                    timestampMillis,
                    -1,
                    size,
                    "an undecodable value",
                    e);
        }
        if (decoded == null) {
            return reject(
                    RejectionReason.UNDECODABLE_VALUE,
                    source,
                    offset,
                    timestampMillis,
                    -1,
                    size,
                    "a value that its codec decodes to null",
                    null);
        }
        try {
            return resolution.function().apply(key, decoded);
        } catch (RuntimeException e) {
            return reject(
                    RejectionReason.RESOLVER_FAILED,
                    source,
                    offset,
                    timestampMillis,
                    -1,
                    size,
                    "a value that the mapping or filter fails on",
                    e);
        }
    }

    @Override
    @SuppressWarnings("unchecked") // value() gives a V unless it gives a Rejection
    public @Nullable Entry<K, V> interpret(
            K key, Source source, long offset, long timestampMillis, ByteBuffer value, @Nullable Headers headers) {
        Object meaning = value(key, source, offset, timestampMillis, value, headers);
        if (meaning == null) {
            return null;
        }
        if (!(meaning instanceof Rejection rejection)) {
            return Entry.of(key, (V) meaning, source, offset, timestampMillis);
        }
        rejections.add(rejection);
        if (policy == OnRejected.HALT) {
            haltedBy.accumulateAndGet(rejection, (a, b) -> a == null ? b : a);
        }
        return policy == OnRejected.REMOVE ? null : Entry.rejected(key, rejection, source, offset, timestampMillis);
    }

    /** What a replay under {@link OnRejected#HALT} met among the records that would stand in the cache. */
    @Nullable
    Rejection haltedBy() {
        return haltedBy.get();
    }

    private static Rejection reject(
            RejectionReason reason,
            Source source,
            long offset,
            long timestampMillis,
            int keyBytes,
            int valueBytes,
            String what,
            @Nullable Throwable cause) {
        String message = source + ": record at offset " + offset + " has " + what + " ("
                + (reason == RejectionReason.UNDECODABLE_KEY ? keyBytes : valueBytes)
                + " bytes)" + (cause == null ? "" : ": " + cause.getClass().getSimpleName())
                + "; choose onRejected(...) to decide what follows";
        RecordOffset place = new RecordOffset(source.topic(), source.topicId(), source.partition(), offset);
        return new Rejection(
                reason,
                message,
                place,
                Instant.ofEpochMilli(timestampMillis),
                Math.max(0, keyBytes),
                Math.max(0, valueBytes));
    }
}
