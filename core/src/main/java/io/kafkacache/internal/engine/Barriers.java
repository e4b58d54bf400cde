package io.kafkacache.internal.engine;

import io.kafkacache.CacheState;
import io.kafkacache.CacheTimeoutException;
import io.kafkacache.KafkaCacheException;
import io.kafkacache.Position;
import io.kafkacache.RecordOffset;
import io.kafkacache.TopicRecreatedException;
import io.kafkacache.internal.driver.Driver;
import io.kafkacache.internal.engine.Barrier.Goal;
import io.kafkacache.internal.log.EndKind;
import io.kafkacache.internal.log.LogPort;
import io.kafkacache.internal.log.TopicDescription;
import io.kafkacache.internal.replay.Lap;
import io.kafkacache.internal.replay.Lap.Stretch;
import io.kafkacache.internal.replay.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * All waits of a cache: {@code await} and {@code sync}. Answers of the brokers and the reader's progress meet here; whichever comes last completes
 * the wait, on the callbacks' threads. Safe for any thread.
 *
 * <p>No wait is lost between the two: a barrier is put into the set before the progress is looked at, and the reader publishes its progress before
 * it looks into the set. A question that fails is put again until the deadline, which says why.
 */
final class Barriers {
    private static final long ASK_AGAIN_NANOS = 50_000_000;
    private static final String BEING_READ = "the topic is being read again, and what is read is not shown yet";

    private final String cache;
    private final String topic;
    private final Driver driver;
    private final LogPort log;
    private final TopicWatch watch;
    private final Function<Integer, CompletableFuture<Map<Integer, Position>>> targets;
    private final TopicIds ids;
    private final Health health;
    private final Dependencies dependencies;
    private final long metadataAgeNanos;
    private final Supplier<Progress> progress;
    private final boolean committedOnly;
    private final Rounds<Round> rounds;
    private final Set<Barrier> open = ConcurrentHashMap.newKeySet();
    private volatile @Nullable KafkaCacheException ended;

    Barriers(CacheContext cache, Supplier<Progress> progress, boolean committedOnly) {
        this.cache = cache.name();
        this.topic = cache.topic();
        this.driver = cache.driver();
        this.log = cache.log();
        this.watch = cache.watch();
        this.ids = cache.ids();
        this.health = cache.health();
        this.dependencies = cache.dependencies();
        this.metadataAgeNanos = cache.options().metadataAge().toNanos();
        this.progress = progress;
        this.committedOnly = committedOnly;
        this.targets = partitions ->
                log.ends(IntStream.range(0, partitions).boxed().collect(Collectors.toSet()), EndKind.TARGET);
        this.rounds = new Rounds<>(driver, () -> askRound());
    }

    CompletableFuture<Void> sync(Duration timeout) {
        return start("sync", timeout, this::askSync);
    }

    CompletableFuture<Void> await(RecordOffset offset, Duration timeout) {
        if (!offset.topic().equals(topic)) {
            throw new IllegalArgumentException(cache + ": " + offset + " belongs to another topic than " + topic);
        }
        return start("await(" + offset + ")", timeout, barrier -> askAwait(barrier, offset));
    }

    /** The reader has published new progress. */
    void advance() {
        if (!open.isEmpty()) {
            open.forEach(this::look);
        }
    }

    /** Another generation is read or shown: what a barrier waited for may stand in another log. Reader's thread only. */
    void askAgain() {
        for (Barrier barrier : open) {
            barrier.restart();
            barrier.asking().ask(barrier);
        }
    }

    /** Fails every wait, now and later. */
    void end(KafkaCacheException reason) {
        ended = reason;
        open.forEach(barrier -> fail(barrier, reason));
    }

    /** One stretch that is being waited for and is not reached, or null where there is none. */
    @Nullable
    Stretch missing(Progress now) {
        for (Barrier barrier : open) {
            Stretch missing = missing(barrier, now);
            if (missing != null) {
                return missing;
            }
        }
        return null;
    }

    private static @Nullable Stretch missing(Barrier barrier, Progress now) {
        Goal goal = barrier.goal();
        return goal == null || goal.generation() != now.generation()
                ? null
                : goal.lap().missing(now);
    }

