package io.kafkacache.examples.registry;

import static io.kafkacache.examples.registry.AvroUsers.user;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.KafkaCache;
import io.kafkacache.OnRejected;
import io.kafkacache.RejectionReason;
import io.kafkacache.codec.Codec;
import io.kafkacache.codec.Codecs;
import io.kafkacache.codec.RecordContext;
import io.kafkacache.scripted.ScriptedLog;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a schema registry's serdes bring with them, shown with Avro. That each format works in each way, {@link RegistryOnKafkaTest} shows. */
class RegistrySerdeTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Schema USER_2 = new Schema.Parser()
            .parse("{\"type\":\"record\",\"name\":\"User\",\"fields\":[{\"name\":\"name\",\"type\":\"string\"},"
                    + "{\"name\":\"age\",\"type\":\"int\",\"default\":0}]}");

    private final FakeRegistry registry = new FakeRegistry();
    private final ScriptedLog log = ScriptedLog.create("users", 1);

    private Codec<GenericRecord> avro(boolean idInHeaders) {
        return AvroUsers.codec(registry, idInHeaders);
    }

    private KafkaCache<String, GenericRecord> open(Codec<GenericRecord> codec) {
        return KafkaCache.builder("users", Codecs.utf8(), codec)
                .log(log)
                .readOnly(false)
                .onRejected(OnRejected.REMOVE)
                .open();
    }

    /** So the codec has to be given them: what stands in the bytes alone cannot be read. */
    @Test
    void theIdOfTheSchemaStandsInTheHeadersWhereAskedFor() {
        RecordHeaders headers = new RecordHeaders();
        RecordContext context = new RecordContext("users", RecordContext.Role.VALUE, headers);
        Codec<GenericRecord> codec = avro(true);

        byte[] bytes = codec.encode(context, user("Ann"));

        assertThat(ByteBuffer.wrap(
                                headers.lastHeader("apicurio.value.contentId").value())
                        .getLong())
                .isEqualTo(17);
        assertThat(bytes).isEqualTo("\u0006Ann".getBytes(UTF_8));
        assertThat(codec.needsHeaders()).isTrue();
        assertThat(codec.decode(context, ByteBuffer.wrap(bytes))).isEqualTo(user("Ann"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void recordsOfSeveralSchemasStandSideBySide(boolean idInHeaders) {
        GenericRecord older = user("Ann");
        GenericRecord newer = new GenericRecordBuilder(USER_2)
                .set("name", "Bob")
                .set("age", 5)
                .build();
        try (KafkaCache<String, GenericRecord> writing = open(avro(idInHeaders))) {
            writing.awaitReady(PATIENCE);
            writing.put("ann", older).join();
            writing.await(writing.put("bob", newer).join()).join();
        }
        try (KafkaCache<String, GenericRecord> reading = open(avro(idInHeaders))) {
            reading.awaitReady(PATIENCE);

            assertThat(reading.get("ann")).hasToString("{\"name\": \"Ann\"}");
            assertThat(reading.get("bob")).hasToString("{\"name\": \"Bob\", \"age\": 5}");
        }
        assertThat(registry.registered()).isEqualTo(2);
    }

    @Test
    void aRecordWhoseSchemaTheRegistryDoesNotHaveIsRejectedAsUndecodable() {
        log.append(0, "ann".getBytes(UTF_8), new byte[] {0, 0, 0, 0, 99, 6, 'A', 'n', 'n'});

        try (KafkaCache<String, GenericRecord> reading = open(avro(false))) {
            reading.awaitReady(PATIENCE);

            assertThat(reading.get("ann")).isNull();
            assertThat(reading.status().rejections()).containsEntry(RejectionReason.UNDECODABLE_VALUE, 1L);
            assertThat(reading.status().lastRejections().get(0).message()).doesNotContain("Ann");
        }
    }

    /** What is refused before it is sent: a value that its own schema has no place for. */
    @Test
    void aValueThatBreaksItsSchemaIsNotSent() {
        GenericData.Record nameless = new GenericData.Record(AvroUsers.SCHEMA);
        try (KafkaCache<String, GenericRecord> writing = open(avro(true))) {
            writing.awaitReady(PATIENCE);

            assertThat(writing.put("ann", nameless)).isCompletedExceptionally();
        }
        assertThat(log.partition(0).history()).isEmpty();
    }
}
