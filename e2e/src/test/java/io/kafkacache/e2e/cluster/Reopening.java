package io.kafkacache.e2e.cluster;

import io.kafkacache.CacheTimeoutException;
import io.kafkacache.Isolation;
import java.time.Duration;

/** A cache that is opened, judged as soon as it is ready, and closed again. One step at a time. */
final class Reopening {
    private static final Duration READY = Duration.ofSeconds(60);

    private final Run run;
    private int times;

    Reopening(Run run) {
        this.run = run;
    }

    void step() {
        Isolation isolation = times++ % 2 == 0 ? Isolation.READ_COMMITTED : Isolation.READ_UNCOMMITTED;
        BarrierNotStale.Debt debt = new BarrierNotStale(run).everything();
        try (Watched watched = new Watched(run, "reopened", isolation, true)) {
            watched.cache().awaitReady(READY);
            watched.barriers().judge("ready", debt, watched);
            watched.read();
            watched.sync();
            watched.read();
        } catch (CacheTimeoutException e) {
            run.findings().count("not ready in time");
            run.findings().happened("not ready in time: " + e.getMessage());
        }
    }
}
