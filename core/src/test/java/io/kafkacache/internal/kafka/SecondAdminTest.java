package io.kafkacache.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.internal.log.TopicDescription;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which client is asked: the second only by those who ask often, and only where nobody has to wait for it. */
class SecondAdminTest {
    private static final Failures FAILURES = new Failures("users", "nowhere:9092");

    private final LazyAdmin first = new LazyAdmin(new AdminClient(Map.of(), Thread::new), FAILURES);
    private final LazyAdmin second = new LazyAdmin(new AdminClient(Map.of(), Thread::new), FAILURES);
    private final Queue<CompletableFuture<TopicDescription>> askedFirst = new ArrayDeque<>();
    private final Queue<CompletableFuture<TopicDescription>> askedSecond = new ArrayDeque<>();
    private long nowNanos = Long.MAX_VALUE - 1; // a clock of the JVM may start anywhere
    private int partitions;

    private final SecondAdmin admin = new SecondAdmin(first, second, this::ask, () -> nowNanos);

    private CompletableFuture<TopicDescription> ask(LazyAdmin asked) {
        CompletableFuture<TopicDescription> answer = new CompletableFuture<>();
        (asked == first ? askedFirst : askedSecond).add(answer);
        return answer;
    }

    @AfterEach
    void close() {
        admin.close();
        first.close();
    }

    private TopicDescription answer(Queue<CompletableFuture<TopicDescription>> asked) {
        TopicDescription description = new TopicDescription("id", ++partitions, null);
        asked.remove().complete(description);
        return description;
    }

    private static void fail(Queue<CompletableFuture<TopicDescription>> asked) {
        asked.remove().completeExceptionally(FAILURES.closed());
    }

    /** Has the second one answer. */
    private void warmUp() {
        for (int i = 0; i < 2; i++) {
            var unused = admin.describe();
            answer(askedFirst);
        }
        answer(askedSecond);
    }

    @Test
    void whoAsksSeldomAsksTheFirstAlone() {
        for (int i = 0; i < 5; i++) {
            CompletableFuture<TopicDescription> described = admin.describe();

            assertThat(described).isNotDone();
            assertThat(answer(askedFirst)).isEqualTo(described.join());
            nowNanos += Duration.ofMinutes(1).toNanos();
        }
        assertThat(askedSecond).isEmpty();
    }

    @Test
    void nobodyWaitsForTheSecondToBeMade() {
        var unused = admin.describe();
        answer(askedFirst);
        for (int i = 0; i < 3; i++) {
            CompletableFuture<TopicDescription> described = admin.describe();

            assertThat(answer(askedFirst)).isEqualTo(described.join());
        }
        assertThat(askedSecond).as("tried out once at a time").hasSize(1);
    }

    @Test
    void aSecondThatHasAnsweredIsAskedAlone() {
        warmUp();

        CompletableFuture<TopicDescription> described = admin.describe();

        assertThat(askedFirst).isEmpty();
        assertThat(answer(askedSecond)).isEqualTo(described.join());
    }

    /** A broker may refuse a further connection; what worked over one must go on working. */
    @Test
    void whatTheSecondFailsToAnswerIsAskedOfTheFirst() {
        warmUp();
        CompletableFuture<TopicDescription> described = admin.describe();

        fail(askedSecond);
        assertThat(answer(askedFirst)).isEqualTo(described.join());

        CompletableFuture<TopicDescription> next = admin.describe();
        assertThat(answer(askedFirst)).isEqualTo(next.join());
        assertThat(askedSecond).as("tried out again").hasSize(1);
        fail(askedSecond);
        var unused = admin.describe();
        assertThat(askedFirst).hasSize(1);
        assertThat(askedSecond).as("and again").hasSize(1);
    }

    @Test
    void whatBothFailToAnswerFails() {
        warmUp();
        CompletableFuture<TopicDescription> described = admin.describe();

        fail(askedSecond);
        fail(askedFirst);

        assertThat(described).isCompletedExceptionally();
    }

    /** Its connection may have been cut meanwhile without a word, which the next question learns by its timeout only. */
    @Test
    void aSecondThatHasBeenIdleIsTriedOutBeforeItIsReliedOn() {
        warmUp();
        nowNanos += Duration.ofMinutes(1).toNanos();
        var unused = admin.describe();
        answer(askedFirst);
        assertThat(askedSecond).isEmpty();

        CompletableFuture<TopicDescription> described = admin.describe();
        assertThat(answer(askedFirst)).isEqualTo(described.join());
        answer(askedSecond);

        unused = admin.describe();
        assertThat(askedFirst).isEmpty();
        assertThat(askedSecond).hasSize(1);
    }
}
