package io.kafkacache.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.internal.driver.Driver.Activity;
import io.kafkacache.internal.driver.Driver.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadDriverTest {
    private static final long SOON = TimeUnit.SECONDS.toNanos(20);
    private final String name = "t" + System.identityHashCode(this);
    private final List<Driver> opened = new ArrayList<>();

    @AfterEach
    void leavesNoThreads() {
        opened.forEach(Driver::close);

        eventually(() -> threads().isEmpty());
    }

    @Test
    void wakeDuringAStepHasItRunAgain() {
        Driver driver = open();
        CountDownLatch inStep = new CountDownLatch(1);
        CountDownLatch woken = new CountDownLatch(1);
        AtomicInteger steps = new AtomicInteger();
        Activity activity = driver.start("reader", () -> {
            if (steps.incrementAndGet() == 2) {
                return Step.END;
            }
            inStep.countDown();
            join(woken);
            return Step.ON_WAKE;
        });

        join(inStep);
        activity.wake();
        woken.countDown();

        assertThat(driver.await(activity.ended(), SOON)).isTrue();
    }

    @Test
    void noWakeIsLostAmongMany() {
        Driver driver = open();
        AtomicInteger told = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        Activity activity = driver.start("reader", () -> {
            seen.set(told.get());
            return seen.get() == 20_000 ? Step.END : Step.ON_WAKE;
        });

        for (int i = 0; i < 20_000; i++) {
            told.incrementAndGet();
            activity.wake();
        }

        assertThat(driver.await(activity.ended(), SOON)).isTrue();
    }

    @Test
    void aStepRunsAgainAfterItsDelay() {
        Driver driver = open();
        AtomicInteger steps = new AtomicInteger();

        long before = System.nanoTime();
        Activity activity = driver.start("reader", () -> steps.incrementAndGet() == 3 ? Step.END : 5_000_000);

        assertThat(driver.await(activity.ended(), SOON)).isTrue();
        assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(10_000_000);
    }

    @Test
    void aFailingStepEndsTheActivityVisibly() {
        Driver driver = open();
        IllegalStateException failure = new IllegalStateException("broken");

        Activity activity = driver.start("reader", () -> {
            throw failure;
        });

        assertThat(driver.await(activity.ended(), SOON)).isTrue();
        assertThatThrownBy(activity.ended()::join).hasCause(failure);
    }

    @Test
    void threadsAreDaemonsWithNameAndTheOpenersClassLoader() {
        ClassLoader loader = new ClassLoader() {};
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        Driver driver = open();
        Thread.currentThread().setContextClassLoader(before);
        CompletableFuture<Thread> reader = new CompletableFuture<>();
        CompletableFuture<Thread> timer = new CompletableFuture<>();
        CompletableFuture<Thread> worker = new CompletableFuture<>();

        driver.start("reader", () -> {
            reader.complete(Thread.currentThread());
            return Step.END;
        });
        driver.schedule(0, () -> timer.complete(Thread.currentThread()));
        driver.callback(() -> worker.complete(Thread.currentThread()));

        assertThat(reader.join().getName()).isEqualTo("kafka-cache-" + name + "-reader");
        assertThat(timer.join().getName()).isEqualTo("kafka-cache-" + name + "-timer");
        assertThat(worker.join().getName()).startsWith("kafka-cache-" + name + "-worker");
        assertThat(List.of(timer.join(), worker.join())).allSatisfy(thread -> {
            assertThat(thread.isDaemon()).isTrue();
            assertThat(thread.getContextClassLoader()).isSameAs(loader);
        });
    }

    @Test
    void theUsersThreadFactoryMakesTheThreads() {
        Set<Thread> made = ConcurrentHashMap.newKeySet();
        Driver driver = openOn(work -> {
            Thread thread = new Thread(work, "kafka-cache-" + name + "-own");
            made.add(thread);
            return thread;
        });
        CompletableFuture<Thread> ran = new CompletableFuture<>();

        driver.start("reader", () -> {
            ran.complete(Thread.currentThread());
            return Step.END;
        });

        assertThat(made).contains(ran.join());
    }

    @Test
    void callbacksThatWaitForEachOtherEnd() {
        Driver driver = open();
        CountDownLatch all = new CountDownLatch(50);
        CompletableFuture<Void> done = new CompletableFuture<>();

        for (int i = 0; i < 50; i++) {
            driver.callback(() -> {
                all.countDown();
                join(all);
                done.complete(null);
            });
        }

        assertThat(driver.await(done, SOON)).isTrue();
    }

    @Test
    void callbacksRunOnTheUsersExecutor() {
        AtomicInteger used = new AtomicInteger();
        Executor executor = code -> {
            used.incrementAndGet();
            CompletableFuture<Void> unused = CompletableFuture.runAsync(code);
        };
        Driver driver = openWith(executor);
        CompletableFuture<Void> ran = new CompletableFuture<>();

        driver.callback(() -> ran.complete(null));

        assertThat(driver.await(ran, SOON)).isTrue();
        assertThat(used).hasValue(1);
    }

    @Test
    void aRefusedCallbackIsNotLost() {
        Driver driver = openWith(code -> {
            throw new RejectedExecutionException("full");
        });
        CompletableFuture<Void> ran = new CompletableFuture<>();

        driver.callback(() -> ran.complete(null));

        assertThat(driver.await(ran, SOON)).isTrue();
    }

    @Test
    void anExecutorThatRunsInPlaceDoesNotBorrowTheActivitysThread() {
        Driver driver = openWith(Runnable::run);
        CompletableFuture<Thread> ran = new CompletableFuture<>();

        driver.callback(() -> ran.complete(Thread.currentThread()));

        assertThat(ran.join()).isNotSameAs(Thread.currentThread());
    }

    @Test
    void aCallbackAfterCloseStillRuns() {
        Driver driver = open();
        CompletableFuture<Void> ran = new CompletableFuture<>();

        driver.close();
        driver.close();
        driver.callback(() -> ran.complete(null));

        assertThat(driver.await(ran, SOON)).isTrue();
    }

    @Test
    void closeEndsTheTimers() {
        Driver driver = open();
        AtomicBoolean ran = new AtomicBoolean();
        driver.schedule(TimeUnit.HOURS.toNanos(1), () -> ran.set(true));

        driver.close();
        driver.schedule(0, () -> ran.set(true));

        eventually(() -> threads().isEmpty());
        assertThat(ran).isFalse();
    }

    @Test
    void aCancelledTimerDoesNotRun() {
        Driver driver = open();
        List<String> ran = new ArrayList<>();
        CountDownLatch cancelled = new CountDownLatch(1);
        CompletableFuture<Void> second = new CompletableFuture<>();

        driver.schedule(0, () -> join(cancelled)); // holds the thread of the timers until then
        driver.schedule(0, () -> ran.add("first")).cancel();
        driver.schedule(0, () -> second.complete(null));
        cancelled.countDown();

        assertThat(driver.await(second, SOON)).isTrue();
        assertThat(ran).isEmpty();
    }

    @Test
    void anInterruptEndsTheWaitAndStaysSet() {
        Driver driver = open();

        Thread.currentThread().interrupt();
        boolean done = driver.await(new CompletableFuture<>(), SOON);

        assertThat(done).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void awaitSaysWhetherItIsDone() {
        Driver driver = open();

        assertThat(driver.await(new CompletableFuture<>(), 1_000_000)).isFalse();
        assertThat(driver.await(CompletableFuture.failedFuture(new IllegalStateException()), 0))
                .isTrue();
    }

    @Test
    void anActivityKnowsItsOwnThread() {
        Driver driver = open();
        CompletableFuture<Activity> self = new CompletableFuture<>();
        CompletableFuture<Boolean> inside = new CompletableFuture<>();

        Activity activity = driver.start("reader", () -> {
            inside.complete(driver.isCurrent(self.join()));
            return Step.END;
        });
        self.complete(activity);

        assertThat(inside.join()).isTrue();
        assertThat(driver.isCurrent(activity)).isFalse();
    }

    @Test
    void everyPartRunsOnce() {
        Driver driver = open();
        AtomicInteger[] runs = new AtomicInteger[1000];
        for (int i = 0; i < runs.length; i++) {
            runs[i] = new AtomicInteger();
        }

        driver.parallel().run(runs.length, part -> runs[part].incrementAndGet());

        assertThat(runs).allSatisfy(run -> assertThat(run).hasValue(1));
    }

    @Test
    void theFailureOfAPartIsThrown() {
        Driver driver = open();
        IllegalStateException failure = new IllegalStateException("part 3");

        assertThatThrownBy(() -> driver.parallel().run(10, part -> {
                    if (part == 3) {
                        throw failure;
                    }
                }))
                .isSameAs(failure);
    }

    private Driver open() {
        return track(new ThreadDriver(name, null, null));
    }

    private Driver openWith(Executor callbacks) {
        return track(new ThreadDriver(name, null, callbacks));
    }

    private Driver openOn(ThreadFactory threads) {
        return track(new ThreadDriver(name, threads, null));
    }

    private Driver track(Driver driver) {
        opened.add(driver);
        return driver;
    }

    private List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(thread -> thread.startsWith("kafka-cache-" + name + "-"))
                .toList();
    }

    private static void eventually(BooleanSupplier condition) {
        long until = System.nanoTime() + SOON;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(until);
            Thread.onSpinWait();
        }
    }

    private static void join(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
