package io.kafkacache.internal.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of the open caches of this process, each of which is unique, and which of a topic's caches came first. Safe for any thread. */
final class CacheNames {
    private static final Set<String> TAKEN = new HashSet<>();
    private static final Map<String, List<String>> BY_TOPIC = new HashMap<>();

    private CacheNames() {}

    /** Takes a name for a cache, the given one or one made from the topic, until {@link Name#release}. */
    static Name take(String topic, @Nullable String given) {
        return take(topic, given, true);
    }

    /** Takes a name for what only writes: it commits to no group, so the topic's first cache is still to come. */
    static Name takeForWriter(String topic, @Nullable String given) {
        return take(topic, given, false);
    }

    private static Name take(String topic, @Nullable String given, boolean reads) {
        synchronized (TAKEN) {
            String name = given != null ? given : topic;
            for (int n = 2; given == null && TAKEN.contains(name); n++) {
                name = topic + "-" + n;
            }
            if (!TAKEN.add(name)) {
                throw new IllegalArgumentException(
                        "name=" + name + " is in use by another cache of this process; give each a name of its own");
            }
            if (!reads) {
                return new Name(topic, name, false);
            }
            List<String> ofTopic = BY_TOPIC.computeIfAbsent(topic, t -> new ArrayList<>());
            boolean first = ofTopic.isEmpty();
            ofTopic.add(name);
            return new Name(topic, name, first);
        }
    }

    /** A name in use; {@code first} says whether no other cache of the topic was open when it was taken. */
    record Name(String topic, String name, boolean first) {
        void release() {
            synchronized (TAKEN) {
                TAKEN.remove(name);
                List<String> ofTopic = BY_TOPIC.getOrDefault(topic, new ArrayList<>());
                ofTopic.remove(name);
                if (ofTopic.isEmpty()) {
                    BY_TOPIC.remove(topic);
                }
            }
        }

        /** The consumer group that shows this cache to lag tools. */
        String group(String identity) {
            return first ? identity : identity + "." + name;
        }
    }
}
