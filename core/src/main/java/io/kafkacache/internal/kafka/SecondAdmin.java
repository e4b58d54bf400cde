package io.kafkacache.internal.kafka;

import io.kafkacache.internal.log.TopicDescription;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Describes the topic while the ends are asked for, as each {@code sync} does. An Admin client has one request at a time under way to a broker, so
 * over one client the description would wait behind the ends wherever a broker is asked for both; over a second one it does not.
 *
 * <p>That one costs a thread and a connection, so it is made for those who ask again within a minute, and nobody depends on it: the first is asked
 * until the second has answered a question of its own, whenever the second fails, and when its last answer is over a minute old: an idle
 * connection may have been cut without a word, and only a timeout would tell. Safe for any thread.
 */
final class SecondAdmin implements AutoCloseable {
    private static final long FRESH_NANOS = Duration.ofMinutes(1).toNanos();

    private final LazyAdmin first;
    private final LazyAdmin second;
    private final Function<LazyAdmin, CompletableFuture<TopicDescription>> question;
    private final LongSupplier nanoTime;
    private final AtomicBoolean trying = new AtomicBoolean();
    private volatile long askedNanos;
    private volatile long answeredNanos; // by the second

    /** Owns the second client only; {@code question} asks the one it is given. */
    SecondAdmin(
            LazyAdmin first,
            LazyAdmin second,
            Function<LazyAdmin, CompletableFuture<TopicDescription>> question,
            LongSupplier nanoTime) {
        this.first = first;
        this.second = second;
        this.question = question;
        this.nanoTime = nanoTime;
        this.askedNanos = longAgo();
        this.answeredNanos = askedNanos;
    }

    CompletableFuture<TopicDescription> describe() {
        boolean often = isFresh(askedNanos);
        askedNanos = nanoTime.getAsLong();
        if (isFresh(answeredNanos)) {
            return askSecond().exceptionallyCompose(failure -> question.apply(first));
        }
        CompletableFuture<TopicDescription> answer = question.apply(first);
        if (often && trying.compareAndSet(false, true)) {
            var unused = askSecond().whenComplete((description, failure) -> trying.set(false));
        }
        return answer;
    }

    private CompletableFuture<TopicDescription> askSecond() {
        return question.apply(second)
                .whenComplete(
                        (description, failure) -> answeredNanos = failure == null ? nanoTime.getAsLong() : longAgo());
    }

    private boolean isFresh(long nanos) {
        return nanoTime.getAsLong() - nanos < FRESH_NANOS;
    }

    private long longAgo() {
        return nanoTime.getAsLong() - FRESH_NANOS;
    }

    @Override
    public void close() {
        second.close();
    }
}
