package io.kafkacache.internal.engine;

import io.kafkacache.TopicCreation;
import io.kafkacache.internal.driver.Driver;
import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogException.Kind;
import io.kafkacache.internal.log.LogPort;
import io.kafkacache.internal.log.TopicDescription;
import io.kafkacache.internal.replay.Backoff;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Describes the topic every {@code metadataAge} and whenever somebody asks, and tells what came of it: the consumer fetches by name and would go on
 * silently in a topic that was recreated. Creates a missing topic where that is wanted. Safe for any thread.
 */
final class TopicWatch {
    /** After this time a question counts as lost and another is put. */
    private static final long LOST_NANOS = 15_000_000_000L;

    private static final long BRIEF_NANOS = 5_000_000_000L;

    private final Driver driver;
    private final LogPort log;
    private final long ageNanos;
    private final @Nullable TopicCreation creation;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Backoff backoff;
    private volatile Consumer<LogException> notCreated = failure -> {};
    private volatile @Nullable Answer last;
    private volatile @Nullable Answer lastGood;
    private final AtomicInteger settled = new AtomicInteger();
    private volatile long askedNanos;
    private volatile boolean asking;
    private volatile boolean ended;

    TopicWatch(Driver driver, LogPort log, long ageNanos, @Nullable TopicCreation creation) {
        this.driver = driver;
        this.log = log;
        this.ageNanos = ageNanos;
        this.creation = creation;
        this.backoff = new Backoff(Math.min(100_000_000, ageNanos), briefNanos(), driver.nanoTime());
    }

    /**
     * As long as pods wait for each other and a question rests that has failed: {@code metadataAge}, but a few seconds at most. How seldom the topic is
     * described while all is well says nothing of how long it may be stale when something is not.
     */
    long briefNanos() {
        return Math.min(ageNanos, BRIEF_NANOS);
    }

    void listen(Listener listener) {
        listeners.add(listener);
    }

    /** Has {@code told} told each failure to create a missing topic, on a thread of the log: must be short. */
    void whenNotCreated(Consumer<LogException> told) {
        notCreated = told;
    }

    void start() {
        tick();
    }

    void end() {
        ended = true;
    }

    /** Describes the topic now. */
    CompletableFuture<TopicDescription> ask() {
        return told(log::describe);
    }

    /** Describes the topic now, for who asks for ends as well: neither question waits behind the other, where the log can do so. */
    CompletableFuture<TopicDescription> askMeanwhile() {
        return told(log::describeMeanwhile);
    }

    private CompletableFuture<TopicDescription> told(Supplier<CompletableFuture<TopicDescription>> question) {
        long asked = driver.nanoTime();
        return question.get().whenComplete((description, failure) -> {
            Answer answer =
                    new Answer(description, failure == null ? null : Problem.of(failure), asked, driver.nanoTime());
            if (isNews(answer)) {
                listeners.forEach(listener -> listener.answered(answer));
            }
        });
    }

    /** Not where a later question was answered first, over the other connection or behind an outage: what it says may be over. */
    private synchronized boolean isNews(Answer answer) {
        Answer known = last;
        if (known != null && answer.askedNanos() - known.askedNanos() < 0) {
            return false;
        }
        last = answer;
        if (answer.failure() == null) {
            lastGood = answer;
        }
        return true;
    }

    /** What was said last, or null before the first answer. */
    @Nullable
    Answer last() {
        return last;
    }

    /** The last description, or null before the first. */
    @Nullable
    Answer lastGood() {
        return lastGood;
    }

    /** How long the periodic question has been waiting for its answer; 0 where none is. */
    long waitingNanos() {
        return asking ? driver.nanoTime() - askedNanos : 0;
    }

    private void tick() {
        if (ended) {
            return;
        }
        int question = settled.get();
        asking = true;
        askedNanos = driver.nanoTime();
        Driver.Timer lost = driver.schedule(LOST_NANOS, () -> {
            if (settles(question)) {
                tick();
            }
        });
        Answers.take(ask(), (description, failure) -> {
            if (settles(question)) {
                lost.cancel();
                asking = false;
                driver.schedule(delayAfter(failure), this::tick);
            }
        });
    }

    /** True for the one that goes on behind a question: its answer and its loss may come at the same moment. */
    private boolean settles(int question) {
        return settled.compareAndSet(question, question + 1);
    }

    private synchronized long delayAfter(@Nullable Throwable failure) {
        if (failure == null) {
            backoff.succeeded();
            return ageNanos;
        }
        if (creation != null && Problem.of(failure).kind() == Kind.TOPIC_MISSING) {
            create(creation);
        }
        return backoff.nextNanos();
    }

    private void create(TopicCreation wanted) {
        Answers.take(log.createTopic(wanted.partitions(), wanted.replication(), wanted.configs()), (done, failure) -> {
            if (failure != null) {
                // No answer about the topic: it still is as missing as it was last described.
                notCreated.accept(Problem.of(failure));
            }
        });
    }

    /** What a description came to, when it was asked for and when it came: one of the first two is not null. */
    record Answer(
            @Nullable TopicDescription description,
            @Nullable LogException failure,
            long askedNanos,
            long nanos) {}

    /** Is told every answer that none overtook, on a thread of the log: must be short. */
    @FunctionalInterface
    interface Listener {
        void answered(Answer answer);
    }
}
