package io.kafkacache.internal.engine;

import io.kafkacache.internal.log.TopicSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the topic's configuration means to a cache of it. Safe for any thread. */
final class TopicTraits {
    private static final Logger LOG = LoggerFactory.getLogger("io.kafkacache");
    private static final Duration KAFKAS_DEFAULT = Duration.ofDays(1);

    private final CacheContext cache;
    private volatile @Nullable TopicSettings settings;
    private volatile boolean warned;

    TopicTraits(CacheContext cache) {
        this.cache = cache;
    }

    /** Asks for the configuration, best effort: not everybody may read it. */
    void ask() {
        Answers.take(cache.log().settings(), (said, failure) -> {
            if (failure == null) {
                settings = said;
                warn(said);
            }
        });
    }

    /**
     * Whether a tombstone may have been cleaned away unseen since a proof of the head of this age. Kafka keeps tombstones for {@code
     * delete.retention.ms}; half of it leaves room for clocks and for what was fetched but not applied yet.
     */
    boolean mayHideTombstones(long proofAgeNanos) {
        TopicSettings known = settings;
        if (known != null && !known.compacted()) {
            return false;
        }
        Duration assumed = cache.options().deleteRetention();
        long retentionMillis =
                known != null ? known.deleteRetentionMillis() : (assumed != null ? assumed : KAFKAS_DEFAULT).toMillis();
        return proofAgeNanos / 1_000_000 > retentionMillis / 2;
    }

    private void warn(TopicSettings said) {
        if (!said.compacted() && !warned) {
            warned = true;
            LOG.warn(
                    "{}: topic {} is not compacted, so it grows with every write, reading it takes ever longer, and once its "
                            + "retention has passed keys are lost that nobody deleted; set cleanup.policy=compact",
                    cache.name(),
                    cache.topic());
        }
    }
}
