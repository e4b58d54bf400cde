package io.kafkacache.internal.engine;

import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogPort;
import io.kafkacache.internal.log.LogWriter;
import io.kafkacache.internal.log.TopicDescription;
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
 *
 * <p>Nor does it outlive the topic's shape. It keeps the newest leader epoch of each partition by name, and takes for outdated whatever has a lower one:
 * a partition that is added to a topic which was made again with fewer does not exist for a producer that knew its namesake (left open by KAFKA-13488).
 */
final class LoneProducer {
    /** How long what was sent may take when it is ended in peace. */
    static final Duration FLUSH = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger("io.kafkacache");

    private final String name;
    private final LogPort log;
    private final Backoff backoff;
    private @Nullable LogWriter writer;
    private @Nullable TopicDescription topic; // for which it was opened
    private @Nullable LogException unopened;

    LoneProducer(String name, LogPort log, Backoff backoff) {
        this.name = name;
        this.log = log;
        this.backoff = backoff;
    }

    /** The producer for a topic that is as described, opened where there is none that can be used. */
    LogWriter open(TopicDescription described) {
        LogWriter open = writer;
        if (open != null && (!open.usable() || !knows(described))) {
            close(open.usable() ? FLUSH : Duration.ZERO);
            open = null;
        }
        if (open == null) {
            open = opened();
            writer = open;
            topic = described;
        }
        return open;
    }

    private boolean knows(TopicDescription described) {
        TopicDescription known = topic;
        return known != null && known.isSameTopic(described) && known.partitions() == described.partitions();
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
