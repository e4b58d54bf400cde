package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.scripted.AdminCall;
import io.kafkacache.scripted.Failure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A writer without a cache. */
class LoneWriterTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(2);

    private TopicWriter<String, String> writer() {
        return topic.closing(topic.builder().openWriter());
    }

    @Test
    void writesAndReadsNothing() {
        TopicWriter<String, String> writer = writer();

        RecordOffset put = writer.put("ann", "Ann").join();
        writer.delete("bob").join();
        writer.putAll(java.util.Map.of("cid", "Cid")).all().join();

        assertThat(writer.topic()).isEqualTo("users");
        assertThat(put.topicId()).isEqualTo(topic.log.topicId());
        assertThat(topic.log.usage().sends()).isEqualTo(3);
        assertThat(topic.log.usage().polls()).isZero();
        assertThat(topic.log.usage().openReaders()).isZero();
    }

    @Test
    void aCacheAwaitsWhatItWrote() {
        KafkaCache<String, String> users = topic.openReady();

        RecordOffset put = writer().put("ann", "Ann").join();
        users.await(put).join();

        assertThat(users.get("ann")).isEqualTo("Ann");
    }

    /** It goes by what it wrote itself. */
    @Test
    void namesTheTopicThatWasMadeAgain() {
        TopicWriter<String, String> writer = writer();
        writer.put("ann", "1").join();
        writer.put("ann", "2").join();
        topic.log.recreateTopic(2);

        RecordOffset put = writer.put("ann", "3").join();
        RecordOffset next = writer.put("ann", "4").join();

        assertThat(put)
                .extracting(RecordOffset::topicId, RecordOffset::offset)
                .containsExactly(topic.log.topicId(), 0L);
        assertThat(next.topicId()).isEqualTo(topic.log.topicId());
    }

    @Test
    void aPutWhoseTopicCannotBeLearnedHasAnUnknownOutcome() {
        TopicWriter<String, String> writer = writer();
        writer.put("ann", "1").join();
        topic.log.recreateTopic(2);
        topic.log.faults().failAdmin(AdminCall.DESCRIBE, 100, Failure.UNREACHABLE);

        CompletableFuture<RecordOffset> put = writer.put("ann", "2");

        assertThat(topic.log.await(put.exceptionally(t -> null), Duration.ofSeconds(30)))
                .isTrue();
        assertThatThrownBy(put::join)
                .hasCauseInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("write it again");
    }

    @Test
    void aPutWhoseTopicIsStillAskedForEndsWithTheWriter() {
        TopicWriter<String, String> writer = writer();
        writer.put("ann", "1").join();
        topic.log.recreateTopic(2);
        topic.log.faults().hangAdmin(AdminCall.DESCRIBE);
        CompletableFuture<RecordOffset> put = writer.put("ann", "2");
        topic.log.runUntilIdle();

        writer.close();

        assertThatThrownBy(put::join)
                .hasCauseInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void waitsForTheTopicToBeDescribed() {
        topic.log.faults().hangAdmin(AdminCall.DESCRIBE);
        TopicWriter<String, String> writer = writer();
        CompletableFuture<RecordOffset> put = writer.put("ann", "Ann");
        topic.log.advance(Duration.ofSeconds(10));

        boolean doneBefore = put.isDone();
        topic.log.faults().resumeAdmin();
        put.join();

        assertThat(doneBefore).isFalse();
    }

    @Test
    void doesNotCreateAMissingTopic() {
        topic.log.deleteTopic();
        TopicWriter<String, String> writer = writer();

        assertThat(topic.failure(writer.put("ann", "Ann"))).hasMessageContaining("does not exist");
        topic.log.advance(Duration.ofMinutes(1));
        assertThat(topic.log.usage().openWriters()).isZero();
        assertThat(topic.log.usage().adminCalls(AdminCall.CREATE)).isZero();
    }

    @Test
    void writesAgainOnceTheTopicIsThereAgain() {
        TopicWriter<String, String> writer = writer();
        writer.put("ann", "Ann").join();
        topic.log.deleteTopic();
        topic.log.advance(Duration.ofSeconds(6));
        topic.log.createTopic(1);
        topic.log.advance(Duration.ofSeconds(6));

        RecordOffset put = writer.put("bob", "Bob").join();

        assertThat(put.topicId()).isEqualTo(topic.log.topicId());
    }

    @Test
    void closeSendsWhatWaitsAndIsIdempotent() {
        TopicWriter<String, String> writer = writer();
        CompletableFuture<RecordOffset> put = writer.put("ann", "Ann");

        writer.close();
        writer.close();

        assertThat(put.join().offset()).isZero();
        assertThatThrownBy(() -> writer.put("bob", "Bob")).isInstanceOf(ClosedException.class);
    }

    @Test
    void closesInTimeWithoutBrokers() {
        topic.log.faults().disconnect();
        TopicWriter<String, String> writer = writer();
        CompletableFuture<RecordOffset> put = writer.put("ann", "Ann");
        topic.log.runUntilIdle();

        writer.close();

        assertThat(topic.failure(put)).isInstanceOf(ClosedException.class);
    }
}
