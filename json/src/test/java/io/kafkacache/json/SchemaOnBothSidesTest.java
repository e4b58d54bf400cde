package io.kafkacache.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kafkacache.KafkaCache;
import io.kafkacache.OnRejected;
import io.kafkacache.RejectedRecordException;
import io.kafkacache.RejectedWriteException;
import io.kafkacache.Rejection;
import io.kafkacache.RejectionReason;
import io.kafkacache.codec.CodecException;
import io.kafkacache.codec.Codecs;
import io.kafkacache.scripted.ScriptedLog;
import io.kafkacache.scripted.ScriptedRecord;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** One schema in an open cache, given to both sides: what it refuses to write it refuses to show, with the same words. */
class SchemaOnBothSidesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final JsonSchema SCHEMA = JsonSchema.ofResource("schemas/user.schema.json");
    private static final String GOOD = "{\"email\":\"ann@example.com\",\"age\":1,\"name\":\"Ann\"}";
    private static final String BAD = "{\"email\":\"ann@example.com\",\"age\":-77,\"name\":\"secret\",\"secret\":1}";
    private static final String[] PROBLEMS = {"/age: minimum 0", "/*: additionalProperties false"};

    private final ScriptedLog log = ScriptedLog.create("users", 1);

    /** Nothing of {@link #BAD} may be told but where it is wrong. */
    private static void assertTellsNoValue(String message) {
        assertThat(message).contains(PROBLEMS).doesNotContain("secret", "77", "ann@example.com");
    }

    private KafkaCache<String, JsonNode> open(OnRejected policy) {
        return KafkaCache.builder("users", Codecs.utf8(), JsonCodec.tree())
                .log(log)
                .readOnly(false)
                .validateWrites(SCHEMA)
                .validateReads(SCHEMA, policy)
                .open();
    }

    private static JsonNode tree(String json) {
        return JsonSamples.read(JsonCodec.tree(), json);
    }

    @Test
    void whatIsValidIsWrittenAndShown() {
        try (KafkaCache<String, JsonNode> users = open(OnRejected.REMOVE)) {
            users.put("ann", tree(GOOD)).thenCompose(users::await).join();

            assertThat(users.get("ann")).isEqualTo(tree(GOOD));
            assertThat(users.status().rejections().values()).containsOnly(0L);
        }
    }

    @Test
    void whatIsInvalidIsNotSentAndTheWriterIsToldPointerAndRule() {
        try (KafkaCache<String, JsonNode> users = open(OnRejected.REMOVE)) {
            users.awaitReady(PATIENCE);

            Throwable refused = Objects.requireNonNull(
                    catchThrowableOfType(CompletionException.class, () -> users.put("ann", tree(BAD))
                                    .join())
                            .getCause());
            log.runUntilIdle();

            assertThat(refused).isInstanceOf(RejectedWriteException.class);
            assertThat(((RejectedWriteException) refused).problems()).containsExactlyInAnyOrder(PROBLEMS);
            assertTellsNoValue(Objects.requireNonNull(refused.getMessage()));
            assertThat(log.partition(0).history()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatComesFromElsewhereIsRejectedWithTheSameWords(boolean inReplay) {
        if (inReplay) {
            log.append(0, "ann", BAD);
        }
        try (KafkaCache<String, JsonNode> users = open(OnRejected.FAIL_READS)) {
            users.awaitReady(PATIENCE);
            if (!inReplay) {
                log.append(0, "ann", BAD);
                users.sync().join();
            }

            Rejection rejection = users.status().lastRejections().get(0);
            assertThat(rejection.reason()).isEqualTo(RejectionReason.INVALID_VALUE);
            assertTellsNoValue(rejection.message());
            assertThatThrownBy(() -> users.get("ann"))
                    .isInstanceOf(RejectedRecordException.class)
                    .hasMessageContaining(rejection.message());
        }
    }

    /** A checked codec judges the bytes, and so also what the type would drop. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCheckedCodecHoldsBothSidesToItToo(boolean inReplay) {
        if (inReplay) {
            log.append(0, "ann", BAD);
        }
        try (KafkaCache<String, User> users = KafkaCache.builder(
                        "users", Codecs.utf8(), SCHEMA.checked(JsonCodec.of(User.class)))
                .log(log)
                .readOnly(false)
                .onRejected(OnRejected.REMOVE)
                .open()) {
            users.awaitReady(PATIENCE);
            if (!inReplay) {
                log.append(0, "ann", BAD);
                users.sync().join();
            }

            Throwable refused = catchThrowable(() ->
                    users.put("bob", new User("ann@example.com", -77, "secret")).join());
            assertThat(refused)
                    .hasRootCauseInstanceOf(CodecException.class)
                    .cause()
                    .hasMessageContaining("/age: minimum 0")
                    .hasMessageNotContainingAny("secret", "77");
            log.runUntilIdle();
            Rejection rejection = users.status().lastRejections().get(0);
            assertThat(rejection.reason()).isEqualTo(RejectionReason.UNDECODABLE_VALUE);
            assertTellsNoValue(rejection.message());
            assertThat(users.get("ann")).isNull();
            assertThat(log.partition(0).history())
                    .extracting(ScriptedRecord::keyText)
                    .containsExactly("ann");
        }
    }

    record User(String email, int age, String name) {}
}
