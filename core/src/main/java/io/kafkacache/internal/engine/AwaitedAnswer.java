package io.kafkacache.internal.engine;

import io.kafkacache.internal.replay.Backoff;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the reader before a record that cannot be judged, because a cache that its validator reads does not answer. After a pause these caches are
 * asked, and when they answer the record is read again; it was not its fault, so nothing is counted. Reader's activity only.
 */
final class AwaitedAnswer {
    private static final Logger LOG = LoggerFactory.getLogger("io.kafkacache");

    private final CacheContext cache;
    private final Inquiries inquiries;
    private final Runnable again;
    private final Backoff backoff;
    private boolean awaited;
    private @Nullable UnjudgedException record; // the one that waits, until it is passed

    /** {@code again} has what follows the position read again. */
    AwaitedAnswer(CacheContext cache, Inquiries inquiries, Runnable again) {
        this.cache = cache;
        this.inquiries = inquiries;
        this.again = again;
        this.backoff = new Backoff(200_000_000, 2_000_000_000, cache.driver().nanoTime());
    }

    /** Whether nothing is to be read yet. */
    boolean isAwaited() {
        return awaited;
    }

    void await(UnjudgedException unjudged) {
        if (record == null && !cache.health().isClosed()) { // a set of caches that closes together is no outage
            LOG.warn("{}: {}; nothing is applied until it does", cache.name(), unjudged.getMessage());
        }
        record = unjudged;
        awaited = true;
        cache.dependencies().waitFor(unjudged.getMessage());
        askLater(unjudged);
    }

    private void askLater(UnjudgedException waiting) {
        inquiries.mailIn(backoff.nextNanos(), () -> {
            if (record != waiting) {
                return; // it was forgotten meanwhile
            }
            if (cache.dependencies().answer()) {
                awaited = false;
                again.run();
            } else {
                askLater(waiting);
            }
        });
    }

    /** A batch was applied: perhaps the record that waited is behind. */
    void applied(Generation<?, ?> generation) {
        UnjudgedException waiting = record;
        if (waiting != null && generation.track(waiting.partition()).next() > waiting.offset()) {
            forget();
        }
    }

    /** What was being read is read no further: what is read instead waits for nothing until a record of its own does. */
    void forget() {
        if (record != null) {
            record = null;
            awaited = false;
            backoff.succeeded();
            cache.dependencies().waitFor(null);
        }
    }
}
