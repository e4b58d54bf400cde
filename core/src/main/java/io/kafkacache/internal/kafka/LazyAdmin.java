package io.kafkacache.internal.kafka;

import io.kafkacache.internal.log.LogException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.jspecify.annotations.Nullable;

/**
 * The one Admin client of a log, made when it is first asked. Making it looks up addresses and fails where no host has one, so a thread of
 * its own does that, the questions wait behind it, and where it failed the next question tries again. Safe for any thread; never blocks but
 * in {@link #close}.
 */
final class LazyAdmin implements AutoCloseable {
    private final Clients clients;
    private final Failures failures;
    private final ThreadFactory threads;

    private @Nullable CompletableFuture<Admin> opening; // guarded by this
    private volatile boolean closed;

    LazyAdmin(Clients clients, Failures failures, ThreadFactory threads) {
        this.clients = clients;
        this.failures = failures;
        this.threads = threads;
    }

    /** Asks; the future fails with a {@link LogException} and with nothing wrapped around it. */
    <T> CompletableFuture<T> ask(Needs needs, Function<Admin, KafkaFuture<T>> question) {
        return answer(needs, opened().thenCompose(admin -> question.apply(admin).toCompletionStage()));
    }

    /** A future of its own that completes as {@code stage} does, its failure in the log's kinds. */
    <T> CompletableFuture<T> answer(Needs needs, CompletionStage<T> stage) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        stage.whenComplete((value, failure) -> {
            if (failure == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(closed ? failures.closed() : failures.of(failure, needs));
            }
        });
        return answer;
    }

    private CompletableFuture<Admin> opened() {
        CompletableFuture<Admin> made;
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(failures.closed());
            }
            if (opening != null && !opening.isCompletedExceptionally()) {
                return opening;
            }
            made = new CompletableFuture<>();
            opening = made;
        }
        try {
            threads.newThread(() -> open(made)).start();
        } catch (
                Throwable
                        e) { // such as an OutOfMemoryError for a thread: left open, this would be waited for ever after
            made.completeExceptionally(failures.ofOpening(e));
        }
        return made;
    }

    private void open(CompletableFuture<Admin> made) {
        try {
            Admin admin = clients.admin();
            if (!made.complete(admin)) {
                admin.close(Duration.ZERO);
            }
        } catch (LogException e) {
            made.completeExceptionally(e);
        } catch (Throwable e) {
            made.completeExceptionally(failures.ofOpening(e));
        }
    }

    /** Fails what was asked and not answered. Waits for the client's thread to end, which does not wait for the brokers. */
    @Override
    public void close() {
        CompletableFuture<Admin> last;
        synchronized (this) {
            closed = true;
            last = opening;
        }
        if (last != null && !last.completeExceptionally(failures.closed()) && !last.isCompletedExceptionally()) {
            last.join().close(Duration.ZERO);
        }
    }
}
