package io.kafkacache.micrometer;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Takes meters out of a registry, but never those that a successor has registered under the same ids since. */
final class OwnMeters {
    private OwnMeters() {}

    static void remove(MeterRegistry registry, Collection<Meter> own) {
        // Meters are equal by id, and a registry removes by id.
        Set<Meter> present = Collections.newSetFromMap(new IdentityHashMap<>());
        present.addAll(registry.getMeters());
        own.stream().filter(present::contains).forEach(registry::remove);
    }
}
