package io.kafkacache.internal.engine;

import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogPort;
import io.kafkacache.internal.log.LogWriter;
import io.kafkacache.internal.replay.Backoff;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one producer of a cache, while there is one. Writer's thread only.
 *
 * <p>A Kafka producer creates a missing topic on its own, and an idle one creates a deleted topic again by refreshing its metadata. So it exists only
 * while the topic does: it is opened for the first record, behind the first description, and ended at once when a description says that the topic is
 * gone.
 */
final class LoneProducer {
    private static final Logger LOG = LoggerFactory.getLogger("io.kafkacache");

    private final String name;
    private final LogPort log;
    private final Backoff backoff;
    private @Nullable LogWriter writer;
    private @Nullable LogException unopened;

    LoneProducer(String name, LogPort log, Backoff backoff) {
        this.name = name;
        this.log = log;
        this.backoff = backoff;
    }

    /** The producer, opened where there is none that can be used. */
    LogWriter open() {
        LogWriter open = writer;
        if (open == null || !open.usable()) {
            close(Duration.ZERO);
            open = opened();
            writer = open;
        }
        return open;
    }

    private LogWriter opened() {
        try {
            LogWriter opened = log.openWriter();
            backoff.succeeded();
            if (unopened != null) {
                LOG.info("{}: over: {}", name, unopened.getMessage());
                unopened = null;
            }
            return opened;
        } catch (LogException failure) {
            if (unopened == null || unopened.kind() != failure.kind()) {
                LOG.warn("{}: no writer can be opened: {}", name, failure.getMessage(), failure.getCause());
            }
            unopened = failure; // tried again, for it may be an outage; where a property is wrong, this is what says so
            throw failure;
        }
    }

    /** Why none could be opened when that was last tried, or null. */
    @Nullable
    LogException unopened() {
        return unopened;
    }

    /** Ends it: what it has not sent by then fails. */
    void close(Duration timeout) {
        LogWriter open = writer;
        writer = null;
        if (open != null) {
            open.close(timeout);
        }
    }
}
