package io.kafkacache.e2e.cluster;

import io.kafkacache.Entry;
import io.kafkacache.Isolation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Guarantee 7, MonotonicReads: one cache never goes back for a key, except once where the topic was made again. Not judged: keys on several partitions
 * and, under {@code read_uncommitted}, those of transactions. One for each cache; for one thread at a time.
 */
final class MonotonicReads {
    private final Run run;
    private final Watched watched;
    private final Map<String, Place> highest = new HashMap<>();
    private final Set<@Nullable String> topics = new HashSet<>();
    private @Nullable String topicId;

    MonotonicReads(Run run, Watched watched) {
        this.run = run;
        this.watched = watched;
    }

    void judge(Entry<String, String> shown) {
        String key = shown.key();
        if (Keys.isMixed(key) || (Keys.isTransactional(key) && watched.isolation() == Isolation.READ_UNCOMMITTED)) {
            return;
        }
        String id = shown.source().topicId();
        if (topics.add(id)) {
            topicId = id;
            highest.clear();
        } else if (id == null || !id.equals(topicId)) {
            run.findings().add("MonotonicReads", watched + " has shown " + topicId + " and goes back to " + shown);
        }
        Place now = Place.of(shown);
        Place before = highest.put(key, now);
        if (before != null && before.compareTo(now) > 0) {
            run.findings().add("MonotonicReads", watched + " has shown " + before + " and goes back to " + shown);
        }
    }
}
