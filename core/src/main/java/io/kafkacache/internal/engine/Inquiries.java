package io.kafkacache.internal.engine;

import io.kafkacache.Position;
import io.kafkacache.StartAt;
import io.kafkacache.internal.engine.Health.Speaker;
import io.kafkacache.internal.log.EndKind;
import io.kafkacache.internal.log.TopicDescription;
import io.kafkacache.internal.replay.Moment;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The reader's questions to the brokers. Each answer comes back as mail to the reader with the moment its question was put, for an end proves
 * nothing about any later time; a question that fails is reported and put again.
 */
final class Inquiries {
    private static final long AGAIN_NANOS = 200_000_000;

    private final CacheContext cache;
    private final Consumer<Runnable> mail;

    Inquiries(CacheContext cache, Consumer<Runnable> mail) {
        this.cache = cache;
        this.mail = mail;
    }

    /** Has something run by the reader. */
    void mail(Runnable letter) {
        mail.accept(letter);
    }

    /** Has something run by the reader after a while. */
    void mailIn(long delayNanos, Runnable letter) {
        cache.driver().schedule(delayNanos, () -> mail.accept(letter));
    }

    /**
     * Asks where to begin with the partitions from {@code first} on and what their first target is, until there is an answer or {@code wanted} no
     * longer holds.
     */
    void beginning(TopicDescription topic, int first, Wanted wanted, Consumer<Beginning> answer) {
        Set<Integer> partitions = partitions(first, topic.partitions());
        Moment asked = cache.now();
        CompletableFuture<Map<Integer, Position>> starts = cache.log().ends(partitions, EndKind.START);
        CompletableFuture<Map<Integer, Position>> targets = cache.log().ends(partitions, EndKind.TARGET);
        CompletableFuture<Beginning> both =
                starts.thenCombine(targets, (start, target) -> new Beginning(topic, start, start, target, asked));
        if (cache.options().startAt() instanceof StartAt.Timestamp time) {
            both = both.thenCombine(
                    cache.log().startingAt(partitions, time.instant()), (begin, from) -> begin.startingAt(from));
        } else if (cache.options().startAt() instanceof StartAt.Offsets offsets) {
            both = both.thenApply(begin -> begin.startingAt(positions(offsets.byPartition())));
        }
        heard(both, answer, wanted, () -> beginning(topic, first, wanted, answer));
    }

    /** Asks what the topic is now. */
    void description(Wanted wanted, Consumer<TopicDescription> answer) {
        heard(cache.watch().ask(), answer, wanted, () -> description(wanted, answer));
    }

    /** Asks for the ends of now, as targets. */
    void targets(Set<Integer> partitions, Wanted wanted, BiConsumer<Moment, Map<Integer, Position>> answer) {
        Moment asked = cache.now();
        heard(
                cache.log().ends(partitions, EndKind.TARGET),
                ends -> answer.accept(asked, ends),
                wanted,
                () -> targets(partitions, wanted, answer));
    }

    /** Asks for the heads, once. */
    void heads(int partitions, BiConsumer<Moment, Map<Integer, Position>> answer, Runnable done) {
        ends(partitions, EndKind.HEAD, answer, done);
    }

    private void ends(int partitions, EndKind kind, BiConsumer<Moment, Map<Integer, Position>> answer, Runnable done) {
        Moment asked = cache.now();
        Answers.take(cache.log().ends(partitions(0, partitions), kind), (ends, failure) -> {
            done.run();
            report(failure);
            if (failure == null) {
                mail.accept(() -> answer.accept(asked, ends));
            }
        });
    }

    /** Asks for the log starts, once. */
    void starts(int partitions, BiConsumer<Moment, Map<Integer, Position>> answer, Runnable done) {
        ends(partitions, EndKind.START, answer, done);
    }

    /** Asks for the log starts, until there is an answer or {@code wanted} no longer holds. */
    void starts(int partitions, Wanted wanted, BiConsumer<Moment, Map<Integer, Position>> answer) {
        Moment asked = cache.now();
        heard(
                cache.log().ends(partitions(0, partitions), EndKind.START),
                starts -> answer.accept(asked, starts),
                wanted,
                () -> starts(partitions, wanted, answer));
    }

    /** Asks whether really nothing can be read at a position, once. */
    void probe(int partition, Position at, Consumer<Boolean> answer) {
        Answers.take(
                cache.log().probe(partition, at),
                (nothing, failure) -> mail.accept(() -> answer.accept(failure == null && nothing)));
    }

    private <T> void heard(CompletableFuture<T> question, Consumer<T> answer, Wanted wanted, Runnable again) {
        Answers.take(question, (value, failure) -> {
            report(failure);
            if (failure == null) {
                mail.accept(() -> {
                    if (wanted.still()) {
                        answer.accept(value);
                    }
                });
            } else {
                mailIn(AGAIN_NANOS, () -> {
                    if (wanted.still()) {
                        again.run();
                    }
                });
            }
        });
    }

    private void report(@Nullable Throwable failure) {
        if (failure == null) {
            cache.health().succeeded(Speaker.ENDS);
        } else {
            cache.health()
                    .failed(Speaker.ENDS, Problem.of(failure), cache.driver().nanoTime());
        }
    }

    private static Set<Integer> partitions(int first, int end) {
        return IntStream.range(first, end).boxed().collect(Collectors.toSet());
    }

    private static Map<Integer, Position> positions(Map<Integer, Long> offsets) {
        Map<Integer, Position> positions = new HashMap<>();
        offsets.forEach((p, offset) -> positions.put(p, Position.at(offset)));
        return positions;
    }

    /** Whether an answer still matters; asked on the reader's thread. */
    @FunctionalInterface
    interface Wanted {
        boolean still();
    }

    /** Where the log and a replay of it start, and the replay's first target, asked for at one moment. */
    record Beginning(
            TopicDescription topic,
            Map<Integer, Position> logStarts,
            Map<Integer, Position> starts,
            Map<Integer, Position> targets,
            Moment asked) {
        /** The same from other offsets: never below the log start, never beyond the end. */
        Beginning startingAt(Map<Integer, Position> from) {
            Map<Integer, Position> others = new HashMap<>(starts);
            from.forEach((p, wanted) -> others.computeIfPresent(p, (same, former) -> {
                Position start = logStarts.getOrDefault(p, former);
                long end = targets.getOrDefault(p, start).offset();
                return Position.at(Math.max(start.offset(), Math.min(end, wanted.offset())));
            }));
            return new Beginning(topic, logStarts, others, targets, asked);
        }

        /** The same from these offsets where it would start later. */
        Beginning notBehind(Map<Integer, Position> before) {
            Map<Integer, Position> earlier = new HashMap<>(starts);
            before.forEach(
                    (p, at) -> earlier.computeIfPresent(p, (same, start) -> at.offset() < start.offset() ? at : start));
            return startingAt(earlier);
        }
    }
}
