package io.kafkacache.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.KafkaCache;
import io.kafkacache.OnRejected;
import io.kafkacache.RejectedWriteException;
import io.kafkacache.TopicWriter;
import io.kafkacache.codec.Codecs;
import io.kafkacache.json.JsonCodec;
import io.kafkacache.json.JsonSchema;
import io.kafkacache.testing.KafkaBroker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The Java lines of docs/schemas.md: they are those of this test, and they run. */
class SchemasPageTest {
    @RegisterExtension
    static final KafkaBroker KAFKA = KafkaBroker.create();

    /** Not here, for the class path of its serdes cannot hold kafka-cache-json. */
    private static final Path WITH_A_REGISTRY = Path.of(
            "examples/schema-registry/src/test/java/io/kafkacache/examples/registry/SchemasPageSnippetsTest.java");

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String VALID =
            "{\"id\":\"0b8f6fd4-96c4-4cc5-8cf9-56d7a6b9c4a1\",\"displayName\":\"Ada\",\"groups\":[]}";

    private final String bootstrapServers = KAFKA.bootstrapServers();

    private void write(byte[] value) {
        try (TopicWriter<String, byte[]> elsewhere = KafkaCache.builder("users", Codecs.utf8(), Codecs.bytes())
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
            write("{}".getBytes(UTF_8));
            users.sync().join();
            assertThat(users.get("ada")).isNull();
            assertThat(users.status().lastRejections().get(0).message()).contains("/displayName: required");
        }
    }

    @Test
    void itShowsTheLinesThatRun() {
        List<String> run = new ArrayList<>(Snippets.of(SchemasPageTest.class));
        run.addAll(Snippets.in(WITH_A_REGISTRY));

        assertThat(Snippets.shownBy(Path.of("docs/schemas.md"))).containsExactlyElementsOf(run);
    }
}
