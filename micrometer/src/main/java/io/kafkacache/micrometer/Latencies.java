package io.kafkacache.micrometer;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How long what the cache was asked to do took, apart by outcome. Safe for any thread. */
record Latencies(ByOutcome put, ByOutcome sync) {
    record ByOutcome(Timer ok, Timer error) {
        void record(Duration latency, @Nullable Throwable failure) {
            (failure == null ? ok : error).record(latency);
        }
    }

    static Latencies register(MeterRegistry registry, Tags tags) {
        return new Latencies(
                timers(registry, tags, "put", "Time from put or delete to the acknowledgement or the failure"),
                timers(registry, tags, "sync", "Time from sync to its completion or failure"));
    }

    List<Meter> meters() {
        return List.of(put.ok(), put.error(), sync.ok(), sync.error());
    }

    private static ByOutcome timers(MeterRegistry registry, Tags tags, String what, String meaning) {
        return new ByOutcome(
                timer(registry, tags.and("outcome", "ok"), what, meaning),
                timer(registry, tags.and("outcome", "error"), what, meaning));
    }

    private static Timer timer(MeterRegistry registry, Tags tags, String what, String meaning) {
        return Timer.builder(StatusMeter.PREFIX + what)
                .description(meaning)
                .tags(tags)
                .register(registry);
    }
}
