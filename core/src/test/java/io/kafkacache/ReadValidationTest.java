package io.kafkacache;

import static io.kafkacache.OnRejected.FAIL_READS;
import static io.kafkacache.OnRejected.HALT;
import static io.kafkacache.OnRejected.KEEP_PREVIOUS;
import static io.kafkacache.OnRejected.REMOVE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.codec.Codecs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Do we validate single messages when reading? What follows is the same in replay and live, and never leaves out a later record. */
class ReadValidationTest {
    private static final byte[] UNDECODABLE = {(byte) 0xff};
    private static final Validator<String, String> NO_SPACES =
            Validator.rule("has no spaces", (key, value) -> !value.contains(" "));

    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    private void annGoesBad() {
        topic.log.append(0, "ann", "Ann");
        topic.log.append(0, "bob", "Bob");
        topic.log.append(0, "ann", "a secret");
    }

    private KafkaCache<String, String> validating(OnRejected consequence) {
        return topic.open(b -> b.validateReads(NO_SPACES, consequence));
    }

    private KafkaCache<String, String> reading(boolean inReplay, OnRejected consequence) {
        if (inReplay) {
            annGoesBad();
        }
        KafkaCache<String, String> users = validating(consequence);
        users.awaitReady(TestTopic.PATIENCE);
        if (!inReplay) {
            annGoesBad();
            users.sync().join();
        }
        return users;
    }

