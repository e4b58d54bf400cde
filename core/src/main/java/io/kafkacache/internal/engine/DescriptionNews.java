package io.kafkacache.internal.engine;

import io.kafkacache.internal.engine.Health.Speaker;
import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.TopicDescription;
import io.kafkacache.internal.replay.Progress;
import java.util.function.Supplier;

/** What each description of the topic, or its failure, is to the cache: a condition, and where it says something new, news to the reader. Any thread. */
final class DescriptionNews {
    private final CacheContext cache;
    private final Supplier<Progress> reading;
    private final News news;

    /** {@code reading} says how far the reader is. */
    DescriptionNews(CacheContext cache, Supplier<Progress> reading, News news) {
        this.cache = cache;
        this.reading = reading;
        this.news = news;
    }

    void heard(TopicWatch.Answer answer) {
        LogException failure = answer.failure();
        TopicDescription said = answer.description();
        if (failure != null) {
            notDescribed(failure, answer.nanos());
        } else if (said != null) {
            cache.health().succeeded(Speaker.CREATE);
            cache.health().succeeded(Speaker.DESCRIBE);
            boolean known = said.topicId().equals(cache.ids().current())
                    && said.partitions() == reading.get().partitions();
            if (!known) {
                news.described(said, answer.askedNanos());
            }
        }
    }

    /** A topic that was never there and is to be created is no reason to warn: that comes of what keeps it from being created. */
    private void notDescribed(LogException failure, long nanos) {
        boolean isToBeCreated = failure.kind() == LogException.Kind.TOPIC_MISSING
                && cache.options().createTopic() != null
                && cache.watch().lastGood() == null;
        if (isToBeCreated) {
            String waits = "topic " + cache.topic() + " does not exist at "
                    + cache.log().where() + " yet and is to be created";
            cache.health().waits(Speaker.DESCRIBE, new LogException(failure.kind(), waits, failure), nanos);
        } else {
            cache.health().failed(Speaker.DESCRIBE, failure, nanos);
        }
    }

    void notCreated(LogException failure) {
        String why = "topic " + cache.topic() + " does not exist and could not be created: " + failure.getMessage();
        LogException told = new LogException(failure.kind(), why, failure);
        cache.health().failed(Speaker.CREATE, told, cache.driver().nanoTime());
    }

    /** Is told of a topic or partitions that the reader does not know. */
    @FunctionalInterface
    interface News {
        /** {@code askedNanos} is when the brokers were asked. */
        void described(TopicDescription said, long askedNanos);
    }
}
