package io.kafkacache.internal.engine;

import io.kafkacache.ClosedException;
import io.kafkacache.RecordOffset;
import io.kafkacache.internal.driver.Driver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The writing half alone. */
final class OpenWriter<K, V> implements WritingHalf<K, V> {
    private static final long FLUSH_NANOS = Duration.ofSeconds(6).toNanos();

    private final CacheContext cache;
    private final CacheNames.Name name;
    private final WriteRules<K, V> rules;
    private final Outbox<K, V> outbox;
    private final AtomicBoolean closing = new AtomicBoolean();

    OpenWriter(CacheContext cache, CacheNames.Name name, WriteRules<K, V> rules, Outbox<K, V> outbox) {
        this.cache = cache;
        this.name = name;
        this.rules = rules;
        this.outbox = outbox;
        try {
            outbox.start();
            cache.watch().start();
        } catch (RuntimeException | Error e) { // a thread could not be made; the others are not to stay
            outbox.close();
            throw e;
        }
    }

    @Override
    public String topic() {
        return cache.topic();
    }

    @Override
    public Driver driver() {
        return cache.driver();
    }

    @Override
    public CompletableFuture<RecordOffset> write(K key, @Nullable V value, @Nullable Headers headers) {
        if (closing.get()) {
            throw new ClosedException(cache.name() + ": the writer is closed");
        }
        CompletableFuture<RecordOffset> refused = rules.refused(key, value);
        return refused != null ? refused : outbox.send(key, value, headers);
    }

    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            Uninterrupted.run(this::closeAll);
        }
    }

    private void closeAll() {
        outbox.close();
        if (!outbox.isCurrent()) {
            cache.driver().await(outbox.ended(), FLUSH_NANOS);
        }
        cache.watch().end();
        cache.log().close();
        cache.driver().close();
        name.release();
    }
}
