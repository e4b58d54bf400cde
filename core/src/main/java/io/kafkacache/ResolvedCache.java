package io.kafkacache;

/**
 * A cache whose entries are made from records by a resolver, mapping or filter: it reads K, V and writes what stands in the topic, RK, RV.
 *
 * @param <RK> the key of a record
 * @param <RV> the value of a record
 * @param <K> the key of an entry
 * @param <V> the value of an entry
 */
public interface ResolvedCache<RK, RV, K, V> extends ReadableCache<K, V>, TopicWriter<RK, RV> {
    @Override
    String topic();

    @Override
    void close();
}
