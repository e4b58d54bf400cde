package io.kafkacache.e2e;

import static io.kafkacache.e2e.Logs.get;
import static io.kafkacache.e2e.Until.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.CacheMonitor;
import io.kafkacache.CacheState;
import io.kafkacache.Isolation;
import io.kafkacache.KafkaCache;
import io.kafkacache.Update;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Callbacks and listeners that block or throw harm nobody else. */
@OnKafka
class CallbacksTest {
    private static final int MANY = 100;

    @RegisterExtension
    final OneTopic topic = new OneTopic();

    private final CountDownLatch release = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void create() {
        topic.create(1);
    }

    @AfterEach
    void endThreads() {
        threads.shutdown();
    }

    @Test
    void blockedCallbacksHoldNobodyUp() {
        KafkaCache<String, String> cache = writable(CacheMonitor.NONE);
        topic.open(release::countDown);
        CountDownLatch blocked = new CountDownLatch(2 * MANY);

        List<CompletableFuture<Void>> stuck = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            String key = "k" + i;
            stuck.add(blockBehind(() -> cache.put(key, "v"), blocked));
            stuck.add(blockBehind(cache::sync, blocked));
        }
        Until.holds("all of them block", () -> blocked.getCount() == 0);
        get(cache.put("a", "1").thenCompose(cache::await));
        get(cache.sync());

        assertThat(cache.get("a")).isEqualTo("1");
        assertThat(cache.size()).isEqualTo(MANY + 1);
        assertThat(stuck).noneMatch(CompletableFuture::isDone);

        release.countDown();
        get(CompletableFuture.allOf(stuck.toArray(CompletableFuture[]::new)));
    }

    @Test
    void callbacksMayWaitForOneAnother() {
        KafkaCache<String, String> cache = writable(CacheMonitor.NONE);

        List<CompletableFuture<String>> nested = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            String key = "k" + i;
            nested.add(cache.put(key, "1").thenApply(first -> {
                get(cache.await(first));
                get(cache.put(key, "2").thenCompose(cache::await));
                get(cache.sync());
                return cache.require(key);
            }));
        }

        assertThat(nested).allSatisfy(last -> assertThat(get(last)).isEqualTo("2"));
    }

    @Test
    void whatThrowsHarmsNobodyElse() {
        KafkaCache<String, String> cache = writable(new Throwing());
        Queue<String> told = new ConcurrentLinkedQueue<>();
        topic.open(cache.listen(step -> {
            throw new IllegalStateException("thrown by a listener");
        }));
        topic.open(cache.listen(step -> step.stream().map(Update::key).forEach(told::add)));

        for (int i = 0; i < MANY; i++) {
            CompletableFuture<Void> thrown = cache.put("k" + i, "v").thenRun(() -> {
                throw new IllegalStateException("thrown by a callback");
            });
            assertThat(thrown).failsWithin(PATIENCE);
        }
        get(cache.sync());

        assertThat(cache.size()).isEqualTo(MANY);
        Until.holds("the other listener is told", () -> told.size() == MANY);
        assertThat(cache.status().live()).isTrue();
        assertThat(cache.status().state()).isEqualTo(CacheState.READY);
        assertThat(cache.status().listenerErrors()).isPositive();
    }

    @Test
    void aBlockedListenerHoldsNobodyUp() {
        KafkaCache<String, String> cache = writable(CacheMonitor.NONE);
        CountDownLatch blocked = new CountDownLatch(1);
        topic.open(cache.listen(step -> block(blocked)));
        topic.open(release::countDown);

        get(cache.put("a", "1"));
        Until.holds("the listener blocks", () -> blocked.getCount() == 0);
        get(cache.put("a", "2").thenCompose(cache::await));

        assertThat(cache.get("a")).isEqualTo("2");
    }

    private KafkaCache<String, String> writable(CacheMonitor monitor) {
        KafkaCache<String, String> cache = topic.open(topic.cache(Isolation.READ_COMMITTED)
                .readOnly(false)
                .monitor(monitor)
                .open());
        cache.awaitReady(PATIENCE);
        return cache;
    }

    /** On a thread of its own: whoever adds a dependent to a future that is done runs it. */
    private CompletableFuture<Void> blockBehind(Supplier<CompletableFuture<?>> operation, CountDownLatch blocked) {
        return CompletableFuture.completedFuture(operation)
                .thenComposeAsync(it -> it.get().thenRun(() -> block(blocked)), threads);
    }

    private void block(CountDownLatch blocked) {
        blocked.countDown();
        try {
            assertThat(release.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Throws whatever it is told. */
    private static final class Throwing implements CacheMonitor {
        @Override
        public void stateChanged(CacheState before, CacheState now) {
            throw new IllegalStateException("thrown by a monitor");
        }

        @Override
        public void written(Duration latency, @Nullable Throwable failure) {
            throw new IllegalStateException("thrown by a monitor");
        }
    }
}
