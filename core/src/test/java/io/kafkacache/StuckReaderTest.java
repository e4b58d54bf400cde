package io.kafkacache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.codec.Codecs;
import io.kafkacache.scripted.AdminCall;
import io.kafkacache.scripted.Failure;
import io.kafkacache.scripted.ScriptedLog;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A consumer may get nothing of a partition for ever while others do, without an error: seen after a topic was recreated under failing brokers. */
class StuckReaderTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(2);

    @Test
    void aReaderThatGetsNothingMoreIsReplacedAndToldOfOnce() {
        KafkaCache<String, String> users = topic.openReady();
        topic.log.append(0, "ann", "Ann");
        users.sync().join();
        topic.log.faults().stallReaders(0);
        topic.log.append(0, "ann", "Anna");
        topic.log.append(1, "bob", "Bob");

        try (Logged logged = new Logged()) {
            topic.log.advance(Duration.ofMinutes(5));

            assertThat(users.get("ann")).isEqualTo("Anna");
            assertThat(users.get("bob")).isEqualTo("Bob");
            assertThat(users.status().stale()).isFalse();
            assertThat(logged.warnings())
                    .filteredOn(line -> line.contains("reads on with another consumer"))
                    .singleElement()
                    .asString()
                    .contains("users-0 has stood at position 1")
                    .contains("its end is 2");
        }
    }

    @Test
    void aReplayThatGetsNothingMoreEndsNevertheless() {
        topic.log.append(0, "ann", "Ann");
        topic.log.append(1, "bob", "Bob");
        topic.log.faults().pollLimit(1);
        topic.log.faults().throttle(0, 1);
        KafkaCache<String, String> users = topic.open();
        topic.log.advance(Duration.ofSeconds(2));
        topic.log.faults().stallReaders(1);
        topic.log.faults().unthrottle();

        users.awaitReady(Duration.ofMinutes(2));

        assertThat(users.get("bob")).isEqualTo("Bob");
    }

    @Test
    void aReaderThatGetsNothingMoreOfATruncatedLogIsReplaced() {
        topic.log.append(0, "ann", "Ann");
        topic.log.append(0, "bob", "Bob");
        KafkaCache<String, String> users = topic.openReady();
        topic.log.faults().stallReaders(0);

        topic.log.partition(0).truncate(1);
        topic.log.advance(Duration.ofMinutes(1));

        assertThat(users.get("bob")).isNull();
        assertThat(users.get("ann")).isEqualTo("Ann");
        assertThat(users.status().state()).isEqualTo(CacheState.READY);
    }

    @Test
    void whatIsReadAnewIsReadByAnotherReader() {
        topic.log.append(0, "ann", "Ann");
        KafkaCache<String, String> users = topic.openReady();
        topic.log.faults().stallReaders(0);

        topic.log.recreateTopic(2);
        topic.log.append(0, "bob", "Bob");
        topic.log.advance(Duration.ofSeconds(25)); // less than a stuck reader is waited for

        assertThat(users.get("bob")).isEqualTo("Bob");
        assertThat(users.get("ann")).isNull();
    }

    @Test
    void whereTheOtherReaderCannotBeOpenedAtOnceThatIsOverSoon() {
        KafkaCache<String, String> users = topic.openReady();
        topic.log.append(0, "ann", "Ann");
        users.sync().join();
        topic.log.faults().stallReaders(0);
        topic.log.faults().failOpening(1, Failure.UNREACHABLE);
        topic.log.append(0, "ann", "Anna");

        topic.log.advance(Duration.ofMinutes(1));

        assertThat(users.get("ann")).isEqualTo("Anna");
        assertThat(users.status().lastError()).isNull();
        assertThat(users.status().state()).isEqualTo(CacheState.READY);
    }

    /** Why a cache may stand still and yet be well. */
    enum Held {
        FROZEN,
        HALTED,
        AWAITING_AN_ANSWER
    }

    private KafkaCache<String, String> held(Held by) {
        ScriptedLog groupLog = topic.log.another("groups", 1);
        KafkaCache<String, String> groups = topic.closing(KafkaCache.builder("groups", Codecs.utf8(), Codecs.utf8())
                .log(groupLog)
                .open());
        groups.awaitReady(TestTopic.PATIENCE);
        KafkaCache<String, String> users = topic.openReady(b -> b.onRejected(OnRejected.HALT)
                .validateMutations(
                        MutationValidator.rule(
                                "its group exists",
                                change -> groups.contains(change.after().value())),
                        groups));
        switch (by) {
            case FROZEN -> users.freeze();
            case HALTED -> topic.log.append(0, "ann".getBytes(UTF_8), new byte[] {(byte) 0xff});
            case AWAITING_AN_ANSWER -> groups.close();
        }
        topic.log.append(0, "ann", "admins");
        return users;
    }

    /** Its consumer is not polled, and so cannot be stuck: nothing is to be found out, however long that is. */
    @ParameterizedTest
    @EnumSource
    void whoeverIsHeldIsNotTakenForStuck(Held by) {
        KafkaCache<String, String> users = held(by);
        topic.log.advance(Duration.ofSeconds(1));
        CompletableFuture<Void> waiting = users.sync(Duration.ofHours(1));
        int probes = topic.log.usage().adminCalls(AdminCall.PROBE);

        try (Logged logged = new Logged()) {
            topic.log.advance(Duration.ofMinutes(5));

            assertThat(waiting).isNotDone();
            assertThat(topic.log.usage().adminCalls(AdminCall.PROBE)).isEqualTo(probes);
            assertThat(logged.text()).doesNotContain("reads on with another consumer");
        }
    }

    @Test
    void whoeverWasHeldIsGivenItsTimeAnew() {
        KafkaCache<String, String> users = topic.openReady();
        users.freeze();
        topic.log.append(0, "ann", "Ann");
        topic.log.advance(Duration.ofMinutes(5));
        topic.log.faults().throttle(0);

        try (Logged logged = new Logged()) {
            users.unfreeze();
            topic.log.advance(Duration.ofSeconds(25));
            topic.log.faults().unthrottle();
            users.sync().join();

            assertThat(users.get("ann")).isEqualTo("Ann");
            assertThat(logged.text()).doesNotContain("reads on with another consumer");
        }
    }
}
