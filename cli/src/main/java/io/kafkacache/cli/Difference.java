package io.kafkacache.cli;

import io.kafkacache.cli.TopicFold.Candidate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A key of which a cache and its topic say different things. Never with a value.
 *
 * @param key the key
 * @param kind what differs
 * @param cache where the cache's entry comes from; null where it has none
 * @param topic the record that should stand there; null where none should
 */
record Difference(
        Stored key,
        Kind kind,
        @Nullable Place cache,
        @Nullable Place topic) {
    enum Kind {
        /** The topic has the key, the cache does not. */
        MISSING,
        /** The cache has the key, the topic does not. */
        GHOST,
        /** The cache's entry comes from another record. */
        RECORD,
        /** It comes from the same record and has another value. */
        VALUE,
        /** The cache has rejected a value that the codec takes, or has not rejected one that it refuses. */
        REJECTION
    }

    /** Where a record stands. */
    record Place(int partition, long offset) {
        static Place of(Candidate candidate) {
            return new Place(candidate.partition(), candidate.offset());
        }

        private String json() {
            return new JsonLine()
                    .member("partition", partition)
                    .member("offset", offset)
                    .end()
                    .text();
        }
    }

    byte[] line(Form<?> keys) {
        JsonLine line = new JsonLine().name("key");
        keys.write(key, line);
        return line.member("difference", kind.name().toLowerCase(Locale.ROOT))
                .name("cache")
                .raw(cache == null ? "null" : cache.json())
                .name("topic")
                .raw(topic == null ? "null" : topic.json())
                .end()
                .bytes();
    }
}
