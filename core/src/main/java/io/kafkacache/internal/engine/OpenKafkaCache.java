package io.kafkacache.internal.engine;

import io.kafkacache.KafkaCache;

/** A cache whose entries are its records. */
final class OpenKafkaCache<K, V> extends OpenCache<K, V, K, V> implements KafkaCache<K, V> {
    OpenKafkaCache(Engine<K, V, K, V> engine) {
        super(engine);
    }
}
