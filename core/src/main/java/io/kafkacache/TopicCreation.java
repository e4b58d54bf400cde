package io.kafkacache;

import java.util.Map;

/**
 * How a missing topic is to be created.
 *
 * @param partitions at least 1
 * @param replication the replication factor, at least 1; −1 for the broker's default
 * @param configs topic configs; {@code cleanup.policy=compact} unless given
 */
public record TopicCreation(int partitions, int replication, Map<String, String> configs) {
    /**
     * Checks the numbers and copies the map.
     *
     * @param partitions at least 1
     * @param replication the replication factor, at least 1; −1 for the broker's default
     * @param configs topic configs; {@code cleanup.policy=compact} unless given
     */
    public TopicCreation {
        if (partitions < 1 || replication == 0 || replication < -1) {
            throw new IllegalArgumentException(
                    "createTopic: partitions=" + partitions + " must be at least 1 and replication=" + replication
                            + " at least 1, or -1 for the broker's default");
        }
        configs = Map.copyOf(configs);
    }
}
