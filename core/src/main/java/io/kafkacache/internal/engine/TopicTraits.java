package io.kafkacache.internal.engine;

import io.kafkacache.internal.log.LogException.Kind;
import io.kafkacache.internal.log.TopicSettings;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the topic's configuration means to a cache of it. Safe for any thread. */
final class TopicTraits {
    private static final Logger LOG = LoggerFactory.getLogger("io.kafkacache");
    private static final Duration KAFKAS_DEFAULT = Duration.ofDays(1);

    private static final long REFRESH_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

    private final CacheContext cache;
    private final Runnable news;
    private volatile @Nullable TopicSettings settings;
    private volatile boolean answered;
    private volatile boolean warned;
    private volatile boolean warnedOfAssumption;
    private volatile boolean ended;

    /** {@code news} is run, on a thread of the log, when the first answer is there. */
    TopicTraits(CacheContext cache, Runnable news) {
        this.cache = cache;
        this.news = news;
    }

    /** Asks for the configuration now and again. */
    void start() {
        if (!ended) {
            ask(() -> cache.driver().schedule(answered ? REFRESH_NANOS : AGAIN_NANOS, this::start));
        }
    }

    /** Asks at once: it is another topic now. */
    void renew() {
        ask(() -> {});
    }

    private void ask(Runnable heard) {
        Answers.take(cache.log().settings(), (said, failure) -> {
            hear(said, failure);
            heard.run();
        });
    }

    private void hear(TopicSettings said, @Nullable Throwable failure) {
        if (failure == null) {
            settings = said;
            warn(said);
        } else if (saysNothing(Problem.of(failure).kind())) {
            return;
        } else {
            warnOfAssumption(failure);
        }
        if (!answered) {
            answered = true;
            news.run();
        }
    }

    /** Nobody answered; or one that does not know the topic, which was described, yet; or nothing at all is allowed yet, which is told of. */
    private boolean saysNothing(Kind kind) {
        return kind == Kind.UNREACHABLE
                || kind == Kind.TOPIC_MISSING
                || (kind == Kind.DENIED && cache.ids().current() == null);
    }

    void end() {
        ended = true;
    }

    /**
     * Whether the brokers have said how the topic is configured, or that they do not tell us. Without that a cache is not ready: it could not tell
     * how long it may be away before deleted keys pass it by.
     */
    boolean known() {
        return answered;
    }

    /**
     * Whether a tombstone may have been cleaned away unseen since a proof of the head of this age. Kafka keeps tombstones for {@code
     * delete.retention.ms}; half of it leaves room for clocks and for what was fetched but not applied yet.
     */
    boolean mayHideTombstones(long proofAgeNanos) {
        TopicSettings known = settings;
        boolean compacted = known == null || known.compacted();
        return compacted && proofAgeNanos / 1_000_000 > deleteRetentionMillis() / 2;
    }

    /** How long Kafka keeps tombstones. */
    long deleteRetentionNanos() {
        return TimeUnit.MILLISECONDS.toNanos(deleteRetentionMillis());
    }

    private long deleteRetentionMillis() {
        TopicSettings known = settings;
        Duration assumed = cache.options().deleteRetention();
        return known != null ? known.deleteRetentionMillis() : (assumed != null ? assumed : KAFKAS_DEFAULT).toMillis();
    }

    private void warnOfAssumption(Throwable failure) {
        if (settings == null && cache.options().deleteRetention() == null && !warnedOfAssumption) {
            warnedOfAssumption = true;
            LOG.warn(
                    "{}: delete.retention.ms cannot be read and is taken to be {}; where it is less, give deleteRetention(...): {}",
                    cache.name(),
                    KAFKAS_DEFAULT,
                    Problem.told(failure));
        }
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
