package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A validator is asked by the reader, which waits for it, and by nobody else: one that blocks makes the cache stale, never unreadable. */
class BlockingValidatorTest {
    private static final long DEADLINE_SECONDS = 30;

    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    private enum Kind {
        READS,
        MUTATIONS
    }

    @AfterEach
    void letGo() {
        released.countDown();
    }

    private KafkaCache<String, String> open(Kind kind, Function<String, List<String>> judge) {
        return topic.open(b -> {
            b.readOnly(false);
            return kind == Kind.READS
                    ? b.validateReads((key, value) -> judge.apply(value))
                    : b.validateMutations(change -> judge.apply(change.after().value()));
        });
    }

    private List<String> blocking(String value) {
        if (value.equals("blocks")) {
            asked.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return List.of();
    }

    private void awaitAsked() throws InterruptedException {
        assertThat(asked.await(DEADLINE_SECONDS, TimeUnit.SECONDS)).as("asked").isTrue();
    }

    private static <T> T done(CompletableFuture<T> future) {
        return future.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
    }

    @ParameterizedTest
    @EnumSource
    void readsWritesAndDeadlinesGoOnMeanwhile(Kind kind) throws InterruptedException {
        topic.log.threaded();
        KafkaCache<String, String> users = open(kind, this::blocking);
        done(users.put("ann", "Ann").thenCompose(users::await));
        topic.log.append(0, "ann", "blocks");
        awaitAsked();

        String read = users.get("ann");
        Map<String, ?> scanned = TestTopic.contents(users);
        CompletableFuture<RecordOffset> put = users.put("bob", "Bob");
        done(put);
        CompletableFuture<Void> sync = users.sync();
        Throwable late = users.sync(Duration.ofMillis(1))
                .handle((synced, failure) -> failure)
                .orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .join();

        assertThat(read).isEqualTo("Ann");
        assertThat(scanned).isEqualTo(Map.of("ann", "Ann"));
        assertThat(late).isInstanceOf(CacheTimeoutException.class);
        assertThat(sync).isNotDone();
        assertThat(users.get("bob")).isNull();

        released.countDown();
        done(sync);

        assertThat(TestTopic.contents(users)).isEqualTo(Map.of("ann", "blocks", "bob", "Bob"));
    }

    /** In replay too: a validator that waits for ever is nothing that a restart makes worse. */
    @ParameterizedTest
    @CsvSource({"READS,true", "READS,false", "MUTATIONS,true", "MUTATIONS,false"})
    void livenessSaysSoAfterStepTimeoutUntilItIsOver(Kind kind, boolean inReplay) {
        AtomicReference<ReadableCache<?, ?>> opened = new AtomicReference<>();
        List<Boolean> live = new ArrayList<>();
        Function<String, List<String>> slow = value -> {
            ReadableCache<?, ?> cache = opened.get();
            if (value.equals("slow") && cache != null) {
                live.add(cache.status().live());
                topic.log.advance(Duration.ofSeconds(61));
                live.add(cache.status().live());
            }
            return List.of();
        };
        if (inReplay) {
            topic.log.append(0, "ann", "slow");
        }
        KafkaCache<String, String> users = open(kind, slow);
        opened.set(users);
        users.awaitReady(Duration.ofMinutes(5));
        if (!inReplay) {
            topic.log.append(0, "ann", "slow");
            users.sync(Duration.ofMinutes(5)).join();
        }

        assertThat(live).containsExactly(true, false);
        topic.until(() -> users.status().live()); // with its next step
        assertThat(users.get("ann")).isEqualTo("slow");
    }

    @ParameterizedTest
    @CsvSource({"READS,true", "READS,false", "MUTATIONS,true", "MUTATIONS,false"})
    void closeDoesNotWaitForItAndTheReaderEndsWhenItIsLetGo(Kind kind, boolean inReplay) throws InterruptedException {
        topic.log.threaded();
        if (inReplay) {
            topic.log.append(0, "ann", "blocks");
        }
        KafkaCache<String, String> users = open(kind, this::blocking);
        if (!inReplay) {
            users.awaitReady(Duration.ofSeconds(DEADLINE_SECONDS));
            topic.log.append(0, "ann", "blocks");
        }
        awaitAsked();
        if (inReplay) {
            assertThatThrownBy(() -> users.awaitReady(Duration.ofMillis(1))).isInstanceOf(CacheTimeoutException.class);
        }

        done(CompletableFuture.runAsync(users::close));

        assertThat(users.status().state()).isEqualTo(CacheState.CLOSED);
        released.countDown();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (topic.log.usage().openReaders() > 0) {
            assertThat(System.nanoTime() - end).as("the reader still runs").isNegative();
            Thread.onSpinWait();
        }
    }
}
