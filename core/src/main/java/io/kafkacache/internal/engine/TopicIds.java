package io.kafkacache.internal.engine;

import io.kafkacache.internal.log.TopicDescription;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The topic's id as the reader reads it now, and those that were left. Changed by the reader's thread only. */
final class TopicIds {
    private final Set<String> left = ConcurrentHashMap.newKeySet();
    private volatile @Nullable String current;

    void enter(String topicId) {
        left.remove(topicId);
        current = topicId;
    }

    /** Leaves the current id for another one. */
    void leave() {
        String id = current;
        if (id != null) {
            left.add(id);
        }
        current = null;
    }

    @Nullable
    String current() {
        return current;
    }

    boolean left(@Nullable String topicId) {
        return topicId != null && left.contains(topicId);
    }

    /** Whether an offset with this id can be compared with our positions; one without an id can. */
    boolean isCurrent(@Nullable String topicId) {
        return topicId == null || topicId.equals(current);
    }

    /** Whether a description speaks of another topic than the one being read. */
    boolean differs(TopicDescription description) {
        String id = current;
        return id != null && !id.equals(description.topicId());
    }
}
