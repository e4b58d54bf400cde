package io.kafkacache.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Futures that users hold: who is blocked in one does not wait for a callback, and what depends on one is run by nothing else. */
class HandedOutFutureTest {
    private static final long SECONDS = 20;
    private final Queue<Runnable> callbacks = new ConcurrentLinkedQueue<>(); // which run when the test says so
    private final ThreadDriver driver = new ThreadDriver("handed-out", null, callbacks::add);
    private final CompletableFuture<String> future = driver.newFuture();
    private final Queue<Thread> started = new ArrayDeque<>();

    @AfterEach
    void end() throws InterruptedException {
        driver.close();
        for (Thread thread : started) {
            thread.join(TimeUnit.SECONDS.toMillis(SECONDS));
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void whoIsBlockedGoesOnBeforeAnyCallback() throws Exception {
        CompletableFuture<String> got = blocked(future::get);
        CompletableFuture<String> gotInTime = blocked(() -> future.get(SECONDS, TimeUnit.SECONDS));
        CompletableFuture<String> joined = blocked(future::join);

        driver.complete(future, "answer");

        assertThat(got.get(SECONDS, TimeUnit.SECONDS)).isEqualTo("answer");
        assertThat(gotInTime.get(SECONDS, TimeUnit.SECONDS)).isEqualTo("answer");
        assertThat(joined.get(SECONDS, TimeUnit.SECONDS)).isEqualTo("answer");
        assertThat(future).isCompletedWithValue("answer");
        assertThat(callbacks).isEmpty();
    }

    @Test
    void withoutAnybodyBlockedACallbackCompletesIt() {
        driver.complete(future, "answer");

        assertThat(future).isNotDone();
        runCallbacks();
        assertThat(future).isCompletedWithValue("answer");
    }

    @Test
    void whatDependsOnItWaitsForACallbackThoughSomebodyIsBlocked() throws Exception {
        AtomicReference<String> ran = new AtomicReference<>();
        CompletableFuture<Void> dependent = future.thenAccept(ran::set);
        CompletableFuture<String> got = blocked(future::get);

        driver.complete(future, "answer");
        while (callbacks.isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(dependent).isNotDone();
        runCallbacks();

        assertThat(got.get(SECONDS, TimeUnit.SECONDS)).isEqualTo("answer");
        dependent.get(SECONDS, TimeUnit.SECONDS);
        assertThat(ran.get()).isEqualTo("answer");
    }

    @Test
    void whateverElseEndsItWakesWhoIsBlocked() throws Exception {
        CompletableFuture<String> got = blocked(future::get);
        CompletableFuture<String> cancelled = driver.newFuture();
        CompletableFuture<String> joined = blocked(cancelled::join);

        future.completeExceptionally(new IllegalStateException("because"));
        cancelled.cancel(false);

        assertThatThrownBy(() -> got.get(SECONDS, TimeUnit.SECONDS)).hasRootCauseMessage("because");
        assertThatThrownBy(() -> joined.get(SECONDS, TimeUnit.SECONDS))
                .isInstanceOfAny(ExecutionException.class, CancellationException.class);
    }

    @Test
    void whatDependsOnItMayJoinIt() throws Exception {
        CompletableFuture<String> joined = CompletableFuture.allOf(future).thenApply(done -> future.join());

        CompletableFuture<Void> completing = CompletableFuture.runAsync(() -> future.complete("answer"));

        assertThat(joined.get(SECONDS, TimeUnit.SECONDS)).isEqualTo("answer");
        completing.get(SECONDS, TimeUnit.SECONDS);
    }

    /** In a plain CompletableFuture whoever is blocked helps to run it, now and then: so this tries often. */
    @Test
    void whoIsBlockedNeitherRunsNorWaitsForWhatDependsOnIt() throws Exception {
        for (int i = 0; i < 500; i++) {
            CompletableFuture<String> contested = driver.newFuture();
            CountDownLatch over = new CountDownLatch(1);
            CompletableFuture<String> dependent = contested.whenComplete((value, failure) -> awaitUnchecked(over));
            CompletableFuture<String> got = blocked(contested::get);

            CompletableFuture<Void> failing = CompletableFuture.runAsync(
                    () -> contested.completeExceptionally(new IllegalStateException("because")));

            assertThatThrownBy(() -> got.get(SECONDS, TimeUnit.SECONDS)).hasRootCauseMessage("because");
            assertThat(dependent).isNotDone();
            over.countDown();
            failing.get(SECONDS, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatIsDecidedStays() {
        driver.complete(future, "answer");

        assertThat(future.complete("another")).isFalse();
        assertThat(future.cancel(false)).isFalse();
        assertThat(future).isCompletedWithValue("answer");
    }

    @Test
    void whatIsCompletedElsewhereIsGot() throws Exception {
        CompletableFuture<String> got = blocked(future::get);

        CompletableFuture<String> unused = future.completeAsync(() -> "answer");

        assertThat(got.get(SECONDS, TimeUnit.SECONDS)).isEqualTo("answer");
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aCallThatGaveUpLeavesNothingBehind() {
        assertThatThrownBy(() -> future.get(1, TimeUnit.NANOSECONDS)).isInstanceOf(TimeoutException.class);
        Thread.currentThread().interrupt();
        assertThatThrownBy(future::get).isInstanceOf(InterruptedException.class);

        driver.complete(future, "answer");
        runCallbacks();

        assertThat(future).isCompletedWithValue("answer");
    }

    /** One who gives up just when the answer comes: one of the two sees the other, or the future would never be done. */
    @Test
    void anAnswerIsNotLostOnWhoGivesUp() throws Exception {
        for (int i = 0; i < 20_000; i++) {
            CompletableFuture<String> contested = driver.newFuture();
            CountDownLatch both = new CountDownLatch(1);
            CompletableFuture<Void> answering = CompletableFuture.runAsync(() -> {
                both.countDown();
                driver.complete(contested, "answer");
            });
            both.await();
            try {
                contested.get(i % 2_000, TimeUnit.NANOSECONDS);
            } catch (TimeoutException gaveUp) {
                // as it may
            }
            answering.get(SECONDS, TimeUnit.SECONDS);
            runCallbacks();

            assertThat(contested).isCompletedWithValue("answer");
        }
    }

    private void runCallbacks() {
        for (Runnable next = callbacks.poll(); next != null; next = callbacks.poll()) {
            next.run();
        }
    }

    /** A thread that waits by now, and what it gets. */
    private CompletableFuture<String> blocked(Waiting waiting) {
        CompletableFuture<String> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(waiting.result());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        started.add(thread);
        thread.start();
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return result;
    }

    private interface Waiting {
        String result() throws Exception;
    }
}
