package io.kafkacache.examples.registry;

import static io.kafkacache.examples.registry.AvroUsers.user;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.CacheState;
import io.kafkacache.KafkaCache;
import io.kafkacache.OnRejected;
import io.kafkacache.RejectedRecordException;
import io.kafkacache.RejectionReason;
import io.kafkacache.codec.Codecs;
import io.kafkacache.codec.RecordContext;
import io.kafkacache.scripted.ScriptedLog;
import java.time.Duration;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A registry that does not answer. The cache cannot tell that from a record that nobody can decode: it is rejected, once, and what follows is the
 * user's choice. So each test says what is lost meanwhile, and what brings it back.
 */
class RegistryAwayTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final FakeRegistry registry = new FakeRegistry();
    private final ScriptedLog log = ScriptedLog.create("users", 1);

    /** What a writer sends that has reached the registry. */
    private final byte[] ann = AvroUsers.codec(registry, false)
            .encode(new RecordContext("users", RecordContext.Role.VALUE, new RecordHeaders()), user("Ann"));

    @AfterEach
    void nothingStaysOpen() {
        assertThat(log.usage().openPorts()).isZero();
    }

    private KafkaCache<String, GenericRecord> open(OnRejected policy) {
        return KafkaCache.builder("users", Codecs.utf8(), AvroUsers.codec(registry, false))
                .log(log)
                .readOnly(false)
                .onRejected(policy)
                .open();
    }

    private void append(String key) {
        log.append(0, key.getBytes(UTF_8), ann);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatCameMeanwhileIsRejectedAndIsNotTriedAgain(boolean inReplay) {
        registry.leave();
        if (inReplay) {
            append("ann");
            append("bob");
        }
        try (KafkaCache<String, GenericRecord> users = open(OnRejected.FAIL_READS)) {
            users.awaitReady(PATIENCE);
            if (!inReplay) {
                append("ann");
                append("bob");
                users.sync().join();
            }
            registry.comeBack();
            log.advance(Duration.ofHours(1));

            assertThatThrownBy(() -> users.get("ann")).isInstanceOf(RejectedRecordException.class);
            assertThat(users.status().rejections()).containsEntry(RejectionReason.UNDECODABLE_VALUE, 2L);

            append("ann"); // a key's next record is decoded like any other
            users.sync().join();

            assertThat(users.get("ann")).isEqualTo(user("Ann"));
            assertThatThrownBy(() -> users.get("bob")).isInstanceOf(RejectedRecordException.class);
        }
        try (KafkaCache<String, GenericRecord> again = open(OnRejected.FAIL_READS)) {
            again.awaitReady(PATIENCE);

            assertThat(again.get("bob")).isEqualTo(user("Ann"));
            assertThat(again.status().rejections().values()).containsOnly(0L);
        }
    }

    @Test
    void underHaltNothingIsMissedAndOpeningAgainGoesOn() {
        try (KafkaCache<String, GenericRecord> users = open(OnRejected.HALT)) {
            users.awaitReady(PATIENCE);
            registry.leave();
            append("ann");
            append("bob");
            log.runUntilIdle();
            registry.comeBack();
            log.advance(Duration.ofHours(1));

            assertThat(users.status().state()).isEqualTo(CacheState.HALTED);
            assertThat(users.status().servable()).isTrue();
            assertThat(users.get("bob")).isNull();
        }
        try (KafkaCache<String, GenericRecord> again = open(OnRejected.HALT)) {
            again.awaitReady(PATIENCE);

            assertThat(again.get("ann")).isEqualTo(user("Ann"));
            assertThat(again.get("bob")).isEqualTo(user("Ann"));
        }
    }

    /** It cannot become ready while the registry is away, and does not by itself when it is back. */
    @Test
    void underHaltAReplayWaitsForSomebodyToOpenItAgain() {
        append("ann");
        registry.leave();
        try (KafkaCache<String, GenericRecord> users = open(OnRejected.HALT)) {
            log.runUntilIdle();
            registry.comeBack();
            log.advance(Duration.ofHours(1));

            assertThat(users.status().state()).isEqualTo(CacheState.HALTED);
            assertThat(users.ready()).isNotDone();
        }
        try (KafkaCache<String, GenericRecord> again = open(OnRejected.HALT)) {
            again.awaitReady(PATIENCE);

            assertThat(again.get("ann")).isEqualTo(user("Ann"));
        }
    }

    /** The deserializer keeps it for good, whatever the period is after which the serde looks for a newer one. */
    @Test
    void aSchemaThatIsKnownStaysKnown() {
        try (KafkaCache<String, GenericRecord> users = open(OnRejected.REMOVE)) {
            append("ann");
            users.sync().join();
            registry.leave();
            append("bob");
            users.sync().join();

            assertThat(users.get("bob")).isEqualTo(user("Ann"));
            assertThat(users.status().rejections().values()).containsOnly(0L);
        }
    }

    /** So a schema that is not known costs each of its records as long as the registry's client waits. */
    @Test
    void eachRecordAsksByItself() {
        registry.leave();
        try (KafkaCache<String, GenericRecord> users = open(OnRejected.REMOVE)) {
            users.awaitReady(PATIENCE);
            append("ann");
            append("bob");
            append("cid");
            users.sync().join();

            assertThat(registry.asked()).isEqualTo(3);
        }
    }

    @Test
    void whatCannotBeRegisteredIsNotSent() {
        registry.leave();
        try (KafkaCache<String, GenericRecord> users = open(OnRejected.REMOVE)) {
            users.awaitReady(PATIENCE);

            assertThatThrownBy(() -> users.put("ann", user("Ann")).join()).hasMessageContaining("nothing was sent");
            log.runUntilIdle();
        }
        assertThat(log.partition(0).history()).isEmpty();
    }
}
