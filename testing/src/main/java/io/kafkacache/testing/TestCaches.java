package io.kafkacache.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kafkacache.ReadableCache;
import io.kafkacache.codec.Codec;
import io.kafkacache.codec.RecordContext;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Caches without a topic, for unit tests of what reads a cache. */
public final class TestCaches {
    private TestCaches() {}

    /**
     * A ready cache of a map. It reads the map itself: what the test changes later shows, though no listener is told. Barriers are complete
     * at once; listeners and subscribers get the state, where they ask for it, on the caller's thread before {@code listen} or {@code
     * request} returns. A key's encoded bytes, for prefixes and for the order of
     * scans, are its {@code toString()} in UTF-8, which is right for text and UUIDs. Each entry's offset is 0, its timestamp the
     * epoch.
     *
     * @param <K> the key
     * @param <V> the value
     * @param map the entries; one that is changed while other threads read must be a concurrent map
     * @return a cache that is ready until closed
     */
    public static <K, V> ReadableCache<K, V> of(Map<K, V> map) {
        return new MapCache<>("test", map, key -> key.toString().getBytes(UTF_8));
    }

    /**
     * As {@link #of(Map)}, with the codec of the keys, for what depends on their encoding: prefixes and the order of scans.
     *
     * @param <K> the key
     * @param <V> the value
     * @param map the entries; one that is changed while other threads read must be a concurrent map
     * @param keyCodec encodes the keys
     * @return a cache that is ready until closed
     */
    @SuppressWarnings("unchecked") // the keys of this map
    public static <K, V> ReadableCache<K, V> of(Map<K, V> map, Codec<K> keyCodec) {
        RecordContext context = new RecordContext("test", RecordContext.Role.KEY, new RecordHeaders());
        return new MapCache<>("test", map, key -> keyCodec.encode(context, (K) key));
    }
}
