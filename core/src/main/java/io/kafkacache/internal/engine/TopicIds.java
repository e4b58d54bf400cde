package io.kafkacache.internal.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The topic's id as the reader reads it now, and those that were left. Changed by the reader's thread only, read by any. */
final class TopicIds {
    private final Set<String> left = ConcurrentHashMap.newKeySet();
    private volatile @Nullable String current;
    private long enteredNanos; // the reader's

    /** From here on this is the topic; the former one, if it was another, was left. */
    void enter(String topicId, long askedNanos) {
        String former = current;
        if (former != null && !former.equals(topicId)) {
            left.add(former);
        }
        left.remove(topicId);
        current = topicId;
        enteredNanos = askedNanos;
    }

    /**
     * Whether to believe that this is the topic's id, as the brokers say who were asked at {@code askedNanos}. Answers overtake each other, and a
     * broker may answer by old metadata; so what was asked before the current id was learned cannot change it, and an id that was left returns
     * only if it is still told {@code doubtNanos} later. The reader's thread only.
     */
    boolean believes(String topicId, long askedNanos, long doubtNanos) {
        long sinceNanos = askedNanos - enteredNanos;
        return current == null || (sinceNanos > 0 && (!left(topicId) || sinceNanos >= doubtNanos));
    }

    @Nullable
    String current() {
        return current;
    }

    boolean left(@Nullable String topicId) {
        return topicId != null && left.contains(topicId);
    }
}
