package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.codec.Codecs;
import io.kafkacache.scripted.AdminCall;
import io.kafkacache.scripted.Failure;
import io.kafkacache.scripted.ScriptedFaults;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with Kafka or with a call is told once, in a sentence that says of what, and it passes when its cause does. */
class BadInputTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    final TestTopic topic = new TestTopic(2);

    /** Everything fails in the same way: describing, asking for ends, polling. */
    private void trouble(Failure failure) {
        switch (failure) {
            case UNREACHABLE -> topic.log.faults().disconnect();
            case TOPIC_MISSING -> topic.log.deleteTopic();
            default -> {
                topic.log.faults().failAdmin(AdminCall.DESCRIBE, ScriptedFaults.FOR_EVER, failure);
                topic.log.faults().failAdmin(AdminCall.SETTINGS, ScriptedFaults.FOR_EVER, failure);
                topic.log.faults().failAdmin(AdminCall.ENDS, ScriptedFaults.FOR_EVER, failure);
                topic.log.faults().failPolls(ScriptedFaults.FOR_EVER, failure);
            }
        }
    }

    private void mend(Failure failure) {
        switch (failure) {
            case UNREACHABLE -> topic.log.faults().reconnect();
            case TOPIC_MISSING -> topic.log.createTopic(2);
            default -> topic.log.faults().heal();
        }
    }

    private static CacheState stateOf(Failure failure) {
        return failure == Failure.TOPIC_MISSING ? CacheState.TOPIC_MISSING : CacheState.CONNECTING;
    }

    private static String sentence(Failure failure) {
        return failure == Failure.TOPIC_MISSING
                ? "topic users does not exist; create it"
                : "admin call DESCRIBE failed as the test told it to: " + failure;
    }

    @ParameterizedTest
    @EnumSource(
            value = Failure.class,
            names = {"UNREACHABLE", "TOPIC_MISSING", "UNAUTHENTICATED", "DENIED", "OTHER"})
    void beforeReadyOneWarningTheStatusAndTheDeadlineSayTheSame(Failure failure) {
        trouble(failure);

        try (Logged logged = new Logged()) {
            KafkaCache<String, String> users = topic.open();
            assertThatThrownBy(() -> users.awaitReady(SOON))
                    .isInstanceOf(CacheTimeoutException.class)
                    .hasMessage("users: not ready after PT20S, " + stateOf(failure) + ": " + sentence(failure));

            assertThat(users.status().state()).isEqualTo(stateOf(failure));
            assertThat(users.status().lastError()).isEqualTo(sentence(failure));
            assertThat(users.status().live()).isTrue();
            assertThat(users.ready()).isNotDone();
            assertThat(logged.warnings())
                    .singleElement()
                    .asString()
                    .endsWith("WARN io.kafkacache - users: " + sentence(failure));

            mend(failure);
            users.awaitReady(TestTopic.PATIENCE);
            topic.log.advance(SOON);

            assertThat(users.status().state()).isEqualTo(CacheState.READY);
            assertThat(users.status().lastError()).isNull();
            assertThat(logged.warnings()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Failure.class,
            names = {"UNREACHABLE", "UNAUTHENTICATED", "DENIED", "OTHER"})
    void afterReadyOneWarningSaysWhatAndOneThatItIsStale(Failure failure) {
        KafkaCache<String, String> users = topic.openReady();

        try (Logged logged = new Logged()) {
            trouble(failure);
            topic.log.advance(Duration.ofMinutes(5));

            assertThat(users.status().state()).isEqualTo(CacheState.CONNECTING);
            assertThat(users.status().lastError()).endsWith("failed as the test told it to: " + failure);
            assertThat(logged.warnings()).hasSize(2);
            assertThat(logged.warnings()).first().asString().endsWith("failed as the test told it to: " + failure);
            assertThat(logged.warnings()).last().asString().contains("users: stale: last proven at the head ");

            mend(failure);
            topic.log.advance(SOON);

            assertThat(users.status().state()).isEqualTo(CacheState.READY);
            assertThat(users.status().lastError()).isNull();
            assertThat(users.status().stale()).isFalse();
            assertThat(logged.warnings()).hasSize(2);
        }
    }

    /** FAILED is terminal, so it says what to do before it is opened again. */
    @Test
    void whatEndsACacheIsToldOnceWithTheWayOut() {
        String sentence =
                "refused for PT30S before it was ready; mend this and open it again: " + sentence(Failure.DENIED);
        trouble(Failure.DENIED);

        try (Logged logged = new Logged()) {
            KafkaCache<String, String> users = topic.open();
            topic.log.advance(Duration.ofMinutes(1));

            assertThat(users.status().state()).isEqualTo(CacheState.FAILED);
            assertThat(users.status().lastError()).isEqualTo(sentence);
            assertThatThrownBy(() -> users.awaitReady(SOON))
                    .isInstanceOf(FailedException.class)
                    .hasMessage("users: " + sentence);
            assertThatThrownBy(() -> users.get("ann"))
                    .isInstanceOf(FailedException.class)
                    .hasMessage("users: " + sentence);
            assertThat(logged.warnings()).hasSize(1);
            assertThat(logged.text()).containsOnlyOnce("ERROR io.kafkacache - users: failed: " + sentence);
        }
    }

    /** Kafka's own rule; its clients would ask for such a topic without end. */
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "all users", "users/1", ".", ".."})
    void aTopicThatNoBrokerCanHaveIsRefusedAtTheDoor(String name) {
        assertMisuse(
                IllegalArgumentException.class,
                "topic=" + name + " must be 1 to 249 letters, digits, '.', '_' or '-', neither '.' nor '..'",
                () -> KafkaCache.builder(name, Codecs.utf8(), Codecs.utf8()));
    }

    @Test
    void aReadOnlyCacheSaysHowToWrite() {
        KafkaCache<String, String> users = topic.openReady();
        String sentence = "users: the cache is read-only; open it with readOnly(false) to write";

        assertMisuse(ReadOnlyException.class, sentence, () -> users.put("ann", "Ann"));
        assertMisuse(ReadOnlyException.class, sentence, () -> users.delete("ann"));
        assertMisuse(ReadOnlyException.class, sentence, () -> users.putAll(Map.of("ann", "Ann")));
    }

    @Test
    void aClosedCacheSaysThatItIsClosed() {
        KafkaCache<String, String> users = topic.openReady(b -> b.readOnly(false));
        users.close();
        String sentence = "users: the cache is closed";

        assertMisuse(ClosedException.class, sentence, () -> users.get("ann"));
        assertMisuse(ClosedException.class, sentence, () -> users.put("ann", "Ann"));
        assertMisuse(ClosedException.class, sentence, () -> users.delete("ann"));
        assertMisuse(ClosedException.class, sentence, users::sync);
        assertMisuse(ClosedException.class, sentence, () -> users.await(new RecordOffset("users", null, 0, 1)));
        assertMisuse(ClosedException.class, sentence, () -> users.listen(step -> {}));
    }

    @Test
    void offsetsOfElsewhereAreNamed() {
        KafkaCache<String, String> users = topic.openReady();

        assertMisuse(
                IllegalArgumentException.class,
                "users: sessions-0@1 belongs to another topic than users",
                () -> users.await(new RecordOffset("sessions", null, 0, 1)));
        assertThat(topic.failure(users.await(new RecordOffset("users", topic.log.topicId(), 7, 1))))
                .isExactlyInstanceOf(KafkaCacheException.class)
                .hasMessage("users: topic users has 2 partitions, so users-7@1 is not one of its records");
    }

    @Test
    void nullIsNeitherKeyNorValue() {
        KafkaCache<String, String> users = topic.openReady(b -> b.readOnly(false));
        String noKey = "key must not be null";
        String noValue = "value must not be null; use delete(key) to remove a key";

        assertMisuse(NullPointerException.class, noKey, () -> users.get(nothing()));
        assertMisuse(NullPointerException.class, noKey, () -> users.contains(nothing()));
        assertMisuse(NullPointerException.class, noKey, () -> users.put(nothing(), "Ann"));
        assertMisuse(NullPointerException.class, noKey, () -> users.delete(nothing()));
        assertMisuse(NullPointerException.class, noValue, () -> users.put("ann", nothing()));
        assertMisuse(NullPointerException.class, "offset", () -> users.await(nothing()));
    }

    private static void assertMisuse(Class<? extends Throwable> type, String sentence, ThrowingCallable call) {
        assertThatThrownBy(call).isExactlyInstanceOf(type).hasMessage(sentence);
    }

    /** Null, as code that is not checked for it may pass it. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }
}
