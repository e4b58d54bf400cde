package io.kafkacache.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apicurio.registry.serde.avro.AvroSerde;
import io.kafkacache.KafkaCache;
import io.kafkacache.OnRejected;
import io.kafkacache.RejectedRecordException;
import io.kafkacache.RejectedWriteException;
import io.kafkacache.RejectionReason;
import io.kafkacache.TopicWriter;
import io.kafkacache.codec.Codecs;
import io.kafkacache.json.JsonCodec;
import io.kafkacache.json.JsonSchema;
import io.kafkacache.testing.KafkaBroker;
import java.nio.file.Path;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The Java lines of docs/schemas.md: they are those of this test, and they run. */
class SchemasPageTest {
    @RegisterExtension
    static final KafkaBroker KAFKA = KafkaBroker.create();

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String VALID =
            "{\"id\":\"0b8f6fd4-96c4-4cc5-8cf9-56d7a6b9c4a1\",\"displayName\":\"Ada\",\"groups\":[]}";

    private final String bootstrapServers = KAFKA.bootstrapServers();

    private void write(String topic, byte[] value) {
        try (TopicWriter<String, byte[]> elsewhere = KafkaCache.builder(topic, Codecs.utf8(), Codecs.bytes())
                .bootstrapServers(bootstrapServers)
                .openWriter()) {
            elsewhere.put("ada", value).join();
        }
    }

    @Test
    void oneSchemaOnBothSides() {
        KAFKA.kafka().createTopic("users", 1, Map.of("cleanup.policy", "compact"));
        // shown from here
        JsonSchema schema = JsonSchema.ofResource("schemas/user.schema.json");
        KafkaCache<String, JsonNode> users = KafkaCache.builder("users", Codecs.utf8(), JsonCodec.tree())
                .bootstrapServers(bootstrapServers)
                .readOnly(false)
                .validateWrites(schema)
                .validateReads(schema, OnRejected.REMOVE)
                .open();
        // to here
        try (users) {
            users.put("ada", JSON.readTree(VALID)).thenCompose(users::await).join();
            assertThat(users.get("ada")).isEqualTo(JSON.readTree(VALID));
            assertThatThrownBy(() -> users.put("ada", JSON.readTree("{}")).join())
                    .hasCauseInstanceOf(RejectedWriteException.class)
                    .hasMessageContaining("/displayName: required");
            write("users", "{}".getBytes(UTF_8));
            users.sync().join();
            assertThat(users.get("ada")).isNull();
            assertThat(users.status().lastRejections().get(0).message()).contains("/displayName: required");
        }
    }

    /** There is no registry here: so the lines are seen to use the one of their URL, and what follows where it is away. */
    @Test
    void theSerdesOfARegistry() {
        KAFKA.kafka().createTopic("avro-users", 1, Map.of("cleanup.policy", "compact"));
        String registryUrl = "http://localhost:1/apis/registry/v3";
        // shown from here
        AvroSerde<GenericRecord> serde = new AvroSerde<>();
        Map<String, Object> settings =
                Map.of("apicurio.registry.url", registryUrl, "apicurio.registry.headers.enabled", true);
        serde.configure(settings, false);
        KafkaCache<String, GenericRecord> users = KafkaCache.builder("avro-users", Codecs.utf8(), Codecs.of(serde))
                .bootstrapServers(bootstrapServers)
                .open();
        // to here
        try (users) {
            write("avro-users", new byte[] {0, 0, 0, 0, 17, 6, 'A', 'd', 'a'});
            users.sync().join();
            assertThatThrownBy(() -> users.get("ada")).isInstanceOf(RejectedRecordException.class);
            assertThat(users.status().rejections()).containsEntry(RejectionReason.UNDECODABLE_VALUE, 1L);
        } finally {
            serde.close();
        }
    }

    @Test
    void itShowsTheLinesThatRun() {
        assertThat(Snippets.shownBy(Path.of("docs/schemas.md")))
                .containsExactlyElementsOf(Snippets.of(SchemasPageTest.class));
    }
}
