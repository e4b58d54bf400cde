package io.kafkacache.internal.kafka;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The Kafka properties that would break a guarantee, and what to use instead. Stateless. */
final class RefusedProperties {
    private static final String CODECS =
            "the log is bytes to Kafka; give codecs to KafkaCache.builder(topic, keyCodec, valueCodec)";
    private static final String NO_GROUP =
            "every cache reads every partition, outside of any group; use identity(...) for the group that lag tools see";
    private static final String INTERCEPTORS =
            "an interceptor could change, drop or hold back records; use monitor(...) or listen(...)";
    private static final Map<String, String> REASONS = reasons();

    private RefusedProperties() {}

    /** Why a property is refused, as the rest of a sentence; null where it is allowed. Knows the property without its prefix. */
    static @Nullable String reason(String property) {
        return REASONS.get(property);
    }

    /** Every refused property with its reason. */
    static Map<String, String> all() {
        return REASONS;
    }

    private static Map<String, String> reasons() {
        Map<String, String> reasons = new HashMap<>();
        reasons.put("acks", "every write waits for all in-sync replicas (acks=all), or sync() could miss it");
        reasons.put("enable.idempotence", "it is always on, or a retried write could overtake a later one");
        reasons.put("transactional.id", "a cache writes without transactions; use a producer of your own for these");
        reasons.put("key.serializer", CODECS);
        reasons.put("value.serializer", CODECS);
        reasons.put("key.deserializer", CODECS);
        reasons.put("value.deserializer", CODECS);
        reasons.put(
                "auto.offset.reset", "a position that is gone must be noticed; use startAt(...) to begin elsewhere");
        reasons.put(
                "enable.auto.commit",
                "applied positions are committed by the cache; use commitPositions(...) to switch that off");
        reasons.put(
                "allow.auto.create.topics", "a missing topic must not be created by accident; use createTopic(...)");
        reasons.put("interceptor.classes", INTERCEPTORS);
        reasons.put("group.id", NO_GROUP);
        reasons.put("group.instance.id", NO_GROUP);
        reasons.put("group.protocol", NO_GROUP);
        reasons.put("isolation.level", "use isolation(...)");
        reasons.put("partitioner.class", "use partitioner(...)");
        reasons.put("client.id", "it is made of identity(...) and name(...); use these");
        reasons.put("bootstrap.servers", "use bootstrapServers(...)");
        reasons.put("bootstrap.controllers", "a cache needs brokers; use bootstrapServers(...)");
        return Map.copyOf(reasons);
    }
}