    private CompletableFuture<Void> start(String what, Duration timeout, Barrier.Asking asking) {
        long timeoutNanos = Barrier.nanos(timeout);
        Barrier barrier = new Barrier(what, driver.newFuture(), driver.nanoTime(), asking);
        open.add(barrier);
        KafkaCacheException reason = ended;
        if (reason != null) {
            open.remove(barrier);
            barrier.future().completeExceptionally(reason);
            return barrier.future();
        }
        asking.ask(barrier);
        if (open.contains(barrier)) {
            barrier.deadline(driver.schedule(timeoutNanos, () -> timedOut(barrier, timeout)));
            if (!open.contains(barrier)) { // done meanwhile
                barrier.cancelDeadline();
            }
        }
        barrier.handOut();
        return barrier.future();
    }

    private void askSync(Barrier barrier) {
        Progress before = progress.get();
        int attempt = barrier.attempt();
        Answers.take(rounds.ask(), (round, failure) -> {
            if (attempt != barrier.attempt()) {
                return;
            }
            Progress now = progress.get();
            boolean sameGeneration = before.generation() == 0 || before.generation() == now.generation();
            if (failure != null) {
                askLater(barrier, attempt, Problem.told(failure));
            } else if (isBeingRead(round.topic.topicId(), now)) {
                barrier.trouble(BEING_READ);
            } else if (!round.topic.topicId().equals(now.topicId()) || !sameGeneration || isStale(round.targets, now)) {
                askLater(barrier, attempt, "the answer came from another topic id or a leader that was replaced");
            } else if (round.targets.size() < round.topic.partitions() || now.partitions() < round.topic.partitions()) {
                askLater(barrier, attempt, "the topic has grown, and the added partitions are not being read yet");
            } else {
                waitFor(barrier, attempt, new Goal(Lap.first(before, round.targets), now.generation()));
            }
        });
    }

    /** Whether this topic is being read, and is not what readers see yet. When they do, every barrier is asked again. */
    private boolean isBeingRead(@Nullable String topicId, Progress seen) {
        String current = ids.current();
        return current != null
                && !current.equals(seen.topicId())
                && (topicId == null || topicId.equals(current))
                && seen.generation() > 0;
    }

    /** Asks leaders for the ends before it asks anybody for the description: who is asked for that may still be chosen, among those not busy. */
    private CompletableFuture<Round> askRound() {
        int known = progress.get().partitions();
        if (known == 0) {
            return watch.ask().thenCompose(topicNow -> targets.apply(topicNow.partitions())
                    .thenApply(ends -> new Round(topicNow, ends)));
        }
        CompletableFuture<Map<Integer, Position>> ends = targets.apply(known);
        return watch.askMeanwhile().thenCombine(ends, Round::new);
    }

    private void askAwait(Barrier barrier, RecordOffset offset) {
        Progress now = progress.get();
        int attempt = barrier.attempt();
        int partition = offset.partition();
        String topicId = offset.topicId();
        if (ids.left(topicId)) {
            fail(
                    barrier,
                    new TopicRecreatedException(cache + ": " + offset + " belongs to a former topic " + topic
                            + ", which was deleted and made again"));
        } else if (isBeingRead(topicId, now)) {
            barrier.trouble(BEING_READ);
        } else if (now.knows(partition) && (topicId == null || topicId.equals(now.topicId()))) {
            Lap lap = Lap.first(List.of(new Stretch(partition, offset.offset(), offset.offset() + 1)));
            waitFor(barrier, attempt, new Goal(lap, now.generation()));
        } else {
            Answers.take(watch.ask(), (description, failure) -> {
                if (failure != null) {
                    askLater(barrier, attempt, Problem.told(failure));
                } else if (partition >= description.partitions()) {
                    fail(
                            barrier,
                            new KafkaCacheException(
                                    cache + ": topic " + topic + " has " + description.partitions() + " partitions, so "
                                            + offset + " is not one of its records",
                                    null,
                                    false));
                } else if (topicId == null || topicId.equals(description.topicId())) {
                    askLater(barrier, attempt, "partition " + partition + " is not being read yet");
                } else {
                    askOfAnotherTopic(barrier, attempt, offset, description.topicId());
                }
            });
        }
    }

    /**
     * An offset of a topic that this process has never read: of a later one than the brokers tell of yet, or of one that was gone before it began. As
     * long as an id is doubted elsewhere, it may be the former; after that it is not.
     */
    private void askOfAnotherTopic(Barrier barrier, int attempt, RecordOffset offset, String topicId) {
        String why = offset + " belongs to the topic with id " + offset.topicId() + ", and the topic has id " + topicId;
        if (driver.nanoTime() - barrier.startedNanos() >= 3 * metadataAgeNanos) {
            fail(barrier, new TopicRecreatedException(cache + ": " + why + ": it was deleted and made again"));
        } else {
            askLater(barrier, attempt, why, metadataAgeNanos);
        }
    }

