package io.kafkacache;

import static io.kafkacache.OnRejected.FAIL_READS;
import static io.kafkacache.OnRejected.HALT;
import static io.kafkacache.OnRejected.KEEP_PREVIOUS;
import static io.kafkacache.OnRejected.REMOVE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.codec.Codecs;
import io.kafkacache.scripted.ScriptedLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Do we validate the change a message leads to? With old and new entry in hand, the same in replay and live where compaction left all of it. */
class MutationValidationTest {
    private static final MutationValidator<String, String> GROWS = MutationValidator.rule(
            "the value grows",
            change -> change.before() == null
                    || change.before().value().length() < change.after().value().length());

    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    /** Of ann the third record shrinks, of bob one in between. */
    private void annShrinks() {
        topic.log.append(0, "ann", "1");
        topic.log.append(0, "ann", "2 secret");
        topic.log.append(0, "ann", "3 s");
        topic.log.append(0, "bob", "22");
    }

    private KafkaCache<String, String> validating(OnRejected consequence) {
        return topic.open(b -> b.validateMutations(GROWS, consequence));
    }

    private KafkaCache<String, String> reading(boolean inReplay, OnRejected consequence) {
        if (inReplay) {
            annShrinks();
        }
        KafkaCache<String, String> users = validating(consequence);
        users.awaitReady(TestTopic.PATIENCE);
        if (!inReplay) {
            annShrinks();
            users.sync().join();
        }
        return users;
    }

