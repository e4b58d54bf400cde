package io.kafkacache.internal.log;

import org.jspecify.annotations.Nullable;

/** What the brokers say of the topic. {@code topicId} in the form Kafka's tools print; {@code clusterId} null where it is not told. */
public record TopicDescription(
        String topicId, int partitions, @Nullable String clusterId) {}
