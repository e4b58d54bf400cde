package io.kafkacache.examples.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apicurio.registry.serde.avro.AvroSerde;
import io.kafkacache.KafkaCache;
import io.kafkacache.RejectedRecordException;
import io.kafkacache.RejectionReason;
import io.kafkacache.TopicWriter;
import io.kafkacache.codec.Codecs;
import io.kafkacache.testing.KafkaBroker;
import io.kafkacache.testing.LeakCheck;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The Java lines of docs/schemas.md that need a registry; another test compares them with the page. */
@ExtendWith(LeakCheck.class)
class SchemasPageSnippetsTest {
    @RegisterExtension
    static final KafkaBroker KAFKA = KafkaBroker.shared();

    private final String bootstrapServers = KAFKA.bootstrapServers();

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
            write(new byte[] {0, 0, 0, 0, 17, 6, 'A', 'd', 'a'});
            users.sync().join();
            assertThatThrownBy(() -> users.get("ada")).isInstanceOf(RejectedRecordException.class);
            assertThat(users.status().rejections()).containsEntry(RejectionReason.UNDECODABLE_VALUE, 1L);
        } finally {
            serde.close();
        }
    }

    private void write(byte[] value) {
        try (TopicWriter<String, byte[]> elsewhere = KafkaCache.builder("avro-users", Codecs.utf8(), Codecs.bytes())
                .bootstrapServers(bootstrapServers)
                .openWriter()) {
            elsewhere.put("ada", value).join();
        }
    }
}
