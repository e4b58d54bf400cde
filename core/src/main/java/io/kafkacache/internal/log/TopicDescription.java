package io.kafkacache.internal.log;

import org.jspecify.annotations.Nullable;

/** What the brokers say of the topic. {@code topicId} in the form Kafka's tools print; {@code clusterId} null where it is not told. */
public record TopicDescription(
        String topicId, int partitions, @Nullable String clusterId) {
    /** Whether the other one speaks of the same topic: of the same id, and not of a copy of it in another cluster. */
    public boolean isSameTopic(TopicDescription other) {
        boolean elsewhere = clusterId != null && other.clusterId != null && !clusterId.equals(other.clusterId);
        return topicId.equals(other.topicId) && !elsewhere;
    }
}
