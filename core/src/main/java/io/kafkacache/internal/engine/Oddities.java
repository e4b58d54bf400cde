package io.kafkacache.internal.engine;

import io.kafkacache.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is odd about records and yet no reason to reject them: warned of once, and counted. Reader's activity only. */
final class Oddities {
    private static final Logger LOG = LoggerFactory.getLogger("io.kafkacache");

    private final String cache;
    private final Counters counters;

    Oddities(String cache, Counters counters) {
        this.cache = cache;
        this.counters = counters;
    }

    void withoutKey(Source source, long offset) {
        if (counters.missingKeys.getAndIncrement() == 0) {
            LOG.warn(
                    "{}: {} has a record without a key at offset {}; such records are skipped and from now on only counted",
                    cache,
                    source,
                    offset);
        }
    }

    void onSeveralPartitions(Source source, long offset) {
        if (counters.keysOnSeveralPartitions.getAndIncrement() == 0) {
            LOG.warn(
                    "{}: the key of {}@{} also stands on another partition, so its writers use different partitioners, or the "
                            + "topic was given more partitions; the newer by (timestamp, partition) stands. Give all writers the "
                            + "same partitioner",
                    cache,
                    source,
                    offset);
        }
    }
}
