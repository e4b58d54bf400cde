package io.kafkacache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.codec.Codecs;
import io.kafkacache.scripted.ScriptedLog;
import io.kafkacache.scripted.ScriptedRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rejected records in a topic of their own, by the one who is designated: best effort, and never in the reader's way. */
class DeadLetterTest {
    private static final byte[] UNDECODABLE = {(byte) 0xff};
    private static final Validator<String, String> NO_SPACES =
            Validator.rule("has no spaces", (key, value) -> !value.contains(" "));

    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    private final ScriptedLog deadLog = topic.log.another("users-rejected", 1);
    private final TopicWriter<String, byte[]> writer = opened();

    private TopicWriter<String, byte[]> opened() {
        return KafkaCache.builder("users-rejected", Codecs.utf8(), Codecs.bytes())
                .log(deadLog)
                .openWriter();
    }

    @BeforeEach
    void idle() {
        topic.log.runUntilIdle();
    }

    @AfterEach
    void closeTheWriter() {
        deadLog.faults().heal();
        writer.close();
        assertThat(deadLog.usage().openPorts()).isZero();
    }

    private KafkaCache<String, String> rejecting(
            UnaryOperator<Builder<String, String, String, String, KafkaCache<String, String>>> more) {
        return topic.open(b -> more.apply(b.validateReads(NO_SPACES).deadLetterWriter(writer)));
    }

    private KafkaCache<String, String> ready(boolean inReplay, OnRejected policy, Runnable filling) {
        if (inReplay) {
            filling.run();
        }
        KafkaCache<String, String> users = rejecting(b -> b.onRejected(policy));
        if (!inReplay) {
            users.awaitReady(TestTopic.PATIENCE);
            filling.run();
        }
        topic.until(() -> deadLog.partition(0).end() > 0);
        topic.log.runUntilIdle();
        return users;
    }

    private List<ScriptedRecord> letters() {
        return deadLog.partition(0).history();
    }

    private ScriptedRecord letter(long offset) {
        return letters().stream()
                .filter(letter -> ("users/0/" + offset).equals(letter.keyText()))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> headers(ScriptedRecord letter) {
        Map<String, String> headers = new TreeMap<>();
        for (Header header : letter.headers()) {
            headers.put(header.key(), new String(header.value(), UTF_8));
        }
        return headers;
    }

    private void annGoesBad() {
        topic.log.append(0, "ann", "Ann");
        topic.log.append(0, "ann".getBytes(UTF_8), "a n n".getBytes(UTF_8), Instant.ofEpochMilli(77), null);
    }

    private static Stream<Arguments> stages() {
        return Stream.of(OnRejected.values()).flatMap(p -> Stream.of(Arguments.of(true, p), Arguments.of(false, p)));
    }

    @ParameterizedTest
    @MethodSource("stages")
    void whateverFollowsTheRecordIsWrittenAsItStands(boolean inReplay, OnRejected policy) {
        KafkaCache<String, String> users = ready(inReplay, policy, this::annGoesBad);

        assertThat(letters()).hasSize(1);
        ScriptedRecord letter = letters().get(0);
        assertThat(letter.keyText()).isEqualTo("users/0/1");
        assertThat(letter.valueText()).isEqualTo("a n n");
        Map<String, String> headers = headers(letter);
        assertThat(headers.remove("kafka-cache.message")).contains("offset 1", "has no spaces");
        assertThat(headers)
                .isEqualTo(Map.of(
                        "kafka-cache.topic", "users",
                        "kafka-cache.partition", "0",
                        "kafka-cache.offset", "1",
                        "kafka-cache.timestamp", "77",
                        "kafka-cache.reason", "INVALID_VALUE",
                        "kafka-cache.key", "ann"));
        assertThat(users.status().deadLetters()).isEqualTo(1);
        assertThat(users.status().deadLetterErrors()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bytesThatCannotBeDecodedAreWrittenAsTheyAre(boolean inReplay) {
        ready(inReplay, OnRejected.REMOVE, () -> {
            topic.log.append(0, UNDECODABLE, "Ann".getBytes(UTF_8));
            topic.log.append(0, UNDECODABLE, null);
            topic.log.append(0, "bob".getBytes(UTF_8), UNDECODABLE);
        });

        assertThat(letters())
                .extracting(ScriptedRecord::keyText)
                .containsExactlyInAnyOrder("users/0/0", "users/0/1", "users/0/2");
        assertThat(letter(0).headers().lastHeader("kafka-cache.key").value()).isEqualTo(UNDECODABLE);
        assertThat(letter(0).valueText()).isEqualTo("Ann");
        assertThat(letter(1).value()).isEmpty();
        assertThat(headers(letter(1))).containsEntry("kafka-cache.tombstone", "true");
        assertThat(letter(2).value()).isEqualTo(UNDECODABLE);
    }

    @Test
    void whoIsOpenedAgainWritesTheSameKeyWhichCompactionFolds() {
        annGoesBad();
        for (int times = 0; times < 3; times++) {
            KafkaCache<String, String> users = rejecting(b -> b);
            users.awaitReady(TestTopic.PATIENCE);
            topic.log.runUntilIdle();
            users.close();
        }
        assertThat(letters()).hasSize(3);

        deadLog.partition(0).compact();

        assertThat(deadLog.partition(0).readable(Isolation.READ_COMMITTED))
                .extracting(ScriptedRecord::keyText)
                .containsExactly("users/0/1");
    }

    @Test
    void withoutAWriterNothingIsWritten() {
        annGoesBad();
        KafkaCache<String, String> users = topic.openReady(b -> b.validateReads(NO_SPACES));
        topic.log.runUntilIdle();

        assertThat(letters()).isEmpty();
        assertThat(users.status().deadLetters()).isZero();
    }

    @Test
    void anOutageOfTheOtherTopicHoldsUpNothing() {
        deadLog.deleteTopic();
        topic.log.advance(Duration.ofSeconds(10));
        KafkaCache<String, String> users = rejecting(b -> b);
        users.awaitReady(TestTopic.PATIENCE);

        annGoesBad();
        topic.log.append(0, "bob", "Bob");
        users.sync().join();
        topic.log.runUntilIdle();

        assertThat(users.get("bob")).isEqualTo("Bob");
        assertThat(users.status().deadLetters()).isZero();
        assertThat(users.status().deadLetterErrors()).isEqualTo(1);
    }

    @Test
    void aWriterThatIsClosedOrFullIsCounted() {
        KafkaCache<String, String> full = rejecting(b -> b.name("full"));
        full.awaitReady(TestTopic.PATIENCE);
        deadLog.deleteTopic();
        for (int i = 0; i < 5; i++) {
            topic.log.append(0, "k" + i, "b a d");
        }
        full.sync().join();
        writer.close();
        topic.log.append(0, "bob", "b o b");
        full.sync().join();
        topic.log.runUntilIdle();

        assertThat(full.status().deadLetterErrors()).isEqualTo(6);
        assertThat(full.status().live()).isTrue();
        assertThat(full.status().rejections()).containsEntry(RejectionReason.INVALID_VALUE, 6L);
    }

    @Test
    void itsOwnTopicIsRefused() {
        TopicWriter<String, byte[]> own = topic.closing(KafkaCache.builder("users", Codecs.utf8(), Codecs.bytes())
                .log(topic.log)
                .openWriter());

        assertThatThrownBy(() -> topic.builder().deadLetterWriter(own))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("users");
    }
}
