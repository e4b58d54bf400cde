package io.kafkacache.internal.engine;

import io.kafkacache.CacheTimeoutException;
import io.kafkacache.KafkaCacheException;
import io.kafkacache.OutcomeUnknownException;
import io.kafkacache.RecordOffset;
import io.kafkacache.internal.driver.Driver;
import io.kafkacache.internal.log.LogException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Tells how writes went, the monitor first, and never on Kafka's thread nor on the writer's; of what is not even tried, on the caller's. Any thread. */
final class WriteOutcomes {
    private final String name;
    private final Driver driver;
    private final Guard guard;

    WriteOutcomes(String name, Driver driver, Guard guard) {
        this.name = name;
        this.driver = driver;
        this.guard = guard;
    }

    void acknowledged(Outgoing record, RecordOffset place) {
        if (guard.isSilent()) { // so nobody is to be told first
            driver.complete(record.future(), place);
        } else {
            done(record, null, () -> record.future().complete(place));
        }
    }

    void fail(Outgoing record, KafkaCacheException reason) {
        done(record, reason, () -> record.future().completeExceptionally(reason));
    }

    /** Nothing was sent, and who writes learns it at once: a write like any other to whoever counts those that fail. */
    CompletableFuture<RecordOffset> refuse(
            CompletableFuture<RecordOffset> future, long askedNanos, KafkaCacheException reason) {
        guard.tell(m -> m.written(Duration.ofNanos(driver.nanoTime() - askedNanos), reason));
        future.completeExceptionally(reason);
        return future;
    }

    /** It was given to Kafka, which failed. */
    void fail(Outgoing record, LogException failure) {
        fail(record, translated(failure));
    }

    private void done(Outgoing record, @Nullable KafkaCacheException failure, Runnable complete) {
        Duration latency = Duration.ofNanos(driver.nanoTime() - record.nanos());
        driver.callback(() -> {
            guard.tell(m -> m.written(latency, failure));
            complete.run();
        });
    }

    private KafkaCacheException translated(LogException failure) {
        String message = name + ": " + failure.getMessage();
        return switch (failure.kind()) {
            case OUTCOME_UNKNOWN -> new OutcomeUnknownException(message, failure);
            case NOT_SENT -> new CacheTimeoutException(message, failure);
            case TOO_LARGE, DENIED, UNAUTHENTICATED -> new KafkaCacheException(message, failure, false);
            default -> new KafkaCacheException(message, failure, true);
        };
    }
}
