package io.kafkacache;

import org.jspecify.annotations.Nullable;

/**
 * The place of one record in its topic: what a {@link TopicWriter#put put} completes with and {@link ReadableCache#await await} takes.
 * Immutable.
 *
 * @param topic the topic's name
 * @param topicId the topic's id last described to the writer; described anew where the offset tells that the topic was made again; null
 *     where unknown
 * @param partition the partition, from 0
 * @param offset the record's own offset (not the next one)
 */
public record RecordOffset(String topic, @Nullable String topicId, int partition, long offset) {
    /**
     * Checks that partition and offset are not negative.
     *
     * @param topic the topic's name
     * @param topicId the topic's id; null where unknown
     * @param partition the partition, from 0
     * @param offset the record's own offset (not the next one)
     */
    public RecordOffset {
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException(
                    "partition=" + partition + " and offset=" + offset + " must not be negative");
        }
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
