package io.kafkacache.internal.kafka;

import io.kafkacache.internal.log.LogException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;

/**
 * What one log asks of its {@link AdminClient}, which other logs may ask as well. Safe for any thread; never blocks but in {@link #close}.
 */
final class LazyAdmin implements AutoCloseable {
    private final AdminClient client;
    private final Failures failures;
    private final Set<Runnable> unanswered = ConcurrentHashMap.newKeySet(); // each fails one answer
    private final AtomicBoolean closed = new AtomicBoolean();

    LazyAdmin(AdminClient client, Failures failures) {
        this.client = client.join();
        this.failures = failures;
    }

    /** Asks; the future fails with a {@link LogException} and with nothing wrapped around it. */
    <T> CompletableFuture<T> ask(Needs needs, Function<Admin, KafkaFuture<T>> question) {
        if (closed.get()) {
            return CompletableFuture.failedFuture(failures.closed());
        }
        return answer(needs, opened().thenCompose(admin -> question.apply(admin).toCompletionStage()));
    }

    private CompletableFuture<Admin> opened() {
        return client.opened()
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(failures.ofOpening(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure)));
    }

    /** A future of its own that completes as {@code stage} does, its failure in the log's kinds. */
    <T> CompletableFuture<T> answer(Needs needs, CompletionStage<T> stage) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Runnable end = () -> answer.completeExceptionally(failures.closed());
        unanswered.add(end);
        stage.whenComplete((value, failure) -> {
            unanswered.remove(end);
            if (failure == null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(closed.get() ? failures.closed() : failures.of(failure, needs));
            }
        });
        if (closed.get()) { // meanwhile
            end.run();
        }
        return answer;
    }

    /** Fails what was asked and not answered, also where others go on asking the client. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            client.leave();
            unanswered.forEach(Runnable::run);
        }
    }
}
