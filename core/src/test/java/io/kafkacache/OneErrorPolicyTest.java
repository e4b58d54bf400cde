package io.kafkacache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.codec.Codecs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows a rejected record: one policy, the same for replay and for live reading. */
class OneErrorPolicyTest {
    private static final byte[] BAD = {(byte) 0xff, 's', 'e', 'c', 'r', 'e', 't'};

    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    /** {@code ann} has an old value, then one that cannot be decoded; {@code bob} is well. */
    private void annGoesBad() {
        topic.log.append(0, "ann", "old");
        topic.log.append(0, "bob", "Bob");
        topic.log.append(0, "ann".getBytes(UTF_8), BAD);
    }

    private KafkaCache<String, String> readingIt(boolean inReplay, OnRejected policy) {
        if (inReplay) {
            annGoesBad();
            return topic.openReady(b -> b.onRejected(policy));
        }
        KafkaCache<String, String> users = topic.openReady(b -> b.onRejected(policy));
        annGoesBad();
        users.sync().join();
        return users;
    }

    private static void assertRejectedOnce(ReadableCache<?, ?> users, RejectionReason reason, long offset) {
        CacheStatus status = users.status();
        assertThat(status.rejections()).containsEntry(reason, 1L);
        assertThat(status.rejections().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(1);
        Rejection rejection = status.lastRejections().get(0);
        assertThat(rejection.reason()).isEqualTo(reason);
        assertThat(rejection.offset().offset()).isEqualTo(offset);
        assertThat(rejection.message()).contains("offset " + offset);
        assertThat(rejection.reason().option()).isEqualTo("onRejected");
        assertThat(status.toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void failReadsFailsEveryReadOfTheKey(boolean inReplay) {
        KafkaCache<String, String> users = readingIt(inReplay, OnRejected.FAIL_READS);

        assertThatThrownBy(() -> users.get("ann")).isInstanceOf(RejectedRecordException.class);
        assertThatThrownBy(() -> users.find("ann")).isInstanceOf(RejectedRecordException.class);
        assertThatThrownBy(() -> users.require("ann")).isInstanceOf(RejectedRecordException.class);
        assertThatThrownBy(() -> users.entry("ann")).isInstanceOf(RejectedRecordException.class);
        assertThatThrownBy(() -> users.contains("ann")).isInstanceOf(RejectedRecordException.class);
        assertThatThrownBy(() -> users.getAll(List.of("bob", "ann"))).isInstanceOf(RejectedRecordException.class);
        assertThat(users.get("bob")).isEqualTo("Bob");
        assertThat(users.size()).isEqualTo(2);
        List<Rejection> seen = new ArrayList<>();
        users.forEach(entry -> {
            if (entry.rejection() != null) {
                seen.add(Objects.requireNonNull(entry.rejection()));
                assertThatThrownBy(entry::value).isInstanceOf(RejectedRecordException.class);
            }
        });
        assertThat(seen).hasSize(1);
        assertRejectedOnce(users, RejectionReason.UNDECODABLE_VALUE, 2);
        assertThat(users.status().state()).isEqualTo(CacheState.READY);
    }

    /** What a codec says has never the value in it, and tells more than that it failed; what others throw may quote it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theWordsOfACodecAreToldAndNoOthers(boolean inReplay) {
        KafkaCache<String, String> users = readingIt(inReplay, OnRejected.REMOVE);
        KafkaCache<String, String> others = topic.closing(
                KafkaCache.builder("users", Codecs.utf8(), Codecs.of(new StringSerializer(), (name, bytes) -> {
                            throw new IllegalStateException("of a secret");
                        }))
                        .log(topic.log)
                        .open());
        others.awaitReady(TestTopic.PATIENCE);

        assertThat(users.status().lastRejections().get(0).message()).contains("7 bytes are not UTF-8");
        assertThat(others.status().lastRejections().get(0).message())
                .contains("failed: IllegalStateException")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theNextAcceptedRecordEndsTheFailing(boolean inReplay) {
        KafkaCache<String, String> users = readingIt(inReplay, OnRejected.FAIL_READS);

        topic.log.append(0, "ann", "new");
        users.sync().join();
        String healed = users.get("ann");
        topic.log.append(0, "ann".getBytes(UTF_8), BAD);
        topic.log.delete(0, "ann");
        users.sync().join();

        assertThat(healed).isEqualTo("new");
        assertThat(users.get("ann")).isNull();
        assertThat(users.size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void removeRemovesTheKey(boolean inReplay) {
        KafkaCache<String, String> users = readingIt(inReplay, OnRejected.REMOVE);

        assertThat(users.get("ann")).isNull();
        assertThat(users.contains("ann")).isFalse();
        assertThat(users.size()).isEqualTo(1);
        assertRejectedOnce(users, RejectionReason.UNDECODABLE_VALUE, 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepPreviousKeepsItMarked(boolean inReplay) {
        KafkaCache<String, String> users = readingIt(inReplay, OnRejected.KEEP_PREVIOUS);

        assertThat(users.get("ann")).isEqualTo("old");
        Entry<String, String> entry = Objects.requireNonNull(users.entry("ann"));
        assertThat(entry.offsetInPartition()).isZero();
        assertThat(entry.rejection()).isNull();
        assertThat(Objects.requireNonNull(entry.outdatedBy()).offset().offset()).isEqualTo(2);
        assertRejectedOnce(users, RejectionReason.UNDECODABLE_VALUE, 2);

        topic.log.append(0, "ann", "new");
        users.sync().join();

        assertThat(users.get("ann")).isEqualTo("new");
        assertThat(Objects.requireNonNull(users.entry("ann")).outdatedBy()).isNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepPreviousOfNothingIsNothing(boolean inReplay) {
        KafkaCache<String, String> users = inReplay
                ? topic.open(b -> b.onRejected(OnRejected.KEEP_PREVIOUS))
                : topic.openReady(b -> b.onRejected(OnRejected.KEEP_PREVIOUS));
        topic.log.append(0, "ann".getBytes(UTF_8), BAD);
        users.sync().join();

        assertThat(users.get("ann")).isNull();
        assertThat(users.size()).isZero();
        assertRejectedOnce(users, RejectionReason.UNDECODABLE_VALUE, 0);
    }

    @Test
    void haltStopsBeforeTheRecordAndServesOn() {
        KafkaCache<String, String> users = topic.openReady(b -> b.onRejected(OnRejected.HALT));
        annGoesBad();
        topic.log.append(0, "bob", "never");
        topic.until(() -> users.status().state() == CacheState.HALTED);
        topic.log.advance(Duration.ofSeconds(30));

        assertThat(users.get("ann")).isEqualTo("old");
        assertThat(users.get("bob")).isEqualTo("Bob");
        assertThat(TestTopic.position(users, 0)).isEqualTo(2);
        assertThat(users.status().stale()).isTrue();
        assertThat(users.status().live()).isTrue();
        assertThat(users.status().state()).isEqualTo(CacheState.HALTED);
        assertThat(users.status().lastError()).contains("offset 2");
        assertThat(topic.failure(users.sync(Duration.ofSeconds(1)))).isInstanceOf(CacheTimeoutException.class);
        assertRejectedOnce(users, RejectionReason.UNDECODABLE_VALUE, 2);
    }

    @Test
    void haltBeforeReadyLeavesItToTheDeadlineWhichSaysSo() {
        annGoesBad();
        KafkaCache<String, String> users = topic.open(b -> b.onRejected(OnRejected.HALT));

        assertThatThrownBy(() -> users.awaitReady(Duration.ofSeconds(10)))
                .isInstanceOf(CacheTimeoutException.class)
                .hasMessageContaining("HALTED: users-0: record at offset 2 has an undecodable value")
                .hasMessageEndingWith("; supersede it or change onRejected, then open the cache again");
        assertThat(users.ready()).isNotDone();
        assertThatThrownBy(() -> users.get("bob")).isInstanceOf(NotReadyException.class);
        assertRejectedOnce(users, RejectionReason.UNDECODABLE_VALUE, 2);
    }

    /** A record is judged only where it would stand in the cache. */
    @ParameterizedTest
    @EnumSource
    void aSupersededRecordIsNeitherCountedNorHaltedOn(OnRejected policy) {
        annGoesBad();
        topic.log.append(0, "ann", "new");

        KafkaCache<String, String> users = topic.openReady(b -> b.onRejected(policy));

        assertThat(users.get("ann")).isEqualTo("new");
        assertThat(users.status().rejections().values()).containsOnly(0L);
        assertThat(users.status().lastRejections()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = OnRejected.class,
            names = {"HALT"},
            mode = EnumSource.Mode.EXCLUDE)
    void readsBeforeReadyChangeNothingAboutThat(OnRejected policy) {
        annGoesBad();
        topic.log.append(0, "ann", "new");
        topic.log.append(0, "bob".getBytes(UTF_8), BAD);

        KafkaCache<String, String> users =
                topic.openReady(b -> b.onRejected(policy).readsBeforeReady(true));

        assertThat(users.get("ann")).isEqualTo("new");
        assertRejectedOnce(users, RejectionReason.UNDECODABLE_VALUE, 4);
    }

    @ParameterizedTest
    @EnumSource
    void aRejectedRecordThatWasDeletedIsNeitherCountedNorHaltedOn(OnRejected policy) {
        annGoesBad();
        topic.log.delete(0, "ann");

        KafkaCache<String, String> users = topic.openReady(b -> b.onRejected(policy));

        assertThat(users.get("ann")).isNull();
        assertThat(users.status().rejections().values()).containsOnly(0L);
    }

    @ParameterizedTest
    @EnumSource(
            value = OnRejected.class,
            names = {"HALT"},
            mode = EnumSource.Mode.EXCLUDE)
    void anUndecodableKeyIsCountedAndNeverStored(OnRejected policy) {
        topic.log.append(0, BAD, "value".getBytes(UTF_8));
        topic.log.append(0, "bob", "Bob");
        KafkaCache<String, String> users = topic.openReady(b -> b.onRejected(policy));
        long replayed = users.status().rejections().getOrDefault(RejectionReason.UNDECODABLE_KEY, 0L);
        topic.log.append(0, BAD, "value".getBytes(UTF_8));
        topic.log.append(0, "cid", "Cid");
        users.sync().join();

        assertThat(replayed).isEqualTo(1);
        assertThat(users.status().rejections()).containsEntry(RejectionReason.UNDECODABLE_KEY, 2L);
        assertThat(users.size()).isEqualTo(2);
        assertThat(users.get("cid")).isEqualTo("Cid");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUndecodableKeyHalts(boolean inReplay) {
        KafkaCache<String, String> users = inReplay
                ? topic.open(b -> b.onRejected(OnRejected.HALT))
                : topic.openReady(b -> b.onRejected(OnRejected.HALT));
        topic.log.append(0, "bob", "Bob");
        topic.log.append(0, BAD, "value".getBytes(UTF_8));
        topic.log.append(0, "bob", "never");
        topic.until(() -> users.status().state() == CacheState.HALTED);

        assertThat(TestTopic.position(users, 0)).isEqualTo(1);
        assertRejectedOnce(users, RejectionReason.UNDECODABLE_KEY, 1);
    }

    /** Keys are their bytes: one that its codec would write otherwise could never be found again. */
    @Test
    void aKeyThatItsCodecWouldWriteOtherwiseIsUndecodable() {
        String id = "AAAAAAAA-0000-0000-0000-000000000001";
        topic.log.append(0, id, "upper case");
        topic.log.append(0, id.toLowerCase(java.util.Locale.ROOT), "lower case");

        KafkaCache<java.util.UUID, String> users =
                topic.closing(KafkaCache.builder("users", Codecs.uuid(), Codecs.utf8())
                        .log(topic.log)
                        .open());
        users.awaitReady(TestTopic.PATIENCE);

        assertThat(users.get(java.util.UUID.fromString(id))).isEqualTo("lower case");
        assertRejectedOnce(users, RejectionReason.UNDECODABLE_KEY, 0);
    }

    @Test
    void aRecordWithoutAKeyIsCountedLoggedOnceAndSkipped() {
        topic.log.append(0, null, "value".getBytes(UTF_8));
        topic.log.append(0, "bob", "Bob");

        try (Logged logged = new Logged()) {
            KafkaCache<String, String> users = topic.openReady(b -> b.onRejected(OnRejected.HALT));
            topic.log.append(0, null, "value".getBytes(UTF_8));
            users.sync().join();

            assertThat(users.status().missingKeys()).isEqualTo(2);
            assertThat(users.size()).isEqualTo(1);
            assertThat(users.status().rejections().values()).containsOnly(0L);
            assertThat(logged.warnings()).singleElement().asString().contains("without a key at offset 0");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = OnRejected.class,
            names = {"HALT"},
            mode = EnumSource.Mode.EXCLUDE)
    void updatesHaveTheCauseRejected(OnRejected policy) {
        KafkaCache<String, String> users = topic.openReady(b -> b.onRejected(policy));
        List<Update<? extends String, ? extends String>> told = new ArrayList<>();
        UpdateListener<String, String> listener = told::addAll;
        topic.closing(users.listen(listener));
        topic.log.runUntilIdle();

        annGoesBad();
        users.sync().join();
        topic.log.runUntilIdle();

        Update<? extends String, ? extends String> last = told.get(2);
        assertThat(last.cause()).isEqualTo(Cause.REJECTED);
        assertThat(Objects.requireNonNull(last.before()).value()).isEqualTo("old");
        Entry<? extends String, ? extends String> after = last.after();
        switch (policy) {
            case REMOVE -> assertThat(after).isNull();
            case KEEP_PREVIOUS ->
                assertThat(Objects.requireNonNull(after).outdatedBy()).isNotNull();
            default -> assertThat(Objects.requireNonNull(after).rejection()).isNotNull();
        }
    }

    @Test
    void theFirstOfAReasonIsLoggedAndTheRestSummedUpEachMinute() {
        KafkaCache<String, String> users = topic.openReady();
        try (Logged logged = new Logged()) {
            for (int i = 0; i < 100; i++) {
                topic.log.append(0, ("k" + i).getBytes(UTF_8), BAD);
            }
            users.sync().join();
            topic.log.advance(Duration.ofMinutes(3));

            assertThat(logged.warnings()).hasSize(2);
            assertThat(logged.warnings()).first().asString().endsWith("""
                    users: rejected: users-0: record at offset 0 has an undecodable value (key 2 bytes, value %d bytes): \
                    7 bytes are not UTF-8; onRejected decides what follows""".formatted(BAD.length));
            assertThat(logged.warnings())
                    .last()
                    .asString()
                    .endsWith("users: rejected 99 more records; status() tells the last ones");
            assertThat(logged.text()).doesNotContain("secret");
        }
        assertThat(users.status().rejections()).containsEntry(RejectionReason.UNDECODABLE_VALUE, 100L);
        assertThat(users.status().lastRejections()).hasSizeLessThan(100);
    }

    @Test
    void theMonitorIsToldOfEachRejection() {
        List<Rejection> told = new ArrayList<>();
        annGoesBad();

        topic.openReady(b -> b.monitor(new CacheMonitor() {
            @Override
            public void rejected(Rejection rejection) {
                told.add(rejection);
            }
        }));

        assertThat(told).hasSize(1);
    }
}
