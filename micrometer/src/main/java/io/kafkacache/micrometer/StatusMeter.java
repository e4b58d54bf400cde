package io.kafkacache.micrometer;

import io.kafkacache.CacheStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One meter that shows something of a status. The registry appends what its convention asks for: Prometheus {@code _total} to counters,
 * the base unit to gauges. What is not known is NaN, never −1 or 0: a sum with −1 in it is quietly wrong, one with NaN visibly unknown, and
 * no alert's comparison matches NaN.
 *
 * @param kind what it becomes in the registry
 * @param name in Micrometer's dots
 * @param unit the base unit, or null
 * @param tags its own, beside those of the cache
 * @param meaning one sentence, which docs/metrics.md repeats
 * @param value what it shows
 */
record StatusMeter(
        Kind kind, String name, @Nullable String unit, Tags tags, String meaning, ToDoubleFunction<CacheStatus> value) {
    static final String PREFIX = "kafka.cache.";

    enum Kind {
        GAUGE,
        SECONDS,
        COUNTER
    }

    Meter register(MeterRegistry registry, Tags cacheTags, CacheSeries series) {
        Tags all = cacheTags.and(tags);
        // The functions must not capture the series: the registry holds them strongly.
        return switch (kind) {
            case GAUGE ->
                Gauge.builder(name, series, read -> value.applyAsDouble(read.status()))
                        .description(meaning)
                        .baseUnit(unit)
                        .tags(all)
                        .register(registry);
            case SECONDS ->
                TimeGauge.builder(name, series, TimeUnit.SECONDS, read -> value.applyAsDouble(read.status()))
                        .description(meaning)
                        .tags(all)
                        .register(registry);
            case COUNTER ->
                FunctionCounter.builder(name, series, read -> read.count(value))
                        .description(meaning)
                        .tags(all)
                        .register(registry);
        };
    }

    static double orNaN(long known) {
        return known < 0 ? Double.NaN : known;
    }

    static double seconds(@Nullable Duration duration) {
        return duration == null ? Double.NaN : duration.toMillis() / 1e3;
    }

    static StatusMeter flag(String name, String meaning, Predicate<CacheStatus> value) {
        return gauge(name, null, meaning, status -> value.test(status) ? 1 : 0);
    }

    static StatusMeter number(String name, String meaning, ToLongFunction<CacheStatus> value) {
        return gauge(name, null, meaning, value::applyAsLong);
    }

    static StatusMeter gauge(String name, @Nullable String unit, String meaning, ToDoubleFunction<CacheStatus> value) {
        return new StatusMeter(Kind.GAUGE, PREFIX + name, unit, Tags.empty(), meaning, value);
    }

    static StatusMeter seconds(String name, String meaning, ToDoubleFunction<CacheStatus> value) {
        return new StatusMeter(Kind.SECONDS, PREFIX + name, null, Tags.empty(), meaning, value);
    }

    static StatusMeter counter(String name, String meaning, ToDoubleFunction<CacheStatus> value) {
        return new StatusMeter(Kind.COUNTER, PREFIX + name, null, Tags.empty(), meaning, value);
    }

    StatusMeter with(String tag, String is) {
        return new StatusMeter(kind, name, unit, tags.and(tag, is), meaning, value);
    }
}
