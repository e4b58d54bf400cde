package io.kafkacache.internal.engine;

import io.kafkacache.CacheMonitor;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stands between the engine and the user's listeners, monitor and indexes: what they throw is counted, logged once per kind, and harms nothing. */
final class Guard {
    private static final Logger LOG = LoggerFactory.getLogger("io.kafkacache");

    private final String cache;
    private final CacheMonitor monitor;
    private final LongAdder listenerErrors = new LongAdder();
    private final LongAdder indexErrors = new LongAdder();
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
        listenerErrors.increment();
        log(who, thrown);
    }

    /** Counted apart: what an index does not find is a wrong answer to somebody. */
    void indexThrew(String index, Throwable thrown) {
        indexErrors.increment();
        log("function of the index " + index, thrown);
    }

    private void log(String who, Throwable thrown) {
        if (logged.add(who + thrown.getClass().getName())) {
            LOG.warn(
                    "{}: the {} threw, which harms nothing else; further exceptions of its kind are only counted",
                    cache,
                    who,
                    Wordless.of(thrown));
        }
    }

    long listenerErrors() {
        return listenerErrors.sum();
    }

    long indexErrors() {
        return indexErrors.sum();
    }
}
