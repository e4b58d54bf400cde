package io.kafkacache.internal.engine;

import io.kafkacache.CacheOptions;
import io.kafkacache.internal.driver.Driver;
import io.kafkacache.internal.log.LogPort;
import io.kafkacache.internal.replay.Moment;

/** What the parts of one open cache share. {@code name} is the cache's. */
record CacheContext(
        String name,
        CacheOptions<?, ?, ?, ?> options,
        Driver driver,
        StepClock steps,
        LogPort log,
        TopicWatch watch,
        TopicIds ids,
        Health health,
        Guard guard,
        Counters counters,
        Rejections rejections,
        Dependencies dependencies) {
    Moment now() {
        return new Moment(driver.nanoTime(), driver.wallMillis());
    }

    String topic() {
        return options.topic();
    }
}
