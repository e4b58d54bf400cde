package io.kafkacache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.internal.driver.ScriptedDriver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private final ScriptedDriver driver = new ScriptedDriver();
    private final Deque<CompletableFuture<String>> questions = new ArrayDeque<>();

    private CompletableFuture<String> question() {
        CompletableFuture<String> question = new CompletableFuture<>();
        questions.add(question);
        return question;
    }

    @Test
    void whoComesWhileOneIsUnderWayWaitsForTheNext() {
        Rounds<String> rounds = new Rounds<>(driver, this::question);

        CompletableFuture<String> first = rounds.ask();
        CompletableFuture<String> second = rounds.ask();
        CompletableFuture<String> third = rounds.ask();
        questions.remove().complete("one");
        boolean tooEarly = second.isDone() || third.isDone();
        questions.remove().complete("two");

        assertThat(tooEarly).isFalse();
        assertThat(first).isCompletedWithValue("one");
        assertThat(second).isCompletedWithValue("two");
        assertThat(third).isCompletedWithValue("two");
        assertThat(questions).isEmpty();
    }

    /** Otherwise everybody who comes later would wait behind a question that never was put. */
    @Test
    void aQuestionThatCannotBePutFailsAndTheNextIsPut() {
        Deque<Error> errors = new ArrayDeque<>();
        errors.add(new InternalError("no thread"));
        Rounds<String> rounds = new Rounds<>(driver, () -> {
            if (!errors.isEmpty()) {
                throw errors.remove();
            }
            return CompletableFuture.completedFuture("answer");
        });

        CompletableFuture<String> first = rounds.ask();
        CompletableFuture<String> second = rounds.ask();

        assertThatThrownBy(first::join).hasRootCauseInstanceOf(InternalError.class);
        assertThat(second).isCompletedWithValue("answer");
    }

    /** A broker that hangs is replaced within seconds, and answers for it only when its connection times out. */
    @Test
    void nobodyWaitsLongBehindAQuestionThatIsNotAnswered() {
        Rounds<String> rounds = new Rounds<>(driver, this::question);
        CompletableFuture<String> first = rounds.ask();
        CompletableFuture<String> second = rounds.ask();
        CompletableFuture<String> unanswered = questions.remove();

        driver.advance(Duration.ofSeconds(6));
        questions.remove().complete("two");
        unanswered.complete("late");
        CompletableFuture<String> third = rounds.ask();
        questions.remove().complete("three");
        driver.advance(Duration.ofMinutes(1));

        assertThat(first).isCompletedWithValue("two");
        assertThat(second).isCompletedWithValue("two");
        assertThat(third).isCompletedWithValue("three");
        assertThat(questions).isEmpty();
    }
}
