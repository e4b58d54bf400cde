package io.kafkacache.cli;

import io.kafkacache.CacheState;
import io.kafkacache.CacheStatus;
import io.kafkacache.CatchUp;
import io.kafkacache.ReadableCache;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits until a cache is complete, as long as there is hope. */
final class Readiness {
    private static final long LOOK_MILLIS = 50;
    private static final long LONG_NANOS = 500_000_000;

    private final Console console;
    private final String where;
    private final Duration timeout;

    Readiness(Console console, TopicOptions options) {
        this(console, options.connection().bootstrapServers(console), options.timeout());
    }

    Readiness(Console console, String where, Duration timeout) {
        this.console = console;
        this.where = where;
        this.timeout = timeout;
    }

    /**
     * Waits.
     *
     * @throws CommandException at the deadline, and at once where the topic is missing or a record halts the cache: nobody is about to change that
     */
    void await(ReadableCache<?, ?> cache) {
        StderrLog.hold();
        awaitReady(cache);
        StderrLog.release();
    }

    private void awaitReady(ReadableCache<?, ?> cache) {
        long started = System.nanoTime();
        CompletableFuture<Void> ready = cache.ready();
        try {
            while (!isDone(ready)) {
                CacheStatus status = cache.status();
                long waited = System.nanoTime() - started;
                if (status.state() == CacheState.TOPIC_MISSING) {
                    throw Topics.missing(status.topic(), where);
                }
                if (status.state() == CacheState.HALTED) {
                    throw new CommandException(
                            ExitCode.NOT_READY, "reading " + status.topic() + " was halted: " + status.lastError());
                }
                if (waited > timeout.toNanos()) {
                    throw new CommandException(ExitCode.NOT_READY, notReady(status));
                }
                if (waited > LONG_NANOS) {
                    draw(status);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitCode.FAILED, "interrupted", e);
        } finally {
            console.endDrawing();
        }
    }

    private boolean isDone(CompletableFuture<Void> ready) throws InterruptedException {
        try {
            ready.get(Math.max(1, Math.min(LOOK_MILLIS, timeout.toMillis())), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            Throwable cause = Failures.root(e);
            throw new CommandException(Failures.exitCode(cause), Failures.message(cause), cause);
        }
    }

    private String notReady(CacheStatus status) {
        String reason =
                switch (status.state()) {
                    case WAITING_FOR_TRANSACTION -> "a transaction is open: " + status.openTransaction();
                    case CATCHING_UP ->
                        "still reading, " + Bar.percent(status.catchUp().fraction()) + " done; give it more --timeout";
                    default -> status.lastError() != null ? status.lastError() : "no answer from Kafka at " + where;
                };
        return status.topic() + " was not ready within " + Durations.text(timeout) + ": " + reason;
    }

    private void draw(CacheStatus status) {
        CatchUp catchUp = status.catchUp();
        console.draw(
                status.state() == CacheState.CATCHING_UP
                        ? "reading " + status.topic() + "  " + Bar.of(catchUp.fraction()) + "  "
                                + Bar.count(catchUp.records()) + " records"
                        : "waiting for Kafka at " + where);
    }
}
