package io.kafkacache.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.CacheState;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When meters come, and that they leave: all of a cache's own and no others. */
final class LifeOfSeriesTest {
    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    private final FakeCache users = new FakeCache("users", "app.users");
    private final FakeCache sessions = new FakeCache("sessions", "app.sessions");

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void closingRemovesTheCachesOwnMetersAndNoOthers() {
        registry.counter("other");
        users.partitions(3);
        sessions.partitions(3);
        CacheMeters ofUsers = CacheMeters.of(registry);
        CacheMeters ofSessions = CacheMeters.of(registry);
        ofUsers.opened(users);
        ofSessions.opened(sessions);
        int each = metersOf("users");

        ofUsers.closed(users);

        assertThat(each).isGreaterThan(40);
        assertThat(metersOf("users")).isZero();
        assertThat(metersOf("sessions")).isEqualTo(each);
        ofSessions.closed(sessions);
        assertThat(registry.getMeters()).hasSize(1);
    }

    @Test
    void whatIsToldAfterCloseBringsNothingBack() {
        users.partitions(3);
        CacheMeters meters = CacheMeters.of(registry);
        meters.opened(users);
        List<Meter> held = registry.getMeters();

        meters.closed(users);
        meters.closed(users);
        meters.stateChanged(CacheState.READY, CacheState.CLOSED);
        meters.written(Duration.ofMillis(1), null);
        meters.synced(Duration.ofMillis(1), null);
        clock.add(Duration.ofSeconds(1));
        users.partitions(5);
        read(held);

        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void anInstanceMayShowTheNextCacheAfterTheLast() {
        CacheMeters meters = CacheMeters.of(registry);
        meters.opened(users);
        meters.closed(users);

        meters.opened(sessions);

        assertThat(metersOf("users")).isZero();
        assertThat(metersOf("sessions")).isPositive();
    }

    @Test
    void aCacheOpenedAgainIsShownEvenIfItsPredecessorClosesLate() {
        FakeCache successor = new FakeCache("users", "app.users");
        users.partitions(1);
        successor.partitions(1);
        successor.entries = 7;
        CacheMeters first = CacheMeters.of(registry);
        first.opened(users);

        CacheMeters.of(registry).opened(successor);
        int shown = metersOf("users");
        first.closed(users);

        assertThat(metersOf("users")).isEqualTo(shown);
        assertThat(registry.get("kafka.cache.entries").gauge().value()).isEqualTo(7);
    }

    @Test
    void aRegistryOfRegistriesIsLeftEmptyToo() {
        CompositeMeterRegistry composite = new CompositeMeterRegistry(clock);
        composite.add(registry);
        users.entries = 7;
        users.partitions(2);
        CacheMeters meters = CacheMeters.of(composite);

        meters.opened(users);
        assertThat(registry.get("kafka.cache.entries").gauge().value()).isEqualTo(7);
        meters.closed(users);

        assertThat(composite.getMeters()).isEmpty();
        assertThat(registry.getMeters()).isEmpty();
        composite.close();
    }

    @Test
    void neitherMonitorNorRegistryKeepsAClosedCache() throws InterruptedException {
        ReferenceQueue<FakeCache> collected = new ReferenceQueue<>();
        CacheMeters meters = CacheMeters.of(registry);
        List<Meter> held = new ArrayList<>();
        try {
            Reference<FakeCache> closed = openAndClose(meters, held, collected);

            System.gc();

            assertThat(collected.remove(TimeUnit.SECONDS.toMillis(30))).isSameAs(closed);
        } finally {
            Reference.reachabilityFence(meters);
            Reference.reachabilityFence(held);
        }
    }

    @Test
    void closingWhileOthersScrapeLeavesNothingBehind() throws Exception {
        ExecutorService scrapers = Executors.newFixedThreadPool(3);
        try {
            for (int round = 0; round < 50; round++) {
                closeWhileScraped(scrapers);

                assertThat(registry.getMeters()).as("round %d", round).isEmpty();
            }
        } finally {
            scrapers.shutdown();
            assertThat(scrapers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void closeWhileScraped(ExecutorService scrapers) throws Exception {
        CacheMeters meters = CacheMeters.of(registry);
        meters.opened(users);
        List<Meter> held = registry.getMeters();
        AtomicBoolean done = new AtomicBoolean();
        CountDownLatch scraping = new CountDownLatch(3);
        List<Future<?>> running = new ArrayList<>();
        for (int scraper = 1; scraper <= 3; scraper++) {
            int partitions = scraper;
            running.add(scrapers.submit(() -> {
                do {
                    users.partitions(partitions);
                    clock.add(Duration.ofSeconds(1));
                    read(held);
                    scraping.countDown();
                } while (!done.get());
            }));
        }
        assertThat(scraping.await(30, TimeUnit.SECONDS)).isTrue();
        meters.closed(users);
        done.set(true);
        for (Future<?> each : running) {
            each.get(30, TimeUnit.SECONDS);
        }
    }

    private Reference<FakeCache> openAndClose(
            CacheMeters meters, List<Meter> held, ReferenceQueue<FakeCache> collected) {
        FakeCache cache = new FakeCache("short-lived", "app.users");
        cache.partitions(2);
        meters.opened(cache);
        held.addAll(registry.getMeters());
        meters.closed(cache);
        return new PhantomReference<>(cache, collected);
    }

    private static void read(List<Meter> meters) {
        meters.forEach(meter -> meter.measure().forEach(Measurement::getValue));
    }

    private int metersOf(String cache) {
        return (int) registry.getMeters().stream()
                .filter(meter -> cache.equals(meter.getId().getTag("cache")))
                .count();
    }
}
