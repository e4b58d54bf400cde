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
import io.kafkacache.Source;
import io.kafkacache.Validation;
import io.kafkacache.Validator;
import io.kafkacache.codec.Codec;
import io.kafkacache.codec.Codecs;
import io.kafkacache.codec.RecordContext;
import io.kafkacache.codec.RecordContext.Role;
import io.kafkacache.internal.log.RecordBatch;
import io.kafkacache.internal.resolve.KeyCoding;
import io.kafkacache.internal.resolve.Resolving;
import io.kafkacache.internal.resolve.Unresolvable;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Codec, validator and resolver in one: what the bytes of a record mean to the cache. Safe for any thread. */
final class RecordInterpreter<RK, RV, M> implements Interpreter<RK, M> {
    private final Codec<RK> keyCodec;
    private final KeyCoding<RK, M> keys;
    private final Codec<RV> valueCodec;
    private final Resolving<RK, RV, M, ?, ?> resolving;
    private final boolean identity;
    private final @Nullable Validator<? super RK, ? super RV> validator;
    private final Consequences consequences;
    private final Rejections rejections;
    private final RecordContext keyContext;
    private final RecordContext valueContext;
    private final AtomicReference<@Nullable Rejection> haltedBy = new AtomicReference<>();
    private volatile boolean removed;

    RecordInterpreter(CacheOptions<RK, RV, ?, ?> options, Resolving<RK, RV, M, ?, ?> resolving, Rejections rejections) {
        this.keyCodec = options.keyCodec();
        this.keys = new KeyCoding<>(options.topic(), keyCodec);
        this.valueCodec = options.valueCodec();
        this.resolving = resolving;
        this.identity = options.resolution().isIdentity();
        Validation<Validator<? super RK, ? super RV>> reads = options.validateReads();
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
        return valueCodec == Codecs.bytes() && identity && validator == null;
    }

    @Override
    public boolean keysAreBytes() {
        return keys.keysAreBytes();
    }

    @Override
    public byte[] encodeKey(RK key) {
        return keys.encodeKey(key);
    }

    /** The key of the record at the cursor, or null where it has none that is decodable; counts nothing. */
    @SuppressWarnings("unchecked") // key() gives an RK unless it gives a Rejection
    @Nullable
    RK key(Source source, RecordBatch batch) {
        ByteBuffer bytes = batch.key();
        if (bytes == null) {
            return null;
        }
        Headers headers = needsHeaders() ? batch.headers() : null;
        Object key = key(source, batch.offset(), batch.timestampMillis(), bytes, 0, headers);
        return key instanceof Rejection ? null : (RK) key;
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
            RK key = keyCodec.decode(context, bytes.duplicate());
            if (key == null) {
                return place.rejected(UNDECODABLE_KEY, "a key that its codec decodes to null");
            }
            if (keysAreBytes() || ByteBuffer.wrap(encodeKey(key)).equals(bytes)) {
                return key;
            }
            return place.rejected(UNDECODABLE_KEY, "an undecodable key (the key codec would write it otherwise)");
        } catch (RuntimeException e) {
            return place.rejected(UNDECODABLE_KEY, "an undecodable key", e);
        }
    }

    /** Gives what the value means, null where the key is to leave, or a {@link Rejection}; counts nothing. */
    @Nullable
    Object value(
            RK key, Source source, long offset, long timestampMillis, ByteBuffer bytes, @Nullable Headers headers) {
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
                    .rejected(UNDECODABLE_VALUE, "a value that its codec decodes to null");
        }
        if (validator != null) {
            Findings found = Findings.of(() -> validator.problems(key, decoded));
            if (!found.isEmpty()) {
                return place(key, source, offset, timestampMillis, size)
                        .rejected(INVALID_VALUE, "an invalid value", found);
            }
        }
        try {
            return resolving.meaning(key, decoded, source, offset, timestampMillis);
        } catch (Unresolvable e) {
            return place(key, source, offset, timestampMillis, size).rejected(RESOLVER_FAILED, e.what());
        } catch (RuntimeException e) {
            return place(key, source, offset, timestampMillis, size)
                    .rejected(RESOLVER_FAILED, "a value that the resolver, mapping or filter fails on", e);
        }
    }

    private RecordPlace place(RK key, Source source, long offset, long timestampMillis, int valueBytes) {
        return new RecordPlace(source, offset, timestampMillis, encodeKey(key).length, valueBytes);
    }

    @Override
    @SuppressWarnings("unchecked") // value() gives an M unless it gives a Rejection
    public @Nullable Entry<RK, M> interpret(
            RK key, Source source, long offset, long timestampMillis, ByteBuffer value, @Nullable Headers headers) {
        Object meaning = value(key, source, offset, timestampMillis, value, headers);
        if (meaning == null) {
            removed = true;
            return null;
        }
        if (!(meaning instanceof Rejection rejection)) {
            return Entry.of(key, (M) meaning, source, offset, timestampMillis);
        }
        rejections.add(new RejectedRecord(rejection, ByteBuffer.wrap(encodeKey(key)), value));
        OnRejected consequence = consequences.of(rejection);
        if (consequence == OnRejected.HALT) {
            haltedBy.accumulateAndGet(rejection, (a, b) -> a == null ? b : a);
        }
        if (consequence == OnRejected.REMOVE) {
            removed = true;
            return null;
        }
        return Entry.rejected(key, rejection, source, offset, timestampMillis);
    }

    /** Whether a value was interpreted by which its key is to leave. */
    boolean hasRemoved() {
        return removed;
    }

    /** What a replay under {@link OnRejected#HALT} met among the records that would stand in the cache. */
    @Nullable
    Rejection haltedBy() {
        return haltedBy.get();
    }
}
