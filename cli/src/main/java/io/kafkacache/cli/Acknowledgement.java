package io.kafkacache.cli;

import io.kafkacache.RecordOffset;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what became of a single write. */
final class Acknowledgement {
    private final Console console;
    private final Duration timeout;

    Acknowledgement(Console console, Duration timeout) {
        this.console = console;
        this.timeout = timeout;
    }

    /** Waits, and writes the record's place as data. */
    void await(CompletableFuture<RecordOffset> write) {
        RecordOffset place = place(write, timeout);
        console.out()
                .line(new JsonLine()
                        .member("topic", place.topic())
                        .member("partition", place.partition())
                        .member("offset", place.offset())
                        .end()
                        .bytes());
        console.out().flush();
    }

    /**
     * Waits.
     *
     * @throws CommandException where the write failed, or nothing is known of it in time
     */
    static RecordOffset place(CompletableFuture<RecordOffset> write, Duration timeout) {
        try {
            return write.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new CommandException(
                    ExitCode.NOT_READY,
                    "not acknowledged within " + Durations.text(timeout) + "; the record may still appear",
                    e);
        } catch (ExecutionException e) {
            Throwable cause = Failures.root(e);
            throw new CommandException(Failures.writeExitCode(cause), Failures.message(cause), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(ExitCode.FAILED, "interrupted", e);
        }
    }
}
