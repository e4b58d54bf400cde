package io.kafkacache.e2e.registry;

import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import io.apicurio.registry.serde.avro.AvroKafkaSerializer;
import io.kafkacache.codec.Codec;
import io.kafkacache.codec.Codecs;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** Users in Avro, and codecs that find their schema in a registry. */
final class AvroUsers {
    static final Schema SCHEMA = new Schema.Parser()
            .parse("{\"type\":\"record\",\"name\":\"User\",\"fields\":[{\"name\":\"name\",\"type\":\"string\"}]}");

    private AvroUsers() {}

    static GenericRecord user(String name) {
        return new GenericRecordBuilder(SCHEMA).set("name", name).build();
    }

    /** A codec that knows no schema yet. */
    static Codec<GenericRecord> codec(FakeRegistry registry, Map<String, ?> settings) {
        Serializer<GenericRecord> serializer = new AvroKafkaSerializer<>(registry);
        Deserializer<GenericRecord> deserializer = new AvroKafkaDeserializer<>(registry);
        Map<String, Object> all = new HashMap<>(settings);
        all.put("apicurio.registry.auto-register", true);
        serializer.configure(all, false);
        deserializer.configure(all, false);
        return Codecs.of(serializer, deserializer);
    }
}
