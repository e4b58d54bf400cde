package io.kafkacache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.internal.driver.Driver;
import io.kafkacache.internal.driver.ScriptedDriver;
import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogException.Kind;
import io.kafkacache.internal.log.LogPort;
import io.kafkacache.internal.log.TopicDescription;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TopicWatchTest {
    private static final TopicDescription DESCRIPTION = new TopicDescription("id", 1, null);
    private static final Duration AGE = Duration.ofSeconds(5);

    private final ScriptedDriver steps = new ScriptedDriver();
    private final Deque<CompletableFuture<TopicDescription>> unanswered = new ArrayDeque<>();
    private boolean answering;
    private int asked;

    private CompletableFuture<TopicDescription> describe() {
        asked++;
        CompletableFuture<TopicDescription> answer = new CompletableFuture<>();
        if (answering) {
            answer.complete(DESCRIPTION);
        } else {
            unanswered.add(answer);
        }
        return answer;
    }

    private int askedWithin(Duration time) {
        int before = asked;
        steps.advance(time);
        return asked - before;
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private TopicWatch watch(Driver driver) {
        LogPort log = fake(LogPort.class, (self, method, arguments) -> describe());
        return new TopicWatch(driver, log, AGE.toNanos(), null);
    }

    /** The timer's thread has taken the action already when the answer cancels it. */
    private Driver firingTheFirstTimerAsItIsCancelled() {
        boolean[] fired = {false};
        return fake(Driver.class, (self, method, arguments) -> {
            if (!fired[0] && method.getName().equals("schedule")) {
                fired[0] = true;
                return (Driver.Timer) ((Runnable) arguments[1])::run;
            }
            return method.invoke(steps, arguments);
        });
    }

    @Test
    void anAnswerThatComesAsItsQuestionIsGivenUpIsNotFollowedByTwo() {
        TopicWatch watch = watch(firingTheFirstTimerAsItIsCancelled());
        watch.start();

        answering = true;
        unanswered.remove().complete(DESCRIPTION);

        assertThat(askedWithin(AGE.multipliedBy(10))).isBetween(10, 11);
    }

    @Test
    void aQuestionThatIsLostIsPutAgainAndItsLateAnswerChangesNothing() {
        TopicWatch watch = watch(steps);
        watch.start();
        steps.advance(Duration.ofSeconds(16));

        int putAgain = asked;
        answering = true;
        unanswered.forEach(each -> each.complete(DESCRIPTION));

        assertThat(putAgain).isEqualTo(2);
        assertThat(askedWithin(AGE.multipliedBy(10))).isEqualTo(10);
        assertThat(watch.waitingNanos()).isZero();
    }

    /** As where the two go over two connections: what was missing when it was asked about may be there when a later question is answered. */
    @Test
    void anAnswerThatWasOvertakenIsNoNews() {
        TopicWatch watch = watch(steps);
        List<TopicWatch.Answer> told = new ArrayList<>();
        watch.listen(told::add);
        CompletableFuture<TopicDescription> early = watch.ask();
        steps.advance(Duration.ofSeconds(1));
        CompletableFuture<TopicDescription> late = watch.ask();

        unanswered.removeLast().complete(DESCRIPTION);
        unanswered
                .remove()
                .completeExceptionally(new LogException(Kind.TOPIC_MISSING, "the topic does not exist", null));

        assertThat(told).singleElement().extracting(TopicWatch.Answer::failure).isNull();
        assertThat(watch.last()).isEqualTo(told.get(0));
        assertThat(late).isCompletedWithValue(DESCRIPTION);
        assertThat(early).isCompletedExceptionally();
    }
}
