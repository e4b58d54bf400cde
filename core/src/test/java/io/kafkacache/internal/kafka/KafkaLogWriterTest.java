package io.kafkacache.internal.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KafkaLogWriterTest {
    private final List<Long> offsets = new ArrayList<>();
    private final List<LogException> told = new ArrayList<>();
    private final List<Clients.OpenClient> closed = new ArrayList<>();
    private @Nullable RuntimeException calledBackAtOnce;
    private @Nullable RecordMetadata calledBackWith;
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public synchronized Future<RecordMetadata> send(
                        ProducerRecord<byte[], byte[]> record, Callback callback) {
                    if (calledBackWith != null) {
                        callback.onCompletion(calledBackWith, null);
                        return CompletableFuture.completedFuture(calledBackWith);
                    }
                    if (calledBackAtOnce == null) {
                        return super.send(record, callback);
                    }
                    callback.onCompletion(null, calledBackAtOnce);
                    return CompletableFuture.failedFuture(calledBackAtOnce);
                }
            };
    private final KafkaLogWriter writer =
            new KafkaLogWriter("users", producer, new Failures("users", "kafka:9092"), closed::add);

    @Test
    void tellsTheOffset() {
        send();
        producer.completeNext();

        assertThat(offsets).containsExactly(0L);
        assertThat(told).isEmpty();
        assertThat(producer.history().get(0).partition()).isEqualTo(2);
        assertThat(producer.history().get(0).timestamp()).isEqualTo(1_000);
    }

    /** What the producer says of a duplicate that the broker took long ago: success, at an offset that nobody knows any more. */
    @Test
    void successWithoutAnOffsetMeansThatTheOutcomeIsUnknown() {
        calledBackWith = new RecordMetadata(new TopicPartition("users", 2), -1, -1, 1_000, 1, 1);

        send();

        assertThat(offsets).isEmpty();
        assertThat(told).extracting(LogException::kind).containsExactly(Kind.OUTCOME_UNKNOWN);
        assertThat(writer.usable()).isTrue();
    }

    @Test
    void aTombstoneHasNoValue() {
        writer.send(0, 1_000, "k".getBytes(UTF_8), null, new RecordHeaders(), (offset, failure) -> {});

        assertThat(producer.history().get(0).value()).isNull();
    }

    @Test
    void aTimeoutBeforeTheProducerTookItMeansNotSent() {
        calledBackAtOnce = new TimeoutException("no metadata");

        send();

        assertThat(told).extracting(LogException::kind).containsExactly(Kind.NOT_SENT);
        assertThat(writer.usable()).isTrue();
    }

    @Test
    void aTimeoutAfterwardsMeansThatTheOutcomeIsUnknown() {
        send();
        failOnAnotherThread(new TimeoutException("no answer"));

        assertThat(told).extracting(LogException::kind).containsExactly(Kind.OUTCOME_UNKNOWN);
        assertThat(writer.usable()).isTrue();
    }

    @Test
    void whatConcernsOneRecordLeavesTheWriterUsable() {
        send();
        failOnAnotherThread(new RecordTooLargeException("2 MB"));
        send();
        failOnAnotherThread(new TopicAuthorizationException("users"));

        assertThat(told).extracting(LogException::kind).containsExactly(Kind.TOO_LARGE, Kind.DENIED);
        assertThat(writer.usable()).isTrue();
    }

    @Test
    void aLostSequenceEndsTheWriter() {
        send();
        failOnAnotherThread(new InvalidProducerEpochException("fenced"));

        assertThat(told).extracting(LogException::kind).containsExactly(Kind.OUTCOME_UNKNOWN);
        assertThat(writer.usable()).isFalse();
    }

    @Test
    void aRefusedProducerIdEndsTheWriter() {
        send();
        failOnAnotherThread(new ClusterAuthorizationException("no"));

        assertThat(told).extracting(LogException::kind).containsExactly(Kind.DENIED);
        assertThat(writer.usable()).isFalse();
    }

    @Test
    void wrongCredentialsEndTheWriter() {
        calledBackAtOnce = new SaslAuthenticationException("no");

        send();

        assertThat(told).extracting(LogException::kind).containsExactly(Kind.UNAUTHENTICATED);
        assertThat(writer.usable()).isFalse();
    }

    @Test
    void whatTheProducerThrowsIsToldAndEndsTheWriter() {
        producer.sendException = new KafkaException("broken");

        send();

        assertThat(told).extracting(LogException::kind).containsExactly(Kind.OTHER);
        assertThat(writer.usable()).isFalse();
    }

    @Test
    void aSendAfterCloseIsTold() {
        writer.close(Duration.ZERO);

        send();

        assertThat(told).hasSize(1);
        assertThat(offsets).isEmpty();
        assertThat(writer.usable()).isFalse();
    }

    @Test
    void anInterruptMeansNotSentAndStaysSet() {
        producer.sendException = new InterruptException("stop");
        boolean cleared = Thread.interrupted();

        send();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(cleared).isTrue();
        assertThat(told).extracting(LogException::kind).containsExactly(Kind.NOT_SENT);
        assertThat(writer.usable()).isTrue();
    }

    /** As of a metrics reporter that somebody has configured: whoever closes has more to end than this. */
    @Test
    void aProducerThatFailsToCloseIsClosedNevertheless() {
        producer.closeException = new KafkaException("Failed to close kafka producer");

        writer.close(Duration.ZERO);

        assertThat(closed).containsExactly(writer);
        assertThat(writer.usable()).isFalse();
    }

    private void send() {
        writer.send(2, 1_000, "k".getBytes(UTF_8), "v".getBytes(UTF_8), new RecordHeaders(), (offset, failure) -> {
            if (failure == null) {
                offsets.add(offset);
            } else {
                told.add(failure);
            }
        });
    }

    private void failOnAnotherThread(RuntimeException failure) {
        CompletableFuture.runAsync(() -> producer.errorNext(failure)).join();
    }
}
