package io.kafkacache;

import org.jspecify.annotations.Nullable;

/**
 * Where a record comes from: one partition of one incarnation of a topic. Immutable; entries of one partition share one.
 *
 * @param topic the topic's name
 * @param topicId the topic's id as Kafka's tools print it, which tells a recreated topic from the former one; null where unknown
 * @param partition the partition, from 0
 */
public record Source(String topic, @Nullable String topicId, int partition) {
    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}
