package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.codec.Codec;
import io.kafkacache.codec.Codecs;
import io.kafkacache.codec.RecordContext;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mappings, filters and codecs that say no, or throw: the same in replay and live. */
class ResolutionTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    private ResolvedCache<String, String, String, Integer> numbers(boolean inReplay, OnRejected policy) {
        topic.log.append(0, "ann", "1");
        ResolvedCache<String, String, String, Integer> numbers = topic.closing(topic.builder()
                .onRejected(policy)
                .readOnly(false)
                .filter("adults", (key, value) -> !value.equals("minor"))
                .mapValues("numbers", new Numbers(), text -> text.equals("none") ? null : Integer.valueOf(text))
                .open());
        if (!inReplay) {
            numbers.awaitReady(TestTopic.PATIENCE);
        }
        return numbers;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsEntriesAndWritesRecords(boolean inReplay) {
        ResolvedCache<String, String, String, Integer> numbers = numbers(inReplay, OnRejected.FAIL_READS);

        numbers.put("bob", "2").join();
        numbers.sync().join();

        assertThat(numbers.get("bob")).isEqualTo(2);
        assertThat(Objects.requireNonNull(numbers.entry("bob")).offsetInPartition())
                .isEqualTo(1);
    }

    /** A filter that only skips the record leaves the key's older value in place: Venice's record transformer. */
    @ParameterizedTest
    @ValueSource(strings = {"minor", "none"})
    void whatIsFilteredOutLeavesTheCache(String value) {
        for (boolean inReplay : new boolean[] {true, false}) {
            ResolvedCache<String, String, String, Integer> numbers = numbers(inReplay, OnRejected.FAIL_READS);
            topic.log.append(0, "ann", value);
            numbers.sync().join();

            assertThat(numbers.get("ann")).isNull();
            assertThat(numbers.size()).isZero();
            assertThat(numbers.status().rejections().values()).containsOnly(0L);
        }
    }

    @Test
    void whatIsFilteredOutIsToldAsResolved() {
        ResolvedCache<String, String, String, Integer> numbers = numbers(false, OnRejected.FAIL_READS);
        List<Update<? extends String, ? extends Integer>> told = new ArrayList<>();
        UpdateListener<String, Integer> listener = told::addAll;
        topic.closing(numbers.listen(listener));
        topic.log.runUntilIdle();

        topic.log.append(0, "ann", "minor");
        numbers.sync().join();
        topic.log.runUntilIdle();

        assertThat(told).singleElement().satisfies(update -> {
            assertThat(update.cause()).isEqualTo(Cause.RESOLVED);
            assertThat(update.after()).isNull();
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMappingThatThrowsRejectsTheRecord(boolean inReplay) {
        ResolvedCache<String, String, String, Integer> numbers = numbers(inReplay, OnRejected.FAIL_READS);
        topic.log.append(0, "ann", "not a number");
        numbers.sync().join();

        assertThatThrownBy(() -> numbers.get("ann")).isInstanceOf(RejectedRecordException.class);
        assertThat(numbers.status().rejections()).containsEntry(RejectionReason.RESOLVER_FAILED, 1L);
        assertThat(numbers.status().lastRejections().get(0).message()).doesNotContain("not a number");
    }

    @ParameterizedTest
    @EnumSource(
            value = OnRejected.class,
            names = {"REMOVE", "KEEP_PREVIOUS"})
    void aMappingThatThrowsFollowsThePolicy(OnRejected policy) {
        for (boolean inReplay : new boolean[] {true, false}) {
            ResolvedCache<String, String, String, Integer> numbers = numbers(inReplay, policy);
            topic.log.append(0, "ann", "not a number");
            numbers.sync().join();

            assertThat(numbers.get("ann")).isEqualTo(policy == OnRejected.REMOVE ? null : 1);
            assertThat(numbers.status().rejections()).containsEntry(RejectionReason.RESOLVER_FAILED, 1L);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMappingThatThrowsHalts(boolean inReplay) {
        ResolvedCache<String, String, String, Integer> numbers = numbers(inReplay, OnRejected.HALT);
        topic.log.append(0, "ann", "not a number");
        topic.until(() -> numbers.status().state() == CacheState.HALTED);

        assertThat(numbers.status().ready()).isEqualTo(!inReplay);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anErrorOfACodecFailsTheCache(boolean inReplay) {
        KafkaCache<String, Integer> numbers = topic.closing(KafkaCache.builder("users", Codecs.utf8(), new Numbers())
                .log(topic.log)
                .open());
        if (!inReplay) {
            numbers.awaitReady(TestTopic.PATIENCE);
        }

        topic.log.append(0, "ann", "error");
        topic.until(() -> numbers.status().state() == CacheState.FAILED);

        assertThat(numbers.status().live()).isFalse();
        assertThat(topic.failure(numbers.stopped()))
                .isInstanceOf(FailedException.class)
                .hasCauseInstanceOf(LinkageError.class);
        assertThatThrownBy(() -> numbers.get("ann")).isInstanceOf(FailedException.class);
    }

    @Test
    void aCodecThatGivesNullRejectsTheRecord() {
        KafkaCache<String, Integer> numbers = topic.closing(KafkaCache.builder("users", Codecs.utf8(), new Numbers())
                .log(topic.log)
                .open());

        topic.log.append(0, "ann", "null");
        numbers.sync().join();

        assertThat(numbers.status().rejections()).containsEntry(RejectionReason.UNDECODABLE_VALUE, 1L);
        assertThatThrownBy(() -> numbers.get("ann")).isInstanceOf(RejectedRecordException.class);
    }

    /** Decimal numbers; {@code error} throws an Error and {@code null} decodes to null, as neither should. */
    private static final class Numbers implements Codec<Integer> {
        @Override
        @SuppressWarnings("NullAway") // a codec that breaks its contract
        public Integer decode(RecordContext context, ByteBuffer bytes) {
            String text = java.nio.charset.StandardCharsets.UTF_8.decode(bytes).toString();
            if (text.equals("error")) {
                throw new LinkageError("a class is missing");
            }
            return text.equals("null") ? null : Integer.valueOf(text);
        }

        @Override
        public byte[] encode(RecordContext context, Integer value) {
            return value.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
