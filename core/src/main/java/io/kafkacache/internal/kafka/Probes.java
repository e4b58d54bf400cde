package io.kafkacache.internal.kafka;

import io.kafkacache.Position;
import io.kafkacache.internal.log.RecordBatch;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Asks whether really nothing can be read at a position: the short-end rule. An empty poll proves nothing by itself: the broker may not
 * have been reached, may throttle, or may have left the partition out of its answer for the sake of others. So the asking consumer has this
 * partition alone, and an empty stretch counts only if fetches were answered in it, none of them delayed. One probe at a time, on a thread
 * that ends with the last. Safe for any thread.
 */
final class Probes implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int WAITS = 3;
    /** Of the fetches that fill three waits, one may end just behind them. */
    private static final int ANSWERS = WAITS - 1;

    private final Clients clients;
    private final Failures failures;
    private final Needs needs;
    private final long windowNanos;
    private final ThreadPoolExecutor thread;
    private final Set<Probe> outstanding = ConcurrentHashMap.newKeySet();

    Probes(String topic, Clients clients, Failures failures, int fetchWaitMillis, ThreadFactory threads) {
        this.clients = clients;
        this.needs = Needs.onTopic("Read", topic);
        this.failures = failures;
        this.windowNanos = WAITS * TimeUnit.MILLISECONDS.toNanos(fetchWaitMillis);
        this.thread = new ThreadPoolExecutor(0, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    }

    CompletableFuture<Boolean> probe(int partition, Position at) {
        Probe probe = new Probe(partition, at);
        outstanding.add(probe);
        try {
            thread.execute(probe);
        } catch (RejectedExecutionException e) {
            probe.closed();
        }
        return probe.answer;
    }

    private boolean nothingComes(int partition, Position at) {
        try (KafkaLogReader reader = clients.probe()) {
            reader.assign(Map.of(partition, at));
            return connected(reader) && emptyStretch(reader) && emptyStretch(reader) && reader.answered(partition);
        }
    }

    /** Waits for the first answer; false if there is none, or one that already brings something. */
    private static boolean connected(KafkaLogReader reader) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (reader.fetches() == 0) {
            long left = end - System.nanoTime();
            if (left <= 0
                    || brought(reader.poll(Duration.ofNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)))))) {
                return false;
            }
        }
        return true;
    }

    private boolean emptyStretch(KafkaLogReader reader) {
        double before = reader.fetches();
        long end = System.nanoTime() + windowNanos;
        for (long left = windowNanos; left > 0; left = end - System.nanoTime()) {
            if (brought(reader.poll(Duration.ofNanos(left)))) {
                return false;
            }
        }
        return reader.fetches() >= before + ANSWERS && !reader.throttled();
    }

    private static boolean brought(RecordBatch batch) {
        return batch.count() > 0 || !batch.nextPositions().isEmpty();
    }

    /** Fails what was not answered yet. */
    @Override
    public void close() {
        thread.shutdownNow();
        outstanding.forEach(Probe::closed);
    }

    private final class Probe implements Runnable {
        private final int partition;
        private final Position at;
        private final CompletableFuture<Boolean> answer = new CompletableFuture<>();

        Probe(int partition, Position at) {
            this.partition = partition;
            this.at = at;
        }

        @Override
        public void run() {
            try {
                answer.complete(nothingComes(partition, at));
            } catch (Throwable e) {
                answer.completeExceptionally(failures.of(e, needs));
            } finally {
                outstanding.remove(this);
            }
        }

        void closed() {
            outstanding.remove(this);
            answer.completeExceptionally(failures.closed());
        }
    }
}
