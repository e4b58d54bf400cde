package io.kafkacache.examples.registry;

import io.kafkacache.codec.Codec;
import io.kafkacache.codec.Codecs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * A format whose schemas stand in a registry.
 *
 * @param name what it is called
 * @param codecs makes a codec that knows no schema yet, for ids in the headers or in front of the value
 * @param value one that can be written
 * @param <V> the values
 */
record Format<V>(String name, BiFunction<FakeRegistry, Boolean, Codec<V>> codecs, V value) {
    static List<Format<?>> all() {
        return List.of(
                new Format<>("Avro", AvroUsers::codec, AvroUsers.user("Ann")),
                new Format<>("Protobuf", ProtobufPlaces::codec, ProtobufPlaces.BERLIN),
                new Format<>("JSON Schema", JsonUsers::codec, new JsonUsers.User("Ann", 30)));
    }

    Codec<V> codec(FakeRegistry registry, boolean idInHeaders) {
        return codecs.apply(registry, idInHeaders);
    }

    /** Serdes as they are configured for a service that may register schemas. */
    static <V> Codec<V> codec(
            Serializer<V> serializer, Deserializer<V> deserializer, boolean idInHeaders, Map<String, ?> further) {
        Map<String, Object> settings = new HashMap<>(further);
        settings.putIfAbsent("apicurio.registry.auto-register", true);
        settings.put("apicurio.registry.headers.enabled", idInHeaders);
        serializer.configure(settings, false);
        deserializer.configure(settings, false);
        return Codecs.of(serializer, deserializer, idInHeaders);
    }

    @Override
    public String toString() {
        return name;
    }
}