    private static void assertRejectedOnce(ReadableCache<?, ?> users, long offset) {
        assertThat(users.status().rejections()).containsEntry(RejectionReason.INVALID_VALUE, 1L);
        Rejection rejection = users.status().lastRejections().get(0);
        assertThat(users.status().lastRejections()).hasSize(1);
        assertThat(rejection.offset().offset()).isEqualTo(offset);
        assertThat(rejection.keyBytes()).isEqualTo(3);
        assertThat(rejection.valueBytes()).isEqualTo(8);
        assertThat(rejection.message())
                .contains("users-0", "offset " + offset, "key 3 bytes", "has no spaces")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void failReadsFailsTheKeyUntilItsNextAcceptedRecord(boolean inReplay) {
        KafkaCache<String, String> users = reading(inReplay, FAIL_READS);

        assertThatThrownBy(() -> users.get("ann")).isInstanceOf(RejectedRecordException.class);
        assertThat(users.get("bob")).isEqualTo("Bob");
        assertRejectedOnce(users, 2);

        topic.log.append(0, "ann", "Annie");
        users.sync().join();

        assertThat(users.get("ann")).isEqualTo("Annie");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void removeRemovesTheKey(boolean inReplay) {
        KafkaCache<String, String> users = reading(inReplay, REMOVE);

        assertThat(users.get("ann")).isNull();
        assertThat(users.size()).isEqualTo(1);
        assertRejectedOnce(users, 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepPreviousKeepsItMarked(boolean inReplay) {
        KafkaCache<String, String> users = reading(inReplay, KEEP_PREVIOUS);

        assertThat(users.get("ann")).isEqualTo("Ann");
        Entry<String, String> entry = Objects.requireNonNull(users.entry("ann"));
        assertThat(Objects.requireNonNull(entry.outdatedBy()).reason()).isEqualTo(RejectionReason.INVALID_VALUE);
        assertRejectedOnce(users, 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void haltAppliesNothingFurther(boolean inReplay) {
        if (inReplay) {
            annGoesBad();
        }
        KafkaCache<String, String> users = validating(HALT);
        if (!inReplay) {
            users.awaitReady(TestTopic.PATIENCE);
            annGoesBad();
            topic.log.append(0, "bob", "never");
        }
        topic.until(() -> users.status().state() == CacheState.HALTED);
        topic.log.advance(Duration.ofSeconds(30));

        assertThat(users.status().ready()).isEqualTo(!inReplay);
        if (!inReplay) {
            assertThat(users.get("ann")).isEqualTo("Ann");
            assertThat(users.get("bob")).isEqualTo("Bob");
        }
        assertThat(users.status().lastError()).contains("offset 2").contains("has no spaces");
        assertRejectedOnce(users, 2);
    }

    @ParameterizedTest
    @EnumSource
    void aSupersededRecordIsNeitherCountedNorHaltedOn(OnRejected consequence) {
        annGoesBad();
        topic.log.append(0, "bob", "B o b");
        topic.log.delete(0, "bob");
        topic.log.append(0, "ann", "Annie");

        KafkaCache<String, String> users = topic.openReady(b -> b.validateReads(NO_SPACES, consequence));

        assertThat(users.get("ann")).isEqualTo("Annie");
        assertThat(users.get("bob")).isNull();
        assertThat(users.status().rejections().values()).containsOnly(0L);
    }

    @ParameterizedTest
    @EnumSource
    void withoutAConsequenceOfItsOwnOnRejectedDecides(OnRejected policy) {
        annGoesBad();
        KafkaCache<String, String> users = topic.open(b -> b.onRejected(policy).validateReads(NO_SPACES));
        topic.until(() -> users.status().ready() || users.status().state() == CacheState.HALTED);

        if (policy == FAIL_READS) {
            assertThatThrownBy(() -> users.get("ann")).isInstanceOf(RejectedRecordException.class);
        } else if (policy != HALT) {
            assertThat(users.get("ann")).isEqualTo(policy == REMOVE ? null : "Ann");
        }
        assertRejectedOnce(users, 2);
    }

    /** One validator may be a matter of taste and an undecodable record a defect, or the other way round. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eachCauseHasItsOwnConsequence(boolean inReplay) {
        UnaryOperator<Builder<String, String, String, String, KafkaCache<String, String>>> options =
                b -> b.onRejected(REMOVE).validateReads(NO_SPACES, KEEP_PREVIOUS);
        KafkaCache<String, String> early = topic.openReady(options);
        annGoesBad();
        topic.log.append(0, "bob".getBytes(UTF_8), UNDECODABLE);
        early.sync().join();
        KafkaCache<String, String> users = inReplay ? topic.openReady(options) : early;

        assertThat(users.get("ann")).isEqualTo("Ann");
        assertThat(users.get("bob")).isNull();
        assertThat(users.status().rejections())
                .containsEntry(RejectionReason.INVALID_VALUE, 1L)
                .containsEntry(RejectionReason.UNDECODABLE_VALUE, 1L);
    }

    /** Values are decoded as they come where the previous may be kept; a record that halts must not halt there before it is known to stand. */
    @Test
    void besideKeepPreviousHaltWaitsForTheEndOfTheReplay() {
        annGoesBad();
        topic.log.append(0, "bob".getBytes(UTF_8), UNDECODABLE);
        topic.log.append(0, "bob", "Bobby");

        KafkaCache<String, String> users =
                topic.openReady(b -> b.onRejected(HALT).validateReads(NO_SPACES, KEEP_PREVIOUS));

        assertThat(users.get("ann")).isEqualTo("Ann");
        assertThat(users.get("bob")).isEqualTo("Bobby");
    }

    /** What keeps the one before it keeps the one that halts. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void besideKeepPreviousHaltHalts(boolean keptBehind) {
        topic.log.append(0, "bob".getBytes(UTF_8), UNDECODABLE);
        if (keptBehind) {
            topic.log.append(0, "bob", "B o b");
        }
        KafkaCache<String, String> users = topic.open(b -> b.onRejected(HALT).validateReads(NO_SPACES, KEEP_PREVIOUS));
        topic.until(() -> users.status().state() == CacheState.HALTED);

        assertThat(users.status().ready()).isFalse();
        assertThat(users.status().lastError()).contains("offset 0");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aValidatorThatThrowsRejects(boolean inReplay) {
        Validator<String, String> broken = (key, value) -> List.of(value.substring(100));
        KafkaCache<String, String> early = topic.openReady(b -> b.validateReads(broken, REMOVE));
        topic.log.append(0, "ann", "a secret");
        early.sync().join();
        KafkaCache<String, String> users = inReplay ? topic.openReady(b -> b.validateReads(broken, REMOVE)) : early;

        assertThat(users.get("ann")).isNull();
        assertThat(users.status().rejections()).containsEntry(RejectionReason.INVALID_VALUE, 1L);
        assertThat(users.status().lastRejections().get(0).message())
                .contains("the validator threw StringIndexOutOfBoundsException")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anErrorOfAValidatorFailsTheCache(boolean inReplay) {
        if (inReplay) {
            topic.log.append(0, "ann", "Ann");
        }
        KafkaCache<String, String> users = topic.open(b -> b.validateReads((key, value) -> {
            throw new LinkageError("a class is missing");
        }));
        if (!inReplay) {
            users.awaitReady(TestTopic.PATIENCE);
            topic.log.append(0, "ann", "Ann");
        }
        topic.until(() -> users.status().state() == CacheState.FAILED);

        assertThat(topic.failure(users.stopped())).hasCauseInstanceOf(LinkageError.class);
    }

    /** Where entries are the bytes themselves nothing needs to be decoded, and yet they are to be judged. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bytesAreJudgedToo(boolean inReplay) {
        if (inReplay) {
            annGoesBad();
        }
        KafkaCache<String, byte[]> users = topic.closing(KafkaCache.builder("users", Codecs.utf8(), Codecs.bytes())
                .log(topic.log)
                .validateReads(Validator.rule("is short", (key, value) -> value.length < 5), REMOVE)
                .open());
        users.awaitReady(TestTopic.PATIENCE);
        if (!inReplay) {
            annGoesBad();
            users.sync().join();
        }

        assertThat(users.get("ann")).isNull();
        assertThat(users.get("bob")).isEqualTo("Bob".getBytes(UTF_8));
        assertThat(users.status().rejections()).containsEntry(RejectionReason.INVALID_VALUE, 1L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itSeesTheRecordBehindMappingAndFilter(boolean inReplay) {
        if (inReplay) {
            annGoesBad();
        }
        ResolvedCache<String, String, String, String> users = topic.closing(topic.builder()
                .filter("no-secrets", (key, value) -> !value.contains("secret"))
                .validateReads(NO_SPACES)
                .open());
        users.awaitReady(TestTopic.PATIENCE);
        if (!inReplay) {
            annGoesBad();
            users.sync().join();
        }

        assertThatThrownBy(() -> users.get("ann")).isInstanceOf(RejectedRecordException.class);
        assertRejectedOnce(users, 2);
    }

    /** Compaction took the accepted record; a replica that has it keeps it through a rebuild, one that is new cannot know it. */
    @Test
    void whatWasKeptIsCarriedThroughARebuild() {
        KafkaCache<String, String> users = reading(false, KEEP_PREVIOUS);
        topic.log.append(0, "cid", "Cid");
        users.sync().join();
        topic.log.partition(0).compact();

        topic.log.partition(0).truncate(3);
        topic.log.append(0, "dot", "Dot");
        topic.until(() -> users.status().generation() == 2);
        KafkaCache<String, String> fresh = topic.openReady(b -> b.validateReads(NO_SPACES, KEEP_PREVIOUS));

        assertThat(users.get("ann")).isEqualTo("Ann");
        assertThat(Objects.requireNonNull(users.entry("ann")).outdatedBy()).isNotNull();
        assertThat(users.get("dot")).isEqualTo("Dot");
        assertThat(fresh.get("ann")).isNull();
    }

    /** Behind another partition's later record it does not stand in the cache, whichever came first. */
    @ParameterizedTest
    @EnumSource
    void aRecordThatAnotherPartitionOutranksIsNeitherCountedNorHaltedOn(OnRejected consequence) {
        topic.log.addPartitions(2);
        Instant now = topic.log.now();
        KafkaCache<String, String> live = topic.openReady(b -> b.validateReads(NO_SPACES, consequence));
        topic.log.append(0, "ann", "Ann", now);
        live.sync().join();
        topic.log.append(1, "ann", "a n n", now.minusSeconds(1));
        live.sync().join();

        KafkaCache<String, String> replayed = topic.openReady(b -> b.validateReads(NO_SPACES, consequence));

        for (KafkaCache<String, String> users : List.of(live, replayed)) {
            assertThat(users.get("ann")).isEqualTo("Ann");
            assertThat(users.status().rejections().values()).containsOnly(0L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void noMoreIsARecordThatAnotherPartitionsTombstoneOutranks(OnRejected consequence) {
        topic.log.addPartitions(2);
        Instant now = topic.log.now();
        KafkaCache<String, String> live = topic.openReady(b -> b.validateReads(NO_SPACES, consequence));
        topic.log.append(1, "ann", "Ann", now.minusSeconds(2));
        topic.log.append(1, "ann", null, now);
        live.sync().join();
        topic.log.append(0, "ann", "a n n", now.minusSeconds(1));
        live.sync().join();

        KafkaCache<String, String> replayed = topic.openReady(b -> b.validateReads(NO_SPACES, consequence));

        for (KafkaCache<String, String> users : List.of(live, replayed)) {
            assertThat(users.get("ann")).isNull();
            assertThat(users.status().rejections().values()).containsOnly(0L);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "HALT", mode = EnumSource.Mode.EXCLUDE)
    void onSeveralPartitionsReplayAndLiveAgree(OnRejected consequence) {
        topic.log.addPartitions(3);
        KafkaCache<String, String> live = topic.openReady(b -> b.validateReads(NO_SPACES, consequence));
        for (int i = 0; i < 60; i++) {
            topic.log.append(i % 3, "k" + (i * 7 % 12), i % 5 == 0 ? "b a d " + i : "v" + i);
        }
        live.sync().join();

        KafkaCache<String, String> replayed = topic.openReady(b -> b.validateReads(NO_SPACES, consequence));

        assertThat(TestTopic.contents(replayed)).isEqualTo(TestTopic.contents(live));
        assertThat(replayed.status().rejections().get(RejectionReason.INVALID_VALUE))
                .isPositive()
                .isLessThanOrEqualTo(live.status().rejections().get(RejectionReason.INVALID_VALUE));
    }
}
