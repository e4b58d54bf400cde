package io.kafkacache.internal.engine;

import static io.kafkacache.RejectionReason.INVALID_VALUE;
import static io.kafkacache.RejectionReason.RESOLVER_FAILED;
import static io.kafkacache.RejectionReason.UNDECODABLE_KEY;
import static io.kafkacache.RejectionReason.UNDECODABLE_VALUE;

import io.kafkacache.CacheOptions;
import io.kafkacache.Entry;
import io.kafkacache.Interpreter;
import io.kafkacache.OnRejected;
import io.kafkacache.Rejection;
import io.kafkacache.Resolution;
import io.kafkacache.Source;
import io.kafkacache.Validation;
import io.kafkacache.Validator;
import io.kafkacache.codec.Codec;
import io.kafkacache.codec.Codecs;
import io.kafkacache.codec.RecordContext;
import io.kafkacache.codec.RecordContext.Role;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Codec, mapping and filter in one: what the bytes of a record mean to the cache. Safe for any thread. */
final class RecordInterpreter<RV, K, V> implements Interpreter<K, V> {
    private final Codec<K> keyCodec;
    private final Codec<RV> valueCodec;
    private final Resolution<RV, K, V> resolution;
    private final @Nullable Validator<? super K, ? super RV> validator;
    private final Consequences consequences;
    private final Rejections rejections;
    private final RecordContext keyContext;
    private final RecordContext valueContext;
    private final AtomicReference<@Nullable Rejection> haltedBy = new AtomicReference<>();

    /** Records and entries have the same key. */
    RecordInterpreter(CacheOptions<K, RV, K, V> options, Rejections rejections) {
        this.keyCodec = options.keyCodec();
        this.valueCodec = options.valueCodec();
        this.resolution = options.resolution();
        Validation<Validator<? super K, ? super RV>> reads = options.validateReads();
        this.validator = reads == null ? null : reads.validator();
        this.consequences = Consequences.of(options);
        this.rejections = rejections;
        String topic = options.topic();
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
        return valueCodec == Codecs.bytes() && resolution.isIdentity() && validator == null;
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
        RecordPlace place = new RecordPlace(source, offset, timestampMillis, bytes.remaining(), valueBytes);
        try {
            RecordContext context = headers == null ? keyContext : new RecordContext(source.topic(), Role.KEY, headers);
            K key = keyCodec.decode(context, bytes.duplicate());
            if (key == null) {
                return place.rejected(UNDECODABLE_KEY, "a key that its codec decodes to null", null);
            }
            if (keysAreBytes() || ByteBuffer.wrap(encodeKey(key)).equals(bytes)) {
                return key;
            }
            return place.rejected(UNDECODABLE_KEY, "an undecodable key (the key codec would write it otherwise)", null);
        } catch (RuntimeException e) {
            return place.rejected(UNDECODABLE_KEY, "an undecodable key", e);
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
            return place(key, source, offset, timestampMillis, size)
                    .rejected(UNDECODABLE_VALUE, "an undecodable value", e);
        }
        if (decoded == null) {
            return place(key, source, offset, timestampMillis, size)
                    .rejected(UNDECODABLE_VALUE, "a value that its codec decodes to null", null);
        }
        if (validator != null) {
            Findings found = Findings.of(() -> validator.problems(key, decoded));
            if (!found.isEmpty()) {
                return place(key, source, offset, timestampMillis, size)
                        .rejected(INVALID_VALUE, "an invalid value", "validateReads", found);
            }
        }
        try {
            return resolution.function().apply(key, decoded);
        } catch (RuntimeException e) {
            return place(key, source, offset, timestampMillis, size)
                    .rejected(RESOLVER_FAILED, "a value that the mapping or filter fails on", e);
        }
    }

    private RecordPlace place(K key, Source source, long offset, long timestampMillis, int valueBytes) {
        return new RecordPlace(source, offset, timestampMillis, encodeKey(key).length, valueBytes);
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
        rejections.add(new RejectedRecord(rejection, ByteBuffer.wrap(encodeKey(key)), value));
        OnRejected consequence = consequences.of(rejection);
        if (consequence == OnRejected.HALT) {
            haltedBy.accumulateAndGet(rejection, (a, b) -> a == null ? b : a);
        }
        return consequence == OnRejected.REMOVE
                ? null
                : Entry.rejected(key, rejection, source, offset, timestampMillis);
    }

    /** What a replay under {@link OnRejected#HALT} met among the records that would stand in the cache. */
    @Nullable
    Rejection haltedBy() {
        return haltedBy.get();
    }
}
