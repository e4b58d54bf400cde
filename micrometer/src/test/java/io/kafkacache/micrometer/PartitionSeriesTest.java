package io.kafkacache.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.CacheState;
import io.kafkacache.PartitionStatus;
import io.kafkacache.Position;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which partitions are shown one by one. */
final class PartitionSeriesTest {
    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    private final CacheMeters meters = CacheMeters.of(registry);
    private final FakeCache users = new FakeCache("users", "app.users");

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void thirtyTwoPartitionsAreShownOneByOne() {
        users.partitions(32);

        meters.opened(users);

        assertThat(lags()).hasSize(32);
        assertThat(lag(31)).isEqualTo(31);
        assertThat(registry.get("kafka.cache.lag.records.max").gauge().value()).isEqualTo(31);
    }

    @Test
    void ofMoreOnlySumAndMaximumAreShown() {
        users.partitions(33);
        users.lagRecords = 528;

        meters.opened(users);

        assertThat(lags()).isEmpty();
        assertThat(registry.get("kafka.cache.lag.records").gauge().value()).isEqualTo(528);
        assertThat(registry.get("kafka.cache.lag.records.max").gauge().value()).isEqualTo(32);
    }

    @Test
    void onRequestHoweverManyAreShown() {
        users.partitions(100);

        meters.everyPartition().opened(users);

        assertThat(lags()).hasSize(100);
    }

    @Test
    void partitionsAppearOnceTheTopicIsDescribed() {
        meters.opened(users);
        assertThat(lags()).isEmpty();
        users.partitions(4);

        meters.stateChanged(CacheState.CONNECTING, CacheState.CATCHING_UP);

        assertThat(lags()).hasSize(4);
    }

    @Test
    void aScrapeNoticesPartitionsThatCameAndWent() {
        users.partitions(4);
        meters.opened(users);

        users.partitions(6);
        readLater();
        assertThat(lags()).hasSize(6);
        users.partitions(2);
        readLater();
        assertThat(lags()).hasSize(2);
        users.partitions(40);
        readLater();
        assertThat(lags()).isEmpty();
    }

    @Test
    void aPartitionIsFoundWhereTheListHasGaps() {
        users.partitions(6);
        users.partitions = List.of(users.partitions.get(5), users.partitions.get(2));

        meters.opened(users);

        assertThat(lag(5)).isEqualTo(5);
        assertThat(lag(2)).isEqualTo(2);
    }

    @Test
    void aFingerprintIsCutToWhatADoubleHolds() {
        users.partitions = List.of(
                new PartitionStatus(0, Position.at(10), 10, 10, -1L),
                new PartitionStatus(1, Position.at(10), 10, 10, null));

        meters.opened(users);

        assertThat(fingerprint(0)).isEqualTo(4_503_599_627_370_495.0);
        assertThat(fingerprint(1)).isNaN();
    }

    private double fingerprint(int partition) {
        return registry.get("kafka.cache.partition.fingerprint")
                .tag("partition", Integer.toString(partition))
                .gauge()
                .value();
    }

    private void readLater() {
        clock.add(Duration.ofSeconds(1));
        registry.get("kafka.cache.entries").gauge().value();
    }

    private Collection<Gauge> lags() {
        return registry.find("kafka.cache.partition.lag.records").gauges();
    }

    private double lag(int partition) {
        return registry.get("kafka.cache.partition.lag.records")
                .tag("partition", Integer.toString(partition))
                .gauge()
                .value();
    }
}
