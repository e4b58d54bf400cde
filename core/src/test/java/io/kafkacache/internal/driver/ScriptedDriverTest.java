package io.kafkacache.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.internal.driver.Driver.Activity;
import io.kafkacache.internal.driver.Driver.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ScriptedDriverTest {
    private static final long SECOND = 1_000_000_000;
    private final ScriptedDriver driver = new ScriptedDriver();
    private final List<String> ran = new ArrayList<>();

    @Test
    void nothingRunsUntilItIsStepped() {
        driver.callback(() -> ran.add("a"));
        driver.callback(() -> ran.add("b"));
        assertThat(ran).isEmpty();

        assertThat(driver.step()).isTrue();
        assertThat(ran).containsExactly("a");

        assertThat(driver.step()).isTrue();
        assertThat(driver.step()).isFalse();
        assertThat(ran).containsExactly("a", "b");
    }

    @Test
    void aLeapOfTheClockRunsWhatBecameDueLate() {
        driver.schedule(SECOND, () -> ran.add("a" + driver.nanoTime() / SECOND));

        driver.leap(Duration.ofSeconds(5));
        assertThat(ran).isEmpty();

        driver.runUntilIdle();
        assertThat(ran).containsExactly("a5");
    }

    @Test
    void whatIsToRunAfterEachStepDoes() {
        driver.callback(() -> ran.add("a"));
        driver.callback(() -> {
            ran.add("b");
            driver.step();
        });
        driver.callback(() -> ran.add("c"));
        driver.afterEachStep(() -> ran.add("-"));

        driver.runUntilIdle();

        assertThat(ran).containsExactly("a", "-", "b", "c", "-", "-");
    }

    @Test
    void wakeDuringAStepHasItRunAgain() {
        CompletableFuture<Activity> self = new CompletableFuture<>();
        self.complete(driver.start("reader", () -> {
            ran.add("step");
            if (ran.size() == 1) {
                self.join().wake();
            }
            return Step.ON_WAKE;
        }));

        driver.runUntilIdle();

        assertThat(ran).hasSize(2);
    }

    @Test
    void severalWakesAreOneStep() {
        Activity activity = driver.start("reader", () -> {
            ran.add("step");
            return SECOND;
        });
        driver.runUntilIdle();

        activity.wake();
        activity.wake();
        driver.runUntilIdle();
        assertThat(ran).hasSize(2);

        driver.advance(Duration.ofSeconds(1));
        assertThat(ran).hasSize(3);
    }

    @Test
    void aWakeOfAnActivityThatIsDueIsNoSecondStep() {
        Activity activity = driver.start("reader", () -> {
            ran.add("step");
            return SECOND;
        });
        driver.runUntilIdle();
        driver.schedule(SECOND - 1, () -> driver.callback(activity::wake));

        driver.advance(Duration.ofSeconds(1));

        assertThat(ran).hasSize(2);
    }

    @Test
    void aFailingStepEndsTheActivityVisibly() {
        IllegalStateException failure = new IllegalStateException("broken");
        Activity activity = driver.start("reader", () -> {
            throw failure;
        });

        driver.runUntilIdle();
        activity.wake();

        assertThat(driver.step()).isFalse();
        assertThatThrownBy(activity.ended()::join).hasCause(failure);
    }

    @Test
    void advanceGoesFromDueTimeToDueTime() {
        List<Long> times = new ArrayList<>();
        driver.start("reader", () -> {
            times.add(driver.nanoTime());
            return SECOND;
        });
        driver.schedule(SECOND + 5, () -> times.add(driver.nanoTime()));

        driver.advance(Duration.ofSeconds(2));

        assertThat(times).containsExactly(0L, SECOND, SECOND + 5, 2 * SECOND);
        assertThat(driver.nanoTime()).isEqualTo(2 * SECOND);
    }

    @Test
    void timeOfDayFollowsTheClock() {
        long before = driver.wallMillis();

        driver.advance(Duration.ofSeconds(3));

        assertThat(driver.wallMillis() - before).isEqualTo(3000);
    }

    @Test
    void somethingThatNeverRestsIsFound() {
        driver.start("reader", () -> 0);

        assertThatThrownBy(driver::runUntilIdle).hasMessageContaining("no rest");
    }

    @Test
    void joinDrivesTheSteps() {
        CompletableFuture<String> future = driver.newFuture();
        driver.start("reader", () -> {
            if (driver.nanoTime() < 10 * SECOND) {
                return SECOND;
            }
            future.complete("done");
            return Step.END;
        });

        String value = future.thenApply(text -> text + "!").join();

        assertThat(value).isEqualTo("done!");
        assertThat(driver.nanoTime()).isEqualTo(10 * SECOND);
    }

    @Test
    void stagesThatWaitForOthersAreDrivenToo() {
        CompletableFuture<String> first = driver.newFuture();
        CompletableFuture<String> second = driver.newFuture();
        driver.schedule(SECOND, () -> first.complete("a"));
        driver.schedule(2 * SECOND, () -> second.complete("b"));

        String value = first.thenCompose(text -> second).join();

        assertThat(value).isEqualTo("b");
    }

    @Test
    void joinOfWhatCanNeverCompleteThrows() {
        CompletableFuture<String> future = driver.newFuture();

        assertThatThrownBy(future::join)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("never complete");
    }

    @Test
    void joinGivesUpAfterAnHourOfTheClock() {
        CompletableFuture<String> future = driver.newFuture();
        driver.start("reader", () -> SECOND);

        assertThatThrownBy(future::join).hasMessageContaining("within an hour");
    }

    @Test
    void getTimesOutOnTheScriptedClock() {
        CompletableFuture<String> future = driver.newFuture();

        assertThatThrownBy(() -> future.get(3, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);

        assertThat(driver.nanoTime()).isEqualTo(3 * SECOND);
    }

    @Test
    void timeoutsAndAsyncStagesOfAFutureAreSteps() {
        CompletableFuture<String> future = driver.newFuture();
        CompletableFuture<String> async = driver.<String>newFuture().completeAsync(() -> "async");

        assertThat(async).isNotDone();
        future.completeOnTimeout("late", 5, TimeUnit.SECONDS);

        assertThat(future.join()).isEqualTo("late");
        assertThat(async).isCompletedWithValue("async");
        assertThat(driver.nanoTime()).isEqualTo(5 * SECOND);
    }

    @Test
    void aStepThatWaitsDrivesTheOthersButNeverItself() {
        CompletableFuture<String> future = driver.newFuture();
        CompletableFuture<Activity> self = new CompletableFuture<>();
        self.complete(driver.start("listener", () -> {
            ran.add("in");
            if (ran.size() == 1) {
                self.join().wake();
                assertThat(driver.isCurrent(self.join())).isTrue();
                ran.add(future.join());
                assertThat(driver.current()).isSameAs(self.join());
            }
            return Step.ON_WAKE;
        }));
        driver.callback(() -> future.complete("woken by another"));

        driver.runUntilIdle();

        assertThat(ran).containsExactly("in", "woken by another", "in");
        assertThat(driver.isCurrent(self.join())).isFalse();
    }

    @Test
    void aSecondThreadIsRefusedWhileOneDrives() {
        CompletableFuture<Void> refused = new CompletableFuture<>();
        driver.callback(() -> {
            Thread other = new Thread(() -> {
                try {
                    driver.step();
                    refused.complete(null);
                } catch (Throwable thrown) {
                    refused.completeExceptionally(thrown);
                }
            });
            other.start();
            refused.exceptionally(thrown -> null).join();
        });

        driver.step();

        assertThatThrownBy(refused::join).hasRootCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void closingACachesHandleEndsItsTimersOnly() {
        Driver one = driver.forCache();
        Driver two = driver.forCache();
        one.schedule(SECOND, () -> ran.add("one"));
        two.schedule(SECOND, () -> ran.add("two"));

        one.close();
        one.schedule(SECOND, () -> ran.add("after"));
        driver.advance(Duration.ofSeconds(1));

        assertThat(ran).containsExactly("two");
    }

    @Test
    void cancelledTimersDoNotRunNorPileUp() {
        for (int i = 0; i < 1000; i++) {
            driver.schedule(SECOND, () -> ran.add("cancelled")).cancel();
        }
        driver.schedule(SECOND, () -> ran.add("kept"));

        driver.advance(Duration.ofSeconds(1));

        assertThat(ran).containsExactly("kept");
    }

    @Test
    void awaitMovesTheClockToItsDeadlineAtMost() {
        driver.schedule(10 * SECOND, () -> ran.add("beyond"));

        assertThat(driver.await(new CompletableFuture<>(), 4 * SECOND)).isFalse();

        assertThat(driver.nanoTime()).isEqualTo(4 * SECOND);
        assertThat(ran).isEmpty();
    }

    @Test
    void anInterruptEndsTheWaitAndStaysSet() {
        driver.start("reader", () -> SECOND);

        Thread.currentThread().interrupt();
        boolean done = driver.await(new CompletableFuture<>(), 4 * SECOND);

        assertThat(done).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aSeedGivesTheSameOrderEachTimeAndSeedsDiffer() {
        List<List<Integer>> orders = new ArrayList<>();
        for (long seed : new long[] {7, 7, 8}) {
            ScriptedDriver seeded = new ScriptedDriver().ordering(seed);
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                int number = i;
                seeded.callback(() -> order.add(number));
            }
            seeded.runUntilIdle();
            orders.add(order);
        }

        assertThat(orders.get(0)).isEqualTo(orders.get(1)).hasSize(20).doesNotHaveDuplicates();
        assertThat(orders.get(2)).isNotEqualTo(orders.get(0));
    }

    @Test
    void partsRunOneAfterAnother() {
        driver.parallel().run(3, part -> ran.add("part " + part));

        assertThat(ran).containsExactly("part 0", "part 1", "part 2");
    }
}
