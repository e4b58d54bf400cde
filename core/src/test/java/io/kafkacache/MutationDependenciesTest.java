package io.kafkacache;

import static io.kafkacache.OnRejected.REMOVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.codec.Codecs;
import io.kafkacache.scripted.ScriptedLog;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A validator of changes may read other caches, which it names: nothing is judged before they are ready, nor while they do not answer. */
class MutationDependenciesTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    /** Every group of a user exists, and groups are another topic. */
    private static MutationValidator<String, String> hasGroup(ReadableCache<String, String> groups) {
        return MutationValidator.rule(
                "its group exists", change -> groups.contains(change.after().value()));
    }

    private KafkaCache<String, String> groups(ScriptedLog log) {
        return topic.closing(KafkaCache.builder("groups", Codecs.utf8(), Codecs.utf8())
                .log(log)
                .open());
    }

    /** The same, with the group {@code admins} in it. */
    private KafkaCache<String, String> readyGroups(ScriptedLog log) {
        log.append(0, "admins", "");
        KafkaCache<String, String> groups = groups(log);
        groups.awaitReady(TestTopic.PATIENCE);
        return groups;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatItDependsOnIsReadyBeforeItIsAsked(boolean empty) {
        ScriptedLog groupLog = ScriptedLog.create("groups", 1);
        groupLog.append(0, "admins", "");
        if (!empty) {
            topic.log.append(0, "ann", "admins");
            topic.log.append(0, "bob", "none");
        }
        KafkaCache<String, String> groups = groups(groupLog);
        KafkaCache<String, String> users = topic.open(b -> b.validateMutations(hasGroup(groups), groups));
        topic.log.advance(Duration.ofSeconds(5));
        topic.log.runUntilIdle();

        assertThat(users.ready()).isNotDone();
        assertThat(users.status().recordsApplied()).isZero();
        assertThat(users.status().lastError()).isNull();
        assertThatThrownBy(() -> users.awaitReady(Duration.ofSeconds(5)))
                .hasMessageContaining("validateMutations waits for groups to be ready");

        groups.awaitReady(TestTopic.PATIENCE);
        groupLog.runUntilIdle();
        users.awaitReady(TestTopic.PATIENCE);

        if (!empty) {
            assertThat(users.get("ann")).isEqualTo("admins");
            assertThatThrownBy(() -> users.get("bob")).isInstanceOf(RejectedRecordException.class);
        }

        groupLog.append(0, "none", "");
        groups.sync().join();
        topic.log.append(0, "cid", "none");
        users.sync().join();

        assertThat(users.get("cid")).isEqualTo("none");
        if (!empty) { // it is not asked again
            assertThatThrownBy(() -> users.get("bob")).isInstanceOf(RejectedRecordException.class);
        }
    }

    @Test
    void whatItWaitsForInVainIsSaid() {
        ScriptedLog groupLog = ScriptedLog.create("groups", 1);
        KafkaCache<String, String> groups = groups(groupLog);
        KafkaCache<String, String> users = topic.open(b -> b.validateMutations(hasGroup(groups), groups));
        topic.log.runUntilIdle();

        groups.close();
        groupLog.runUntilIdle();
        topic.log.advance(Duration.ofSeconds(5));

        assertThat(users.ready()).isNotDone();
        assertThat(users.status().lastError()).contains("groups", "open it again");
    }

    /** Not only once nothing else is waited for, which may be never. */
    @Test
    void oneOfSeveralThatItWaitsForInVainIsSaidAtOnce() {
        ScriptedLog groupLog = ScriptedLog.create("groups", 1);
        KafkaCache<String, String> groups = groups(groupLog);
        KafkaCache<String, String> roles = topic.closing(KafkaCache.builder("roles", Codecs.utf8(), Codecs.utf8())
                .log(ScriptedLog.create("roles", 1))
                .open());
        KafkaCache<String, String> users = topic.open(b -> b.validateMutations(hasGroup(groups), roles, groups));
        topic.log.runUntilIdle();

        groups.close();
        groupLog.runUntilIdle();

        assertThat(users.status().lastError())
                .contains("depends on groups, which will not be ready any more")
                .doesNotContain("roles");
        assertThat(users.ready()).isNotDone();
    }

    /** NoFalseAbsence of another cache is no fault of the record: it waits, and so does what comes behind it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anOutageOfWhatItDependsOnRejectsNothing(boolean inReplay) {
        ScriptedLog groupLog = topic.log.another("groups", 1);
        groupLog.append(0, "admins", "");
        KafkaCache<String, String> groups = topic.closing(KafkaCache.builder("groups", Codecs.utf8(), Codecs.utf8())
                .log(groupLog)
                .maxStaleness(MaxStaleness.failReadsAfter(Duration.ofSeconds(3)))
                .open());
        groups.awaitReady(TestTopic.PATIENCE);
        UnaryOperator<Builder<String, String, String, String, KafkaCache<String, String>>> options =
                b -> b.validateMutations(hasGroup(groups), groups);
        KafkaCache<String, String> early = inReplay ? null : topic.openReady(options);
        groupLog.faults().disconnect();
        topic.log.advance(Duration.ofSeconds(10));
        topic.log.append(0, "ann", "admins");
        topic.log.append(0, "ann", "none");
        topic.log.append(0, "bob", "admins");
        KafkaCache<String, String> users = early == null ? topic.open(options) : early;
        topic.log.advance(Duration.ofSeconds(10));

        assertThat(users.status().recordsApplied()).isZero();
        assertThat(users.status().lastError()).contains("users-0@0", "validateMutations", "groups: last proven");
        assertThat(users.status().ready()).isEqualTo(!inReplay);

        groupLog.faults().reconnect();
        users.awaitReady(TestTopic.PATIENCE);
        users.sync().join();

        assertThat(users.get("bob")).isEqualTo("admins");
        assertThatThrownBy(() -> users.get("ann")).hasMessageContaining("its group exists");
        assertThat(users.status().rejections()).containsEntry(RejectionReason.INVALID_MUTATION, 1L);
        assertThat(users.status().recordsApplied()).isEqualTo(3);
        assertThat(users.status().lastError()).isNull();
    }

    /** As where several caches are closed at once, and one is gone a moment before the other. */
    @Test
    void aCacheThatHasGoneRejectsNothing() {
        KafkaCache<String, String> groups = readyGroups(ScriptedLog.create("groups", 1));
        KafkaCache<String, String> users = topic.openReady(b -> b.validateMutations(hasGroup(groups), groups));

        groups.close();
        topic.log.append(0, "ann", "admins");
        topic.log.advance(Duration.ofSeconds(10));

        assertThat(users.status().rejections().values()).containsOnly(0L);
        assertThat(users.status().recordsApplied()).isZero();
        assertThat(users.status().lastError()).contains("users-0@0", "groups");

        users.close();
    }

    /** What waited stood in the former topic; of the new one it is said anew what waits, where something does. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTopicThatIsMadeAgainMeanwhileWaitsForWhatItsOwnRecordsAsk(boolean empty) {
        KafkaCache<String, String> groups = readyGroups(topic.log.another("groups", 1));
        KafkaCache<String, String> users = topic.openReady(b -> b.validateMutations(hasGroup(groups), groups));
        groups.close();
        topic.log.append(0, "ann", "admins");
        topic.log.advance(Duration.ofSeconds(10));

        topic.log.recreateTopic(1);
        topic.log.delete(0, "ann");
        if (!empty) {
            topic.log.append(0, "bob", "admins");
        }
        topic.log.advance(Duration.ofSeconds(30));

        assertThat(users.status().generation()).isEqualTo(empty ? 2 : 1);
        if (empty) {
            assertThat(users.status().state()).isEqualTo(CacheState.READY);
            assertThat(users.status().lastError()).isNull();
            topic.log.append(0, "bob", "admins");
            topic.log.advance(Duration.ofSeconds(30));
        }
        assertThat(users.status().lastError()).contains("users-0@1", "groups");
        assertThat(users.status().rejections().values()).containsOnly(0L);
    }

    /** The other topic's record is what is wrong there, and reading it again does not help. */
    @Test
    void aRejectedRecordOfWhatItDependsOnIsAnAnswer() {
        ScriptedLog groupLog = topic.log.another("groups", 1);
        groupLog.append(0, "admins", "bad");
        KafkaCache<String, String> groups = topic.closing(KafkaCache.builder("groups", Codecs.utf8(), Codecs.utf8())
                .log(groupLog)
                .validateReads(Validator.rule("is good", (key, value) -> !value.equals("bad")))
                .open());
        topic.log.append(0, "ann", "admins");
        KafkaCache<String, String> users = topic.openReady(b -> b.validateMutations(
                MutationValidator.rule(
                        "its group exists", change -> groups.get(change.after().value()) != null),
                REMOVE,
                groups));

        assertThat(users.get("ann")).isNull();
        assertThat(users.status().lastRejections().get(0).message()).contains("RejectedRecordException");
    }
}
