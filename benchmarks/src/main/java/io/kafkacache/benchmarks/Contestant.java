package io.kafkacache.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Who competes in catching up with a topic. */
enum Contestant {
    /** One consumer with Kafka's own settings; counts the records and throws them away. */
    RAW("raw drain"),
    /** The same with fetches as large as helps. */
    RAW_TUNED("raw drain, tuned"),
    /** A consumer into a ConcurrentHashMap of byte arrays, with the fetch settings of the cache. */
    HAND_WRITTEN("hand-written"),
    /** The cache with the heap store, the same keys and values. */
    CACHE("kafka-cache, heap"),
    /** The hand-written one with values decoded by Jackson as they come. */
    HAND_WRITTEN_JSON("hand-written, JSON"),
    /** The cache with values decoded by Jackson. */
    CACHE_JSON("kafka-cache, heap, JSON"),
    /** The same with a resolver that yields one entry of each record, under another key. */
    CACHE_RESOLVER("kafka-cache, heap, JSON, resolver"),
    /** The same with two entries of each record. */
    CACHE_RESOLVER_TWO("kafka-cache, heap, JSON, resolver, two");

    private final String title;

    Contestant(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** As in {@code --contestants raw,cache-json}. */
    String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whom it is compared with: the hand-written one with the same values, and with a resolver the cache without. */
    Contestant peer() {
        return switch (this) {
            case RAW, RAW_TUNED, HAND_WRITTEN, CACHE -> HAND_WRITTEN;
            case HAND_WRITTEN_JSON, CACHE_JSON -> HAND_WRITTEN_JSON;
            case CACHE_RESOLVER, CACHE_RESOLVER_TWO -> CACHE_JSON;
        };
    }

    static Contestant ofOption(String option) {
        return Arrays.stream(values())
                .filter(c -> c.option().equals(option))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no contestant " + option + " but "
                        + Arrays.stream(values()).map(Contestant::option).collect(Collectors.joining(", "))));
    }

    static List<Contestant> all() {
        return List.of(values());
    }
}
