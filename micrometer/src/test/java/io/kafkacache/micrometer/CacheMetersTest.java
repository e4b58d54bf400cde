package io.kafkacache.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.CacheState;
import io.kafkacache.OpenTransaction;
import io.kafkacache.PartitionStatus;
import io.kafkacache.Position;
import io.kafkacache.RejectionReason;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the meters show, as Prometheus reads them. */
final class CacheMetersTest {
    private final MockClock clock = new MockClock();
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), clock);
    private final CacheMeters meters = CacheMeters.of(registry);
    private final FakeCache users = new FakeCache("users", "app.users");

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void everySeriesExistsBeforeItsFirstUse() {
        meters.opened(users);

        Scrape scrape = Scrape.of(registry);

        for (CacheState state : CacheState.values()) {
            assertThat(scrape.users("kafka_cache_state", label("state", state.name())))
                    .isEqualTo(state == CacheState.CONNECTING ? 1 : 0);
        }
        for (RejectionReason reason : RejectionReason.values()) {
            assertThat(scrape.users("kafka_cache_dead_letters_total")).isEqualTo(8);
            assertThat(scrape.users("kafka_cache_dead_letter_errors_total")).isEqualTo(9);
            assertThat(scrape.users("kafka_cache_rejections_total", label("reason", reason.name())))
                    .isZero();
        }
        for (String outcome : List.of("ok", "error")) {
            assertThat(scrape.users("kafka_cache_put_seconds_count", label("outcome", outcome)))
                    .isZero();
            assertThat(scrape.users("kafka_cache_sync_seconds_count", label("outcome", outcome)))
                    .isZero();
        }
        assertThat(scrape.users("kafka_cache_ready")).isZero();
        assertThat(scrape.users("kafka_cache_records_applied_total")).isZero();
    }

    @Test
    void whatIsNotKnownIsNotANumber() {
        users.partitions = List.of(new PartitionStatus(0, Position.at(7), 9, -1, null));

        meters.opened(users);

        Scrape scrape = Scrape.of(registry);
        assertThat(scrape.users("kafka_cache_lag_records")).isNaN();
        assertThat(scrape.users("kafka_cache_lag_records_max")).isNaN();
        assertThat(scrape.users("kafka_cache_lag_seconds")).isNaN();
        assertThat(scrape.users("kafka_cache_staleness_seconds")).isNaN();
        assertThat(scrape.users("kafka_cache_open_transaction_timestamp_seconds"))
                .isNaN();
        assertThat(scrape.users("kafka_cache_partition_head", label("partition", "0")))
                .isNaN();
        assertThat(scrape.users("kafka_cache_partition_lag_records", label("partition", "0")))
                .isNaN();
        assertThat(scrape.users("kafka_cache_partition_position", label("partition", "0")))
                .isEqualTo(7);
    }

    @Test
    void everyPartOfTheStatusIsShown() {
        users.ready = true;
        users.state = CacheState.READY;
        users.entries = 12;
        users.retainedEntries = 2;
        users.recordsApplied = 40;
        users.lagRecords = 3;
        users.lagSeconds = 0.25;
        users.staleness = Duration.ofMillis(1_250);
        users.lastError = "kafka:9092 does not answer";
        users.openTransaction = new OpenTransaction(1, 11, Instant.ofEpochMilli(1_700_000_000_500L));
        users.rejections.put(RejectionReason.UNDECODABLE_VALUE, 9L);
        users.partitions(3);

        meters.opened(users);

        Scrape scrape = Scrape.of(registry);
        assertThat(scrape.users("kafka_cache_ready")).isEqualTo(1);
        assertThat(scrape.users("kafka_cache_servable")).isEqualTo(1);
        assertThat(scrape.users("kafka_cache_live")).isEqualTo(1);
        assertThat(scrape.users("kafka_cache_stale")).isZero();
        assertThat(scrape.users("kafka_cache_complete")).isEqualTo(1);
        assertThat(scrape.users("kafka_cache_read_only")).isZero();
        assertThat(scrape.users("kafka_cache_kafka_error")).isEqualTo(1);
        assertThat(scrape.users("kafka_cache_state", label("state", "READY"))).isEqualTo(1);
        assertThat(scrape.users("kafka_cache_lag_records")).isEqualTo(3);
        assertThat(scrape.users("kafka_cache_lag_records_max")).isEqualTo(2);
        assertThat(scrape.users("kafka_cache_lag_seconds")).isEqualTo(0.25);
        assertThat(scrape.users("kafka_cache_staleness_seconds")).isEqualTo(1.25);
        assertThat(scrape.users("kafka_cache_entries")).isEqualTo(12);
        assertThat(scrape.users("kafka_cache_store_bytes")).isEqualTo(12_000);
        assertThat(scrape.users("kafka_cache_retained_entries")).isEqualTo(2);
        assertThat(scrape.users("kafka_cache_generation")).isEqualTo(1);
        assertThat(scrape.users("kafka_cache_partitions")).isEqualTo(3);
        assertThat(scrape.users("kafka_cache_uncovered_partitions")).isEqualTo(2);
        assertThat(scrape.users("kafka_cache_catch_up_done_offsets")).isEqualTo(30);
        assertThat(scrape.users("kafka_cache_catch_up_range_offsets")).isEqualTo(100);
        assertThat(scrape.users("kafka_cache_catch_up_records")).isEqualTo(25);
        assertThat(scrape.users("kafka_cache_catch_up_read_bytes")).isEqualTo(2_500);
        assertThat(scrape.users("kafka_cache_catch_up_lap")).isEqualTo(1);
        assertThat(scrape.users("kafka_cache_catch_up_elapsed_seconds")).isEqualTo(1.5);
        assertThat(scrape.users("kafka_cache_open_transaction_timestamp_seconds"))
                .isEqualTo(1_700_000_000.5);
        assertThat(scrape.users("kafka_cache_records_applied_total")).isEqualTo(40);
        assertThat(scrape.users("kafka_cache_missing_kafka_key_total")).isEqualTo(2);
        assertThat(scrape.users("kafka_cache_stream_error_total")).isEqualTo(3);
        assertThat(scrape.users("kafka_cache_listener_errors_total")).isEqualTo(4);
        assertThat(scrape.users("kafka_cache_index_errors_total")).isEqualTo(10);
        assertThat(scrape.users("kafka_cache_short_ends_total")).isEqualTo(5);
        assertThat(scrape.users("kafka_cache_keys_on_several_partitions_total")).isEqualTo(6);
        assertThat(scrape.users("kafka_cache_commit_errors_total")).isEqualTo(7);
        assertThat(scrape.users("kafka_cache_rejections_total", label("reason", "UNDECODABLE_VALUE")))
                .isEqualTo(9);
    }

    @Test
    void putsAndSyncsAreTimedByOutcome() {
        meters.opened(users);

        meters.written(Duration.ofMillis(20), null);
        meters.written(Duration.ofMillis(30), null);
        meters.written(Duration.ofSeconds(2), new IllegalStateException("full"));
        meters.synced(Duration.ofMillis(5), null);

        Scrape scrape = Scrape.of(registry);
        assertThat(scrape.users("kafka_cache_put_seconds_count", label("outcome", "ok")))
                .isEqualTo(2);
        assertThat(scrape.users("kafka_cache_put_seconds_sum", label("outcome", "ok")))
                .isEqualTo(0.05);
        assertThat(scrape.users("kafka_cache_put_seconds_max", label("outcome", "error")))
                .isEqualTo(2);
        assertThat(scrape.users("kafka_cache_sync_seconds_count", label("outcome", "ok")))
                .isEqualTo(1);
        assertThat(scrape.users("kafka_cache_sync_seconds_count", label("outcome", "error")))
                .isZero();
    }

    @Test
    void aScrapeAsksForTheStatusOnce() {
        users.partitions(32);
        meters.opened(users);
        clock.add(Duration.ofSeconds(15));
        int before = users.statusCalls.get();

        registry.scrape();
        clock.add(Duration.ofMillis(99));
        registry.scrape();
        assertThat(users.statusCalls.get() - before).isEqualTo(1);

        clock.add(Duration.ofMillis(1));
        registry.scrape();
        assertThat(users.statusCalls.get() - before).isEqualTo(2);
    }

    @Test
    void aChangeOfStateShowsAtOnce() {
        meters.opened(users);
        users.state = CacheState.CATCHING_UP;

        meters.stateChanged(CacheState.CONNECTING, CacheState.CATCHING_UP);

        Scrape scrape = Scrape.of(registry);
        assertThat(scrape.users("kafka_cache_state", label("state", "CATCHING_UP")))
                .isEqualTo(1);
        assertThat(scrape.users("kafka_cache_state", label("state", "CONNECTING")))
                .isZero();
    }

    @Test
    void aStatusThatCannotBeHadHidesNeitherTheCountersNorOtherMeters() {
        registry.counter("other", "any", "tag").increment();
        users.recordsApplied = 40;
        meters.opened(users);
        clock.add(Duration.ofSeconds(15));
        users.statusFails = new IllegalStateException("broken");

        Scrape scrape = Scrape.of(registry);

        assertThat(scrape.users("kafka_cache_live")).isNaN();
        assertThat(scrape.users("kafka_cache_records_applied_total")).isEqualTo(40);
        assertThat(scrape.samples()).containsKey("other_total{any=\"tag\"}");
    }

    @Test
    void secondCacheOnOneMonitorIsRefusedWithTheWayOut() {
        FakeCache sessions = new FakeCache("sessions", "app.sessions");
        meters.opened(users);

        assertThatThrownBy(() -> meters.opened(sessions))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("sessions")
                .hasMessageContaining("give each cache its own CacheMeters.of(registry)");

        meters.closed(sessions);
        assertThat(Scrape.of(registry).users("kafka_cache_live")).isEqualTo(1);
        assertThat(registry.find("kafka.cache.live").tag("cache", "sessions").meter())
                .isNull();
    }

    private static String label(String name, String value) {
        return name + "=\"" + value + "\"";
    }
}
