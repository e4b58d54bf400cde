package io.kafkacache.internal.engine;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Looks every second whether what readers see is stale: tells when that changes, and has reads fail where {@code maxStaleness} says so. Timer only. */
final class Freshness {
    private static final Logger LOG = LoggerFactory.getLogger("io.kafkacache");

    private final CacheContext cache;
    private final Serving<?, ?, ?> serving;
    private final StatusReport report;
    private boolean stale;

    Freshness(CacheContext cache, Serving<?, ?, ?> serving, StatusReport report) {
        this.cache = cache;
        this.serving = serving;
        this.report = report;
    }

    void look() {
        if (!serving.isReady()) {
            return;
        }
        serving.suspend(cache.options().maxStaleness().failsReads() && report.tooStale());
        boolean now = report.stale();
        if (now != stale) {
            stale = now;
            tell();
        }
    }

    private void tell() {
        if (stale) { // a freeze, a halt and a rebuild have been told of
            LOG.atLevel(cache.health().applying() ? Level.WARN : Level.INFO)
                    .log(
                            "{}: stale: last proven at the head {} ago, serves what it has",
                            cache.name(),
                            report.staleness());
        } else {
            LOG.info("{}: fresh again", cache.name());
        }
    }
}
