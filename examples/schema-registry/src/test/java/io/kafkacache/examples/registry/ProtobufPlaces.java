package io.kafkacache.examples.registry;

import com.google.type.LatLng;
import io.apicurio.registry.serde.protobuf.ProtobufKafkaDeserializer;
import io.apicurio.registry.serde.protobuf.ProtobufKafkaSerializer;
import io.kafkacache.codec.Codec;
import java.util.Map;

/** Places in Protobuf, and codecs that find their schema in a registry. */
final class ProtobufPlaces {
    static final LatLng BERLIN =
            LatLng.newBuilder().setLatitude(52.5).setLongitude(13.4).build();

    private ProtobufPlaces() {}

    /** A codec that knows no schema yet. */
    static Codec<LatLng> codec(FakeRegistry registry, boolean idInHeaders) {
        return Format.codec(
                new ProtobufKafkaSerializer<>(registry),
                new ProtobufKafkaDeserializer<>(registry),
                idInHeaders,
                // The message type stands in the headers only; without them the deserializer would give a
                // DynamicMessage.
                Map.of("apicurio.registry.deserializer.value.return-class", LatLng.class));
    }
}
