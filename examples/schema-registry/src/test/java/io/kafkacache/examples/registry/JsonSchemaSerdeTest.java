package io.kafkacache.examples.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apicurio.registry.serde.jsonschema.JsonSchemaKafkaDeserializer;
import io.apicurio.registry.serde.jsonschema.JsonSchemaKafkaSerializer;
import io.kafkacache.KafkaCache;
import io.kafkacache.OnRejected;
import io.kafkacache.RejectionReason;
import io.kafkacache.codec.Codec;
import io.kafkacache.codec.CodecException;
import io.kafkacache.codec.Codecs;
import io.kafkacache.codec.RecordContext;
import io.kafkacache.examples.registry.JsonUsers.User;
import io.kafkacache.scripted.ScriptedLog;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON by a schema of the registry: the serde judges what is written and what is read. */
class JsonSchemaSerdeTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final byte[] ID_IN_FRONT = {0, 0, 0, 0, 17};

    private record Named(String name) {}

    private final FakeRegistry registry = new FakeRegistry();
    private final ScriptedLog log = ScriptedLog.create("users", 1);

    private KafkaCache<String, User> open(boolean idInHeaders) {
        return KafkaCache.builder("users", Codecs.utf8(), JsonUsers.codec(registry, idInHeaders))
                .log(log)
                .readOnly(false)
                .onRejected(OnRejected.REMOVE)
                .open();
    }

    private static byte[] withId(String json) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ID_IN_FRONT);
        bytes.writeBytes(json.getBytes(UTF_8));
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aValueThatBreaksTheSchemaIsNotSent(boolean idInHeaders) {
        try (KafkaCache<String, User> writing = open(idInHeaders)) {
            writing.awaitReady(PATIENCE);

            assertThatThrownBy(() -> writing.put("ann", new User("", 30)).join())
                    .hasMessageContaining("nothing was sent");
            log.runUntilIdle();
        }
        assertThat(log.partition(0).history()).isEmpty();
    }

    /** By whoever wrote it, with the id of a schema that its value breaks. Which rule it breaks is not told: the serde's words may quote the value. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRecordThatBreaksTheSchemaIsRejectedLiveAndInReplay(boolean inReplay) {
        try (KafkaCache<String, User> users = open(false)) {
            users.awaitReady(PATIENCE);
            users.put("ann", new User("Ann", 30)).join();
            log.append(0, "bob".getBytes(UTF_8), withId("{\"name\":\"Bob\",\"age\":-5}"));
            if (!inReplay) {
                users.sync().join();
                showsAnnAlone(users);
            }
        }
        try (KafkaCache<String, User> again = open(false)) {
            again.awaitReady(PATIENCE);
            showsAnnAlone(again);
        }
    }

    private static void showsAnnAlone(KafkaCache<String, User> users) {
        assertThat(users.get("ann")).isEqualTo(new User("Ann", 30));
        assertThat(users.get("bob")).isNull();
        assertThat(users.status().rejections()).containsEntry(RejectionReason.UNDECODABLE_VALUE, 1L);
        assertThat(users.status().lastRejections().get(0).message())
                .contains("JsonSchemaKafkaDeserializer")
                .doesNotContain("Bob")
                .doesNotContain("-5");
    }

    /** Somebody else registers schemas: then the value needs to have one under the topic's name. */
    @Test
    void whereNothingMayBeRegisteredTheSchemaOfTheTopicHolds() {
        Codec<User> registering = JsonUsers.codec(registry, true);
        Codec<User> using = Format.codec(
                new JsonSchemaKafkaSerializer<>(registry),
                new JsonSchemaKafkaDeserializer<>(registry),
                true,
                Map.of("apicurio.registry.auto-register", false));

        assertThatThrownBy(() -> writtenAndRead(using, new User("Ann", 30))).isInstanceOf(CodecException.class);
        writtenAndRead(registering, new User("Ann", 30));

        assertThat(writtenAndRead(using, new User("Bob", 30))).isEqualTo(new User("Bob", 30));
        assertThatThrownBy(() -> writtenAndRead(using, new User("", 30))).isInstanceOf(CodecException.class);
        assertThat(registry.registered()).isEqualTo(1);
    }

    /** So that one is named: else a record's header chooses it, and the first one's for all that follow. */
    @Test
    void whereNoClassIsNamedTheFirstRecordNamesItForAll() {
        Codec<Object> unnamed = Format.codec(
                new JsonSchemaKafkaSerializer<>(registry),
                new JsonSchemaKafkaDeserializer<>(registry),
                true,
                Map.of("apicurio.registry.artifact.schema.location", "schemas/user.schema.json"));

        assertThat(writtenAndRead(unnamed, new Named("Ann"))).isEqualTo(new Named("Ann"));
        assertThat(writtenAndRead(unnamed, new User("Bob", 30))).isEqualTo(new Named("Bob"));
    }

    private static <V> V writtenAndRead(Codec<V> codec, V value) {
        RecordContext context = new RecordContext("users", RecordContext.Role.VALUE, new RecordHeaders());
        return codec.decode(context, ByteBuffer.wrap(codec.encode(context, value)));
    }
}
