package io.kafkacache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.internal.log.LogException;
import io.kafkacache.scripted.AdminCall;
import io.kafkacache.scripted.Failure;
import io.kafkacache.scripted.ScriptedRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a write: through a cache, see {@link LoneWriterTest} for one without. */
class WriterTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    private KafkaCache<String, String> writable() {
        return topic.openReady(b -> b.readOnly(false));
    }

    private List<String> written() {
        return topic.log.partition(0).history().stream()
                .map(ScriptedRecord::keyText)
                .map(String::valueOf)
                .toList();
    }

    @Test
    void aWriteCompletesWithThePlaceOfItsRecord() {
        KafkaCache<String, String> users = writable();

        RecordOffset put = users.put("ann", "Ann").join();
        RecordOffset deleted = users.delete("ann").join();

        assertThat(put).isEqualTo(new RecordOffset("users", topic.log.topicId(), 0, 0));
        assertThat(deleted.offset()).isEqualTo(1);
        assertThat(topic.log.partition(0).history().get(1).value()).isNull();
    }

    @Test
    void headersGoAlong() {
        KafkaCache<String, String> users = writable();
        RecordHeaders headers = new RecordHeaders();
        headers.add("by", "me".getBytes(UTF_8));

        CompletableFuture<RecordOffset> put = users.put("ann", "Ann", headers);
        headers.add("too", "late".getBytes(UTF_8));
        put.join();
        users.delete("ann", headers).join();

        List<ScriptedRecord> records = topic.log.partition(0).history();
        assertThat(records.get(0).headers().toArray()).hasSize(1);
        assertThat(records.get(1).headers().toArray()).hasSize(2);
    }

    @Test
    void aPutBeforeTheTopicIsDescribedWaitsAndGoes() {
        topic.log.faults().hangAdmin(AdminCall.DESCRIBE);
        KafkaCache<String, String> users = topic.open(b -> b.readOnly(false));

        CompletableFuture<RecordOffset> put = users.put("ann", "Ann");
        topic.log.advance(Duration.ofSeconds(60));
        boolean doneBefore = put.isDone();
        topic.log.faults().resumeAdmin();
        put.join();

        assertThat(doneBefore).isFalse();
        assertThat(written()).containsExactly("ann");
    }

    @Test
    void itWaitsForTheDeliveryTimeoutAtMost() {
        topic.log.faults().hangAdmin(AdminCall.DESCRIBE);
        KafkaCache<String, String> users = topic.open(b -> b.readOnly(false));

        CompletableFuture<RecordOffset> put = users.put("ann", "Ann");
        topic.log.advance(Duration.ofSeconds(119));
        boolean doneBefore = put.isDone();
        topic.log.advance(Duration.ofSeconds(2));

        assertThat(doneBefore).isFalse();
        assertThat(put).isDone();
        assertThat(topic.failure(put))
                .isInstanceOf(CacheTimeoutException.class)
                .hasMessageContaining("nothing was sent");
    }

    /** Such as a property of the producer that is wrong: who writes is the only one who meets it. */
    @Test
    void whatKeepsTheWriterFromBeingOpenedIsTheCauseOfTheTimeout() {
        KafkaCache<String, String> users = topic.openReady(b -> b.readOnly(false));
        topic.log.faults().failOpening(10_000, Failure.OTHER);

        CompletableFuture<RecordOffset> put = users.put("ann", "Ann");
        topic.log.advance(Duration.ofSeconds(121));

        assertThat(topic.failure(put))
                .isInstanceOf(CacheTimeoutException.class)
                .hasMessageContaining("nothing was sent")
                .hasRootCauseInstanceOf(LogException.class);
    }

    @Test
    void aFullQueueFailsAtOnce() {
        topic.log.faults().hangAdmin(AdminCall.DESCRIBE);
        KafkaCache<String, String> users = topic.open(b -> b.readOnly(false));
        List<CompletableFuture<RecordOffset>> waiting = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            waiting.add(users.put("k" + i, "v"));
        }

        CompletableFuture<RecordOffset> over = users.put("ann", "Ann");
        topic.log.faults().resumeAdmin();
        waiting.forEach(CompletableFuture::join);

        assertThat(over).isCompletedExceptionally();
        assertThat(topic.failure(over))
                .hasMessageContaining("10000 records")
                .isInstanceOfSatisfying(KafkaCacheException.class, e -> assertThat(e.retryHelps())
                        .isTrue());
        assertThat(topic.log.partition(0).end()).isEqualTo(10_000);
        assertThat(users.put("ann", "Ann").join().offset()).isEqualTo(10_000);
    }

    @Test
    void theQueueIsBoundedInBytesToo() {
        topic.log.faults().hangAdmin(AdminCall.DESCRIBE);
        KafkaCache<String, String> users = topic.open(b -> b.readOnly(false));
        String megabyte = "x".repeat(1 << 20);
        List<CompletableFuture<RecordOffset>> puts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            puts.add(users.put("k" + i, megabyte));
        }

        long refused = puts.stream().filter(CompletableFuture::isDone).count();

        assertThat(refused).isBetween(8L, 10L);
    }

    @Test
    void aRecordLargerThanTheQueueIsTriedAlone() {
        KafkaCache<String, String> users = writable();

        assertThat(users.put("ann", "x".repeat(33 << 20)).join().offset()).isZero();
    }

    /** Each of these fails that put's future with its cause, and nothing else. */
    @ParameterizedTest
    @EnumSource(
            value = Failure.class,
            names = {"TOO_LARGE", "DENIED", "BUFFER_FULL", "NOT_SENT", "OUTCOME_UNKNOWN", "OTHER"})
    void aWriteThatFailsFailsItsOwnFutureAlone(Failure failure) {
        KafkaCache<String, String> users = writable();
        topic.log.faults().failSends(1, failure);

        CompletableFuture<RecordOffset> failing = users.put("ann", "Ann");
        CompletableFuture<RecordOffset> other = users.put("bob", "Bob");
        other.join();

        assertThat(topic.failure(failing))
                .isInstanceOf(KafkaCacheException.class)
                .isInstanceOf(
                        switch (failure) {
                            case OUTCOME_UNKNOWN -> OutcomeUnknownException.class;
                            case NOT_SENT -> CacheTimeoutException.class;
                            default -> KafkaCacheException.class;
                        })
                .hasCauseInstanceOf(RuntimeException.class);
        assertThat(written()).containsExactly("bob");
        assertThat(users.status().state()).isEqualTo(CacheState.READY);
    }

    @Test
    void aLostAcknowledgementLeavesTheOutcomeUnknown() {
        KafkaCache<String, String> users = writable();
        topic.log.faults().loseAcknowledgements(1);

        Throwable failure = topic.failure(users.put("ann", "Ann"));
        users.sync().join();

        assertThat(failure).isInstanceOf(OutcomeUnknownException.class);
        assertThat(users.get("ann")).as("a failed write may still appear").isEqualTo("Ann");
    }

    @Test
    void aWriterInAFatalStateIsReplaced() {
        KafkaCache<String, String> users = writable();
        users.put("ann", "Ann").join();
        topic.log.faults().hangSends();
        CompletableFuture<RecordOffset> onItsWay = users.put("bob", "Bob");
        topic.log.runUntilIdle();

        topic.log.faults().breakWriters();
        topic.log.faults().resumeSends();
        users.put("cid", "Cid").join();

        assertThat(topic.failure(onItsWay)).isInstanceOf(KafkaCacheException.class);
        assertThat(written()).containsExactly("ann", "cid");
        assertThat(topic.log.usage().openWriters()).isEqualTo(1);
    }

    @Test
    void aWriterThatCannotBeOpenedIsTriedAgain() {
        KafkaCache<String, String> users = writable();
        topic.log.faults().failOpening(3, Failure.UNREACHABLE);

        users.put("ann", "Ann").join();

        assertThat(written()).containsExactly("ann");
    }

    @Test
    void aPutFailsAtOnceWhereTheTopicHasNotBeenDescribedForLong() {
        KafkaCache<String, String> users = writable();
        topic.log.faults().disconnect();
        topic.log.advance(Duration.ofSeconds(16));

        CompletableFuture<RecordOffset> put = users.put("ann", "Ann");

        assertThat(put).isDone();
        assertThat(topic.failure(put)).hasMessageContaining("nothing was sent");
    }

    @Test
    void aPutNeverBlocks() {
        KafkaCache<String, String> users = writable();
        topic.log.faults().hangSends();

        CompletableFuture<RecordOffset> put = users.put("ann", "Ann");
        topic.log.advance(Duration.ofSeconds(5));
        boolean doneBefore = put.isDone();
        topic.log.faults().resumeSends();
        put.join();

        assertThat(doneBefore).isFalse();
    }

    @Test
    void misuseThrowsAtTheCall() {
        KafkaCache<String, String> readOnly = topic.openReady();
        KafkaCache<String, String> users = writable();

        assertThatThrownBy(() -> readOnly.put("ann", "Ann")).isInstanceOf(ReadOnlyException.class);
        assertThatThrownBy(() -> readOnly.delete("ann")).isInstanceOf(ReadOnlyException.class);
        assertThatThrownBy(() -> readOnly.putAll(Map.of("ann", "Ann"))).isInstanceOf(ReadOnlyException.class);
        assertThatThrownBy(() -> users.put("ann", nothing()))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("delete");
        assertThatThrownBy(() -> users.put(nothing(), "Ann")).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> users.delete(nothing())).isInstanceOf(NullPointerException.class);
        users.close();
        assertThatThrownBy(() -> users.put("ann", "Ann")).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> users.delete("ann")).isInstanceOf(ClosedException.class);
        assertThat(written()).isEmpty();
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    @Test
    void ofPutAllSomeMayFail() {
        KafkaCache<String, String> users = writable();
        topic.log.faults().failSends(1, Failure.TOO_LARGE);
        Map<String, String> values = new java.util.LinkedHashMap<>();
        values.put("ann", "Ann");
        values.put("bob", "Bob");

        TopicWriter.PutAll<String> written = users.putAll(values);

        assertThat(topic.failure(written.all())).hasMessageContaining("TOO_LARGE");
        assertThat(written.each().keySet()).containsExactly("ann", "bob");
        assertThat(written.each().get("ann")).isCompletedExceptionally();
        assertThat(written.each().get("bob")).isCompleted();
    }

    @Test
    void aPartitionerThatGivesNoPartitionFailsThatWrite() {
        KafkaCache<String, String> users =
                topic.openReady(b -> b.readOnly(false).partitioner((key, partitions) -> key[0] == 'a' ? 7 : 0));

        assertThat(topic.failure(users.put("ann", "Ann"))).hasMessageContaining("partitioner");
        assertThat(users.put("bob", "Bob").join().offset()).isZero();
    }

    @Test
    void closeSendsWhatWaits() {
        KafkaCache<String, String> users = writable();
        CompletableFuture<RecordOffset> put = users.put("ann", "Ann");

        users.close();

        assertThat(written()).containsExactly("ann");
        assertThat(put.join().offset()).isZero();
    }

    @Test
    void closeGivesUpOnWhatCannotBeSent() {
        KafkaCache<String, String> users = writable();
        topic.log.faults().hangSends();
        CompletableFuture<RecordOffset> sent = users.put("ann", "Ann");
        topic.log.runUntilIdle();

        users.close();

        assertThat(topic.failure(sent)).isInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void theMonitorIsToldOfEachWrite() {
        List<String> told = new ArrayList<>();
        KafkaCache<String, String> users =
                topic.openReady(b -> b.readOnly(false).monitor(new CacheMonitor() {
                    @Override
                    public void written(Duration latency, @org.jspecify.annotations.Nullable Throwable failure) {
                        told.add(
                                failure == null
                                        ? "acknowledged"
                                        : failure.getClass().getSimpleName());
                    }
                }));
        topic.log.faults().failSends(1, Failure.OUTCOME_UNKNOWN);

        topic.failure(users.put("ann", "Ann"));
        users.put("bob", "Bob").join();

        assertThat(told).containsExactly("OutcomeUnknownException", "acknowledged");
    }
}
