package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kafkacache.codec.Codecs;
import io.kafkacache.scripted.ScriptedLog;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The topic {@code users} on a scripted log, and the caches a test opens on it: closed after the test, leaving no client open. */
final class TestTopic implements AfterEachCallback {
    /** On the scripted clock: it costs nothing to wait. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration TICK = Duration.ofMillis(20);

    final ScriptedLog log;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    TestTopic(int partitions) {
        log = ScriptedLog.create("users", partitions);
    }

    Builder<String, String, String, String, KafkaCache<String, String>> builder() {
        return KafkaCache.builder("users", Codecs.utf8(), Codecs.utf8()).log(log);
    }

    KafkaCache<String, String> open() {
        return open(builder -> builder);
    }

    KafkaCache<String, String> open(
            UnaryOperator<Builder<String, String, String, String, KafkaCache<String, String>>> options) {
        return closing(options.apply(builder()).open());
    }

    /** A cache whose replay has met a hole where a tombstone was, long after its retention; its polls hang. */
    KafkaCache<String, String> openAndOverrun(
            boolean deleting,
            UnaryOperator<Builder<String, String, String, String, KafkaCache<String, String>>> options) {
        log.configure(true, deleting, Duration.ofMillis(1));
        fill(0, 10);
        log.delete(0, "k1");
        log.append(0, "ann", "Ann");
        log.faults().pollLimit(1);
        KafkaCache<String, String> cache = open(options);
        until(() -> cache.status().recordsApplied() == 3);
        log.faults().hangPolls();
        log.advance(Duration.ofMillis(10));
        log.partition(0).compact(true);
        return cache;
    }

    /** The topic is made again with five records, of which the rebuild has read two. */
    void recreateAndReadTwo(ReadableCache<String, String> cache) {
        log.faults().hangPolls();
        log.recreateTopic(1);
        fill(0, 5);
        until(() -> cache.status().catchUp().totalOffsets() == 5);
        log.faults().pollLimit(1);
        log.faults().resumePolls();
        until(() -> cache.status().catchUp().doneOffsets() == 2);
    }

    KafkaCache<String, String> openReady() {
        return openReady(builder -> builder);
    }

    KafkaCache<String, String> openReady(
            UnaryOperator<Builder<String, String, String, String, KafkaCache<String, String>>> options) {
        KafkaCache<String, String> cache = open(options);
        cache.awaitReady(PATIENCE);
        return cache;
    }

    /** Has something closed after the test. */
    <C extends AutoCloseable> C closing(C closeable) {
        opened.push(closeable);
        return closeable;
    }

    /** Steps until something holds, moving the clock where nothing can run. */
    void until(BooleanSupplier holds) {
        for (Duration waited = Duration.ZERO; !holds.getAsBoolean(); ) {
            if (!log.step()) {
                assertThat(waited).as("waited in vain").isLessThan(PATIENCE);
                log.advance(TICK);
                waited = waited.plus(TICK);
            }
        }
    }

    /** Time enough for what is under way without faults, and for listeners to be told. */
    void settle() {
        log.advance(Duration.ofSeconds(1));
    }

    /** Appends {@code k0=v0}, {@code k1=v1} and so on. */
    void fill(int partition, int records) {
        for (int i = 0; i < records; i++) {
            log.append(partition, "k" + i, "v" + i);
        }
    }

    /** What a future failed with. */
    Throwable failure(CompletableFuture<?> future) {
        assertThat(log.await(future, PATIENCE)).as("the future is done").isTrue();
        Throwable failure = catchThrowable(future::join);
        assertThat(failure).isInstanceOf(CompletionException.class);
        return Objects.requireNonNull(failure.getCause());
    }

    /** What a cache shows, by key; where the key's newest record was rejected, null. */
    static Map<String, @Nullable String> contents(ReadableCache<String, String> cache) {
        Map<String, @Nullable String> contents = new TreeMap<>();
        cache.forEach(entry -> contents.put(entry.key(), entry.rejection() == null ? entry.value() : null));
        return contents;
    }

    static long position(ReadableCache<?, ?> cache, int partition) {
        return cache.status().partitions().get(partition).position().offset();
    }

    @Override
    public void afterEach(ExtensionContext test) throws Exception {
        log.faults().heal();
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
        assertThat(log.usage().openReaders()).as("open readers").isZero();
        assertThat(log.usage().openWriters()).as("open writers").isZero();
        assertThat(log.usage().openPorts()).as("open logs").isZero();
    }
}
