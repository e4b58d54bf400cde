package io.kafkacache.examples.registry;

import io.apicurio.registry.serde.jsonschema.JsonSchemaKafkaDeserializer;
import io.apicurio.registry.serde.jsonschema.JsonSchemaKafkaSerializer;
import io.kafkacache.codec.Codec;
import java.util.Map;

/** Users in JSON by a schema, and codecs that find it in a registry. */
final class JsonUsers {
    private JsonUsers() {}

    record User(String name, int age) {}

    /** A codec that knows no schema yet but the one it writes by. */
    static Codec<User> codec(FakeRegistry registry, boolean idInHeaders) {
        return Format.codec(
                new JsonSchemaKafkaSerializer<>(registry),
                new JsonSchemaKafkaDeserializer<>(registry),
                idInHeaders,
                Map.of(
                        // No schema can be told from an object, so it is read from the class path.
                        "apicurio.registry.artifact.schema.location",
                        "schemas/user.schema.json",
                        "apicurio.registry.deserializer.value.return-class",
                        User.class));
    }
}