    private static void assertRejectedOnce(ReadableCache<?, ?> users, long offset) {
        assertThat(users.status().rejections()).containsEntry(RejectionReason.INVALID_MUTATION, 1L);
        assertThat(users.status().lastRejections()).singleElement().satisfies(rejection -> assertThat(
                        rejection.message())
                .contains("users-0", "offset " + offset, "key 3 bytes", "the value grows")
                .doesNotContain("secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"heap", "sorted"})
    void theRecordBeforeItCountsThoughItCameInTheSameBatch(String store) {
        KafkaCache<String, String> users = topic.openReady(b -> b.store(store).validateMutations(GROWS, KEEP_PREVIOUS));
        topic.log.append(0, "ann", "1");
        topic.log.append(0, "ann", "22");
        topic.log.append(0, "ann", "3");
        users.sync().join();

        assertThat(users.get("ann")).isEqualTo("22");
        assertRejectedOnce(users, 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void failReadsFailsTheKeyUntilItsNextAcceptedRecord(boolean inReplay) {
        KafkaCache<String, String> users = reading(inReplay, FAIL_READS);

        assertThatThrownBy(() -> users.get("ann")).isInstanceOf(RejectedRecordException.class);
        assertThat(users.get("bob")).isEqualTo("22");
        assertRejectedOnce(users, 2);

        topic.log.append(0, "ann", "4"); // what reads fail on is no measure, or none would ever be accepted again
        users.sync().join();

        assertThat(users.get("ann")).isEqualTo("4");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void removeRemovesTheKey(boolean inReplay) {
        KafkaCache<String, String> users = reading(inReplay, REMOVE);

        assertThat(users.get("ann")).isNull();
        assertRejectedOnce(users, 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepPreviousKeepsItAndMeasuresByIt(boolean inReplay) {
        KafkaCache<String, String> users = reading(inReplay, KEEP_PREVIOUS);
        topic.log.append(0, "ann", "4 s");
        users.sync().join();

        Entry<String, String> entry = Objects.requireNonNull(users.entry("ann"));
        assertThat(entry.value()).isEqualTo("2 secret");
        assertThat(Objects.requireNonNull(entry.outdatedBy()).offset().offset()).isEqualTo(4);
        assertThat(users.status().rejections()).containsEntry(RejectionReason.INVALID_MUTATION, 2L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void haltAppliesNothingFurther(boolean inReplay) {
        if (inReplay) {
            annShrinks();
        }
        KafkaCache<String, String> users = validating(HALT);
        if (!inReplay) {
            users.awaitReady(TestTopic.PATIENCE);
            annShrinks();
        }
        topic.until(() -> users.status().state() == CacheState.HALTED);
        topic.log.advance(Duration.ofSeconds(30));

        assertThat(users.status().ready()).isEqualTo(!inReplay);
        if (!inReplay) {
            assertThat(users.get("ann")).isEqualTo("2 secret");
            assertThat(users.get("bob")).isNull();
            assertThat(TestTopic.position(users, 0)).isEqualTo(2);
        }
        assertThat(users.status().lastError()).contains("offset 2").contains("the value grows");
        assertRejectedOnce(users, 2);
    }

    /** Each record is the measure of the next in replay too, and yet what is superseded counts nothing and halts nothing. */
    @ParameterizedTest
    @EnumSource
    void aSupersededRecordIsNeitherCountedNorHaltedOn(OnRejected consequence) {
        annShrinks();
        topic.log.append(0, "ann", "4 is the longest");
        topic.log.append(0, "bob", "1");
        topic.log.delete(0, "bob");

        KafkaCache<String, String> users = topic.openReady(b -> b.validateMutations(GROWS, consequence));

        assertThat(users.get("ann")).isEqualTo("4 is the longest");
        assertThat(users.get("bob")).isNull();
        assertThat(users.status().rejections().values()).containsOnly(0L);
    }

    @ParameterizedTest
    @EnumSource
    void withoutAConsequenceOfItsOwnOnRejectedDecides(OnRejected policy) {
        annShrinks();
        KafkaCache<String, String> users = topic.open(b -> b.onRejected(policy).validateMutations(GROWS));
        topic.until(() -> users.status().ready() || users.status().state() == CacheState.HALTED);

        if (policy == FAIL_READS) {
            assertThatThrownBy(() -> users.get("ann")).isInstanceOf(RejectedRecordException.class);
        } else if (policy != HALT) {
            assertThat(users.get("ann")).isEqualTo(policy == REMOVE ? null : "2 secret");
        }
        assertRejectedOnce(users, 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itHasOldAndNewEntryAndTheRecord(boolean inReplay) {
        List<String> seen = new ArrayList<>();
        UnaryOperator<Builder<String, String, String, String, KafkaCache<String, String>>> options =
                b -> b.validateMutations(change -> {
                    Entry<? extends String, ? extends String> before = change.before();
                    seen.add(change.key() + " " + (before == null ? "-" : before.value()) + " "
                            + change.after().value() + " " + change.after().offset() + " "
                            + change.after().timestamp().toEpochMilli() + " "
                            + (change.headers().lastHeader("by") != null));
                    return List.of();
                });
        KafkaCache<String, String> early = inReplay ? null : topic.openReady(options);
        RecordHeaders headers = new RecordHeaders();
        headers.add("by", "me".getBytes(UTF_8));
        topic.log.append(0, "ann".getBytes(UTF_8), "1".getBytes(UTF_8), Instant.ofEpochMilli(1), headers);
        topic.log.append(0, "ann", "2", Instant.ofEpochMilli(2));
        topic.log.append(0, "ann", null, Instant.ofEpochMilli(3));
        topic.log.append(0, "ann", "3", Instant.ofEpochMilli(4));
        KafkaCache<String, String> users = early == null ? topic.openReady(options) : early;
        users.sync().join();

        assertThat(seen)
                .containsExactly("ann - 1 users-0@0 1 true", "ann 1 2 users-0@1 2 false", "ann - 3 users-0@3 4 false");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @SuppressWarnings("NullAway") // a validator that breaks its contract
    void aValidatorThatThrowsRejects(boolean throwing) {
        topic.log.append(0, "ann", "a secret");
        KafkaCache<String, String> users = topic.openReady(b -> b.validateMutations(
                change -> {
                    if (throwing) {
                        throw new IllegalStateException(change.after().value());
                    }
                    return null;
                },
                REMOVE));

        assertThat(users.get("ann")).isNull();
        assertThat(users.status().lastRejections().get(0).message())
                .contains(throwing ? "the validator threw IllegalStateException" : "NullPointerException")
                .doesNotContain("secret");
    }

    @Test
    void anErrorOfAValidatorFailsTheCache() {
        KafkaCache<String, String> users = topic.openReady(b -> b.validateMutations(change -> {
            throw new LinkageError("a class is missing");
        }));

        topic.log.append(0, "ann", "Ann");
        topic.until(() -> users.status().state() == CacheState.FAILED);

        assertThat(topic.failure(users.stopped())).hasCauseInstanceOf(LinkageError.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itSeesWhatMappingAndFilterMake(boolean inReplay) {
        if (inReplay) {
            annShrinks();
        }
        ResolvedCache<String, String, String, Integer> lengths = topic.closing(topic.builder()
                .mapValues("length", Codecs.of(Serdes.Integer()), String::length)
                .validateMutations(MutationValidator.rule(
                        "grows",
                        change -> change.before() == null
                                || change.before().value() < change.after().value()))
                .filter("all", (key, value) -> true)
                .open());
        lengths.awaitReady(TestTopic.PATIENCE);
        if (!inReplay) {
            annShrinks();
            lengths.sync().join();
        }

        assertThatThrownBy(() -> lengths.get("ann")).isInstanceOf(RejectedRecordException.class);
        assertThat(lengths.get("bob")).isEqualTo(2);
    }

    @Test
    void mappingTheValuesAfterwardsIsRefused() {
        var validating = topic.builder().validateMutations(GROWS);

        assertThatThrownBy(() -> validating.mapValues("length", Codecs.of(Serdes.Integer()), String::length))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("after mapValues");
    }

    @ParameterizedTest
    @EnumSource
    void aRecordThatAnotherPartitionOutranksIsNotJudged(OnRejected consequence) {
        topic.log.addPartitions(2);
        Instant now = topic.log.now();
        KafkaCache<String, String> live = topic.openReady(b -> b.validateMutations(GROWS, consequence));
        topic.log.append(0, "ann", "Ann", now);
        live.sync().join();
        topic.log.append(1, "ann", "A", now.minusSeconds(1));
        live.sync().join();

        KafkaCache<String, String> replayed = topic.openReady(b -> b.validateMutations(GROWS, consequence));

        for (KafkaCache<String, String> users : List.of(live, replayed)) {
            assertThat(users.get("ann")).isEqualTo("Ann");
            assertThat(users.status().rejections().values()).containsOnly(0L);
        }
    }

    /** A fresh replica cannot know what compaction took; by default both have the same key and offset, so fingerprints agree all the same. */
    @Test
    void whatCompactionTookCannotBeJudgedByAndFingerprintsAgree() {
        KafkaCache<String, String> users = reading(false, FAIL_READS);
        topic.log.append(0, "cid", "1");
        users.sync().join();
        topic.log.partition(0).compact();

        KafkaCache<String, String> fresh = topic.openReady(b -> b.validateMutations(GROWS));
        topic.log.append(0, "cid", "22");
        users.sync().join();
        fresh.sync().join();

        assertThatThrownBy(() -> users.get("ann")).isInstanceOf(RejectedRecordException.class);
        assertThat(fresh.get("ann")).isEqualTo("3 s");
        topic.log.runUntilIdle();
        assertThat(users.fingerprint().compare(fresh.fingerprint()))
                .singleElement()
                .satisfies(line -> assertThat(line.outcome()).isEqualTo(Fingerprint.Outcome.EQUAL));
    }

    @Test
    void aRebuildJudgesWhatTheLogHolds() {
        KafkaCache<String, String> users = reading(false, KEEP_PREVIOUS);
        List<Update<? extends String, ? extends String>> told = new ArrayList<>();
        users.listen(told::addAll);
        topic.log.runUntilIdle();

        topic.log.partition(0).truncate(3);
        topic.log.append(0, "dot", "Dot");
        topic.until(() -> users.status().generation() == 2);
        topic.log.runUntilIdle();

        assertThat(users.get("ann")).isEqualTo("2 secret");
        assertThat(Objects.requireNonNull(users.entry("ann")).outdatedBy()).isNotNull();
        assertThat(told)
                .extracting(Update::key)
                .asString()
                .doesNotContain("ann")
                .contains("bob", "dot");
    }

    /** MonotonicReads: by what it was judged may have changed since, and it is not run again for that. */
    @ParameterizedTest
    @EnumSource
    void aRebuildDoesNotRejectWhatWasAccepted(OnRejected consequence) {
        Duration retention = Duration.ofMinutes(1);
        topic.log.configure(true, false, retention);
        AtomicBoolean allowed = new AtomicBoolean(true);
        topic.log.append(0, "ann", "Ann");
        KafkaCache<String, String> users = topic.openReady(
                b -> b.validateMutations(MutationValidator.rule("is allowed", change -> allowed.get()), consequence));

        allowed.set(false);
        users.freeze();
        topic.log.append(0, "tmp", "1");
        topic.log.delete(0, "tmp");
        topic.log.append(0, "end", "1");
        topic.log.delete(0, "end");
        topic.log.advance(retention.multipliedBy(2));
        topic.log.append(0, "last", "1");
        topic.log.delete(0, "last");
        topic.log.partition(0).compact(true);
        users.unfreeze();
        topic.until(() -> users.status().generation() == 2 && users.status().state() == CacheState.READY);

        assertThat(users.get("ann")).isEqualTo("Ann");
        assertThat(users.status().rejections().values()).containsOnly(0L);
    }

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
        ScriptedLog groupLog = ScriptedLog.create("groups", 1);
        groupLog.append(0, "admins", "");
        KafkaCache<String, String> groups = groups(groupLog);
        groups.awaitReady(TestTopic.PATIENCE);
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
        ScriptedLog groupLog = topic.log.another("groups", 1);
        groupLog.append(0, "admins", "");
        KafkaCache<String, String> groups = groups(groupLog);
        groups.awaitReady(TestTopic.PATIENCE);
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
