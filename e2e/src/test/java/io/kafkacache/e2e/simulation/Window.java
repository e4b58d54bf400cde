package io.kafkacache.e2e.simulation;

import io.kafkacache.StartAt;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Where a cache is to begin, seen from when it is opened.
 *
 * @param kind how that is told
 * @param back how many records before the end of each partition, or milliseconds before now
 */
record Window(Kind kind, int back) {
    static final Window WHOLE = new Window(Kind.WHOLE, 0);

    StartAt from(SimulatedTopic topic) {
        return switch (kind) {
            case WHOLE -> StartAt.beginning();
            case OFFSETS -> offsets(topic);
            case TIME -> StartAt.timestamp(topic.log().now().minus(Duration.ofMillis(back)));
        };
    }

    private StartAt offsets(SimulatedTopic topic) {
        Map<Integer, Long> offsets = new HashMap<>();
        for (int p = 0; p < topic.log().partitions(); p++) {
            offsets.put(p, Math.max(0, topic.log().partition(p).end() - back));
        }
        return StartAt.offsets(offsets);
    }

    /** How the beginning is told. */
    enum Kind {
        WHOLE,
        OFFSETS,
        TIME
    }
}
