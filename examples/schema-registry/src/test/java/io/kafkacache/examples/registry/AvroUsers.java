package io.kafkacache.examples.registry;

import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.kafkacache.codec.Codec;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;

/** Users in Avro, and codecs that find their schema in a registry. */
final class AvroUsers {
    static final Schema SCHEMA = new Schema.Parser()
            .parse("{\"type\":\"record\",\"name\":\"User\",\"fields\":[{\"name\":\"name\",\"type\":\"string\"}]}");

    private AvroUsers() {}

    static GenericRecord user(String name) {
        return new GenericRecordBuilder(SCHEMA).set("name", name).build();
    }

    /** A codec that knows no schema yet. */
    static Codec<GenericRecord> codec(FakeRegistry registry, boolean idInHeaders) {
        return Format.codec(
                new AvroKafkaSerializer<>(registry), new AvroKafkaDeserializer<>(registry), idInHeaders, Map.of());
    }
}
