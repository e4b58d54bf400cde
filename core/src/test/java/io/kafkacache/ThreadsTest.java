package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cache on threads: which there are, what runs on them, that they leave. */
class ThreadsTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    @BeforeEach
    void onThreads() {
        topic.log.threaded();
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("kafka-cache-users"))
                .toList();
    }

    @Test
    void allLeaveWithTheCache() throws InterruptedException {
        KafkaCache<String, String> users = topic.openReady(b -> b.readOnly(false));
        users.listen(step -> {});
        users.put("ann", "Ann")
                .thenCompose(users::await)
                .orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS)
                .join();
        List<Thread> running = threads();

        users.close();

        assertThat(running.stream().map(Thread::getName))
                .contains(
                        "kafka-cache-users-reader",
                        "kafka-cache-users-writer",
                        "kafka-cache-users-timer",
                        "kafka-cache-users-listener-1");
        assertThat(running).allMatch(Thread::isDaemon);
        for (Thread thread : running) {
            thread.join(DEADLINE.toMillis());
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    @Test
    void aReadOnlyCacheHasNoWriter() {
        topic.openReady();

        assertThat(threads().stream().map(Thread::getName)).doesNotContain("kafka-cache-users-writer");
    }

    @Test
    void dependentsRunOnWorkersAndNeverOnTheReader() {
        KafkaCache<String, String> users = topic.open(b -> b.readOnly(false));
        Set<String> seen = ConcurrentHashMap.newKeySet();

        CompletableFuture<?> ready = users.ready().thenRun(() -> note(seen));
        CompletableFuture<?> put = users.put("ann", "Ann").thenRun(() -> note(seen));
        CompletableFuture<?> sync = users.sync().thenRun(() -> note(seen));
        CompletableFuture.allOf(ready, put, sync)
                .orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS)
                .join();

        String test = Thread.currentThread().getName();
        assertThat(seen).allMatch(name -> name.equals(test) || name.startsWith("kafka-cache-users-worker-"));
    }

    private static void note(Set<String> seen) {
        seen.add(Thread.currentThread().getName());
    }

    /** A monitor that is slow would hold up what Kafka's threads do, for every cache of a producer or admin client: acknowledgements, answers. */
    @Test
    void theMonitorIsToldOnThreadsOfTheCacheAndNeverOfTheLog() {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        Set<CacheState> states = ConcurrentHashMap.newKeySet();
        topic.log.append(0, "ann", "Ann");
        topic.log.faults().hangPolls();
        KafkaCache<String, String> users = topic.open(b -> b.readOnly(false).monitor(new CacheMonitor() {
            @Override
            public void stateChanged(CacheState before, CacheState now) {
                note(seen);
                states.add(now);
            }

            @Override
            public void written(Duration latency, @Nullable Throwable failure) {
                note(seen);
            }
        }));
        users.put("bob", "Bob")
                .orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS)
                .join();
        topic.log.faults().resumePolls();
        users.awaitReady(DEADLINE);
        users.close();

        long until = System.nanoTime() + DEADLINE.toNanos();
        while (!states.containsAll(Set.of(CacheState.CATCHING_UP, CacheState.READY, CacheState.CLOSED))) {
            assertThat(System.nanoTime()).as("told until now: %s", states).isLessThan(until);
            Thread.onSpinWait();
        }
        String test = Thread.currentThread().getName();
        assertThat(seen).allMatch(name -> name.equals(test) || name.startsWith("kafka-cache-users-"));
    }

    @Test
    void dependentsRunOnTheUsersExecutorWhereThereIsOne() {
        ExecutorService own = Executors.newSingleThreadExecutor(work -> new Thread(work, "mine"));
        try {
            topic.log.faults().hangPolls();
            topic.log.append(0, "ann", "Ann");
            KafkaCache<String, String> users = topic.open(b -> b.callbackExecutor(own));
            CompletableFuture<String> ready =
                    users.ready().thenApply(done -> Thread.currentThread().getName());

            topic.log.faults().resumePolls();

            assertThat(ready.orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).join())
                    .isEqualTo("mine");
        } finally {
            own.shutdown();
        }
    }

    /** Callbacks that wait for each other on a pool of fixed size never end. */
    @Test
    void callbacksMayWaitForEachOther() {
        KafkaCache<String, String> users = topic.openReady();
        topic.log.faults().hangPolls();
        topic.log.append(0, "ann", "Ann");
        CountDownLatch all = new CountDownLatch(20);
        CompletableFuture<?>[] waiting = new CompletableFuture<?>[20];
        for (int i = 0; i < waiting.length; i++) {
            waiting[i] = users.sync().thenRun(() -> meet(all));
        }

        topic.log.faults().resumePolls();
        CompletableFuture.allOf(waiting)
                .orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS)
                .join();

        assertThat(users.get("ann")).isEqualTo("Ann");
    }

    private static void meet(CountDownLatch all) {
        all.countDown();
        try {
            assertThat(all.await(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aCallbackThatBlocksHoldsUpNobody() {
        KafkaCache<String, String> users = topic.openReady();
        topic.log.faults().hangPolls();
        topic.log.append(0, "ann", "Ann");
        CountDownLatch release = new CountDownLatch(2);
        CompletableFuture<Void> blocked = users.sync().thenRun(() -> meet(release));

        topic.log.faults().resumePolls();
        users.sync().orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
        String read = users.get("ann");
        release.countDown();

        assertThat(read).isEqualTo("Ann");
        blocked.orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Test
    void closingFromACallbackEndsTheThreadsToo() throws InterruptedException {
        KafkaCache<String, String> users = topic.openReady();
        List<Thread> running = threads();

        users.sync()
                .thenRun(users::close)
                .orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS)
                .join();

        for (Thread thread : running) {
            if (!thread.getName().contains("worker")) {
                thread.join(DEADLINE.toMillis());
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }
}
