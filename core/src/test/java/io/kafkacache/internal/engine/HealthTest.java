package io.kafkacache.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.CacheMonitor;
import io.kafkacache.CacheState;
import io.kafkacache.internal.engine.Health.Speaker;
import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogException.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class HealthTest {
    /** A monitor that keeps the last state it was told must not keep an older one. */
    @Test
    void changesAreToldInTheirOrderWhicheverThreadMadeThem() {
        List<CacheState> told = Collections.synchronizedList(new ArrayList<>(List.of(CacheState.CONNECTING)));
        List<String> gaps = Collections.synchronizedList(new ArrayList<>());
        CacheMonitor monitor = new CacheMonitor() {
            @Override
            public void stateChanged(CacheState before, CacheState now) {
                Thread.onSpinWait();
                synchronized (told) {
                    if (told.get(told.size() - 1) != before) {
                        gaps.add(told.get(told.size() - 1) + ", then " + before + " to " + now);
                    }
                    told.add(now);
                }
            }
        };
        Health health = new Health("users", new Guard("users", monitor), new Counters(), Runnable::run);
        health.succeeded(Speaker.DESCRIBE);
        CountDownLatch begin = new CountDownLatch(2);

        CompletableFuture<Void> ends = flapping(health, Speaker.ENDS, begin);
        CompletableFuture<Void> polls = flapping(health, Speaker.POLL, begin);
        CompletableFuture.allOf(ends, polls).join();

        assertThat(gaps).isEmpty();
        assertThat(told).last().isEqualTo(health.state());
    }

    /** On a thread of its own: the common pool may have a single one for both. */
    private static CompletableFuture<Void> flapping(Health health, Speaker speaker, CountDownLatch begin) {
        LogException away = new LogException(Kind.TOPIC_MISSING, "away", null);
        Runnable flaps = () -> {
            begin.countDown();
            while (begin.getCount() > 0) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < 20_000; i++) {
                health.failed(speaker, away, 0);
                health.succeeded(speaker);
            }
        };
        return CompletableFuture.runAsync(flaps, work -> new Thread(work).start());
    }
}
