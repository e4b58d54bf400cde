package io.kafkacache.scripted;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.internal.driver.Driver;
import io.kafkacache.internal.log.LogWriter;
import io.kafkacache.internal.log.RecordBatch;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class ThreadedLogTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private final ScriptedLog log = ScriptedLog.create("users", 1).threaded();

    @Test
    void aPollWaitsForAnAppend() {
        try (LogUser user = LogUser.committed(log)) {
            CompletableFuture<Integer> polled = new CompletableFuture<>();
            Driver driver = log.driver("threaded", null, null);
            driver.start("reader", () -> {
                polled.complete(user.reader.poll(LONG).count());
                return Driver.Step.END;
            });

            log.append(0, "a", "1");

            assertThat(log.await(polled, LONG)).isTrue();
            assertThat(polled).isCompletedWithValue(1);
            driver.close();
        }
    }

    @Test
    void wakeupEndsThePollThatWaitsOrTheNext() {
        try (LogUser user = LogUser.committed(log)) {
            user.reader.wakeup();
            long before = System.nanoTime();

            RecordBatch batch = user.reader.poll(LONG);

            assertThat(batch.count()).isZero();
            assertThat(System.nanoTime() - before).isLessThan(LONG.toNanos());
        }
    }

    @Test
    void aPollEndsAfterItsTime() {
        try (LogUser user = LogUser.committed(log)) {
            long before = System.nanoTime();

            assertThat(user.reader.poll(Duration.ofMillis(20)).restNanos()).isZero();

            assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(20_000_000);
        }
    }

    @Test
    void anAcknowledgementThatThrowsHoldsUpNoOther() {
        try (LogUser user = LogUser.committed(log)) {
            LogWriter writer = user.port.openWriter();
            CompletableFuture<Long> second = new CompletableFuture<>();

            writer.send(0, 1_000, new byte[] {1}, null, new RecordHeaders(), (offset, failure) -> {
                throw new IllegalStateException("thrown by a test");
            });
            writer.send(
                    0, 1_000, new byte[] {1}, null, new RecordHeaders(), (offset, failure) -> second.complete(offset));

            assertThat(log.await(second, LONG)).isTrue();
        }
    }

    @Test
    void writesAndAnswersComeOnAThreadOfTheLogWhichLeaves() throws InterruptedException {
        CountDownLatch all = new CountDownLatch(1000);
        AtomicInteger outOfOrder = new AtomicInteger();
        AtomicInteger next = new AtomicInteger();
        try (LogUser user = LogUser.committed(log)) {
            LogWriter writer = user.port.openWriter();
            for (int i = 0; i < 1000; i++) {
                writer.send(0, 1_000, new byte[] {1}, null, new RecordHeaders(), (offset, failure) -> {
                    if (offset != next.getAndIncrement()) {
                        outOfOrder.incrementAndGet();
                    }
                    all.countDown();
                });
            }

            assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(outOfOrder).hasValue(0);
            assertThat(log.await(user.port.describe(), LONG)).isTrue();
        }
        long until = System.nanoTime() + LONG.toNanos();
        while (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("kafka-cache-"))) {
            assertThat(System.nanoTime()).isLessThan(until);
            Thread.onSpinWait();
        }
    }
}
