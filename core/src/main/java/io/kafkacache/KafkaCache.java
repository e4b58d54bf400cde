package io.kafkacache;

import io.kafkacache.codec.Codec;

/**
 * A topic as a local map, read and written: complete before it is first read, fresh within milliseconds, written only through the topic.
 *
 * @param <K> the key
 * @param <V> the value
 */
public interface KafkaCache<K, V> extends ResolvedCache<K, V, K, V> {
    /**
     * Begins a cache of a topic.
     *
     * @param <K> the key
     * @param <V> the value
     * @param topic the topic
     * @param keyCodec for keys; must be canonical
     * @param valueCodec for values
     * @return a builder with every option at its default
     */
    static <K, V> Builder<K, V, K, V, KafkaCache<K, V>> builder(String topic, Codec<K> keyCodec, Codec<V> valueCodec) {
        return Builder.of(topic, keyCodec, valueCodec);
    }
}
