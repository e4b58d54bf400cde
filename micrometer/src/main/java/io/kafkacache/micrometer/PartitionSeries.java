package io.kafkacache.micrometer;

import io.kafkacache.CacheStatus;
import io.kafkacache.PartitionStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** The series of each partition, as long as there are few partitions. Not thread-safe: used under the lock of {@link CacheSeries}. */
final class PartitionSeries {
    private static final long FINGERPRINT_BITS = (1L << 52) - 1;

    private final MeterRegistry registry;
    private final Tags tags;
    private final int maxPartitions;
    private final Map<Integer, List<Meter>> shown = new HashMap<>();

    PartitionSeries(MeterRegistry registry, Tags tags, int maxPartitions) {
        this.registry = registry;
        this.tags = tags;
        this.maxPartitions = maxPartitions;
    }

    /** Shows the partitions of this status and no others. */
    void follow(CacheStatus status, CacheSeries series) {
        Set<Integer> wanted = new TreeSet<>();
        if (status.partitions().size() <= maxPartitions) {
            status.partitions().forEach(known -> wanted.add(known.partition()));
        }
        if (wanted.equals(shown.keySet())) {
            return;
        }
        for (int partition : Set.copyOf(shown.keySet())) {
            if (!wanted.contains(partition)) {
                OwnMeters.remove(registry, shown.remove(partition));
            }
        }
        for (int partition : wanted) {
            if (!shown.containsKey(partition)) {
                shown.put(partition, register(partition, series));
            }
        }
    }

    void removeAll() {
        OwnMeters.remove(registry, shown.values().stream().flatMap(List::stream).toList());
        shown.clear();
    }

    private List<Meter> register(int partition, CacheSeries series) {
        return List.of(
                gauge("position", "Next offset to apply in the partition", partition, series, known -> known.position()
                        .offset()),
                gauge(
                        "head",
                        "Last known end of the partition; NaN while not known",
                        partition,
                        series,
                        known -> StatusMeter.orNaN(known.head())),
                gauge(
                        "lag.records",
                        "Offsets of the partition not applied yet; NaN while its head is not known",
                        partition,
                        series,
                        known -> StatusMeter.orNaN(known.lag())),
                gauge(
                        "fingerprint",
                        "Sum over the entries of the partition, modulo 2^52, to compare pods at equal positions; NaN while not known",
                        partition,
                        series,
                        PartitionSeries::fingerprint));
    }

    /** A double holds 53 bits exactly; fewer than all 64 still tell replicas apart. */
    private static double fingerprint(PartitionStatus known) {
        Long sum = known.fingerprint();
        return sum == null ? Double.NaN : sum & FINGERPRINT_BITS;
    }

    private Meter gauge(
            String what, String meaning, int partition, CacheSeries series, ToDoubleFunction<PartitionStatus> value) {
        return Gauge.builder(
                        StatusMeter.PREFIX + "partition." + what,
                        series,
                        read -> find(read.status().partitions(), partition, value))
                .description(meaning)
                .tags(tags.and("partition", Integer.toString(partition)))
                .register(registry);
    }

    private static double find(List<PartitionStatus> all, int partition, ToDoubleFunction<PartitionStatus> value) {
        // Normally partition n stands at n; looking through all of them for each series would cost the square of their
        // number.
        if (partition < all.size() && all.get(partition).partition() == partition) {
            return value.applyAsDouble(all.get(partition));
        }
        return all.stream()
                .filter(candidate -> candidate.partition() == partition)
                .mapToDouble(value)
                .findFirst()
                .orElse(Double.NaN);
    }
}
