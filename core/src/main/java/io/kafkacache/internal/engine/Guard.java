package io.kafkacache.internal.engine;

import io.kafkacache.CacheMonitor;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands between the engine and the user's listeners and monitor: what they throw is counted, logged once per kind, and harms nothing. */
final class Guard {
    private static final Logger LOG = LoggerFactory.getLogger("io.kafkacache");

    private final String cache;
    private final CacheMonitor monitor;
    private final LongAdder errors = new LongAdder();
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    Guard(String cache, CacheMonitor monitor) {
        this.cache = cache;
        this.monitor = monitor;
    }

    /** Whether there is no monitor: then nobody need be told anything first. */
    boolean isSilent() {
        return monitor == CacheMonitor.NONE;
    }

    void tell(Consumer<CacheMonitor> event) {
        try {
            event.accept(monitor);
        } catch (Throwable t) { // user code may throw anything, and the reader must outlive it
            threw("monitor", t);
        }
    }

    void threw(String who, Throwable thrown) {
        errors.increment();
        if (logged.add(who + thrown.getClass().getName())) {
            LOG.warn("{}: a {} threw; further ones of this kind are only counted", cache, who, thrown);
        }
    }

    long errors() {
        return errors.sum();
    }
}