    private static boolean isStale(Map<Integer, Position> ends, Progress now) {
        return ends.entrySet().stream().anyMatch(end -> now.isStale(end.getKey(), end.getValue()));
    }

    private void askLater(Barrier barrier, int attempt, String why) {
        askLater(barrier, attempt, why, ASK_AGAIN_NANOS);
    }

    private void askLater(Barrier barrier, int attempt, String why, long delayNanos) {
        barrier.trouble(why);
        if (open.contains(barrier)) {
            driver.schedule(delayNanos, () -> {
                if (attempt == barrier.attempt()) {
                    barrier.asking().ask(barrier);
                }
            });
        }
    }

    private void waitFor(Barrier barrier, int attempt, Goal goal) {
        barrier.trouble(null);
        if (barrier.waitFor(goal, attempt)) {
            look(barrier);
        }
    }

    private void look(Barrier barrier) {
        int attempt = barrier.attempt();
        Goal goal = barrier.goal();
        Progress now = progress.get();
        if (barrier.future().isDone()) {
            drop(barrier);
        } else if (goal != null
                && goal.generation() == now.generation()
                && now.readable()
                && goal.lap().reached(now)) {
            if (goal.lap().isOfAnotherLog(now)) {
                if (barrier.waitFor(null, attempt)) {
                    askLater(
                            barrier,
                            attempt,
                            "the log ends below what was read of it: it was truncated, or "
                                    + "a leader answered that was replaced");
                }
            } else if (!goal.lap().needsAnother(now) || goal.lap().isHealed(now)) {
                complete(barrier);
            } else if (barrier.waitFor(null, attempt)) {
                askNext(barrier, attempt, goal);
            }
        }
    }

    private void complete(Barrier barrier) {
        if (drop(barrier)) {
            if (barrier.isStillAtItsCaller()) {
                barrier.future().complete(null); // nothing depends on it yet
            } else {
                driver.complete(barrier.future(), null);
            }
        }
    }

    private void askNext(Barrier barrier, int attempt, Goal done) {
        Progress before = progress.get();
        Answers.take(log.ends(done.lap().partitions(), EndKind.TARGET), (ends, failure) -> {
            if (attempt != barrier.attempt()) {
                return;
            }
            if (failure != null || before.generation() != done.generation() || isStale(ends, progress.get())) {
                barrier.trouble(failure == null ? "a replaced leader answered" : Problem.told(failure));
                if (open.contains(barrier)) {
                    driver.schedule(ASK_AGAIN_NANOS, () -> askNext(barrier, attempt, done));
                }
            } else {
                waitFor(barrier, attempt, new Goal(done.lap().next(before, ends), done.generation()));
            }
        });
    }

    private void timedOut(Barrier barrier, Duration timeout) {
        Progress now = progress.get();
        Stretch missing = missing(barrier, now);
        String trouble = barrier.trouble();
        String why;
        if (missing != null && now.knows(missing.partition())) {
            int p = missing.partition();
            why = "partition " + p + " stands at position " + now.next(p) + ", the target is " + missing.target()
                    + waitingFor(now, missing) + inTheWay();
        } else if (trouble != null) {
            why = trouble;
        } else if (!now.readable()) {
            why = "what is read is not shown yet" + inTheWay();
        } else {
            why = log.where() + " has not answered";
        }
        fail(
                barrier,
                new CacheTimeoutException(cache + ": " + barrier.what() + " not done after " + timeout + ": " + why));
    }

    private String waitingFor(Progress now, Stretch missing) {
        long head = now.head(missing.partition());
        boolean open = committedOnly && head >= 0 && now.next(missing.partition()) >= head && head < missing.target();
        return open ? ", held back by the open transaction at offset " + head : "";
    }

    /** What keeps the reader from reading: a missing permission stands here and nowhere in what the brokers say of the ends. */
    private String inTheWay() {
        CacheState state = health.state();
        String error = health.lastError();
        String problem = error == null ? dependencies.problem() : error;
        return (state == CacheState.READY ? "" : "; the cache is " + state) + (problem == null ? "" : "; " + problem);
    }

    private void fail(Barrier barrier, KafkaCacheException reason) {
        if (drop(barrier)) {
            driver.callback(() -> barrier.future().completeExceptionally(reason));
        }
    }

    /** True for the one who is to complete it. */
    private boolean drop(Barrier barrier) {
        if (!open.remove(barrier)) {
            return false;
        }
        barrier.cancelDeadline();
        return true;
    }

    private record Round(TopicDescription topic, Map<Integer, Position> targets) {}
}
