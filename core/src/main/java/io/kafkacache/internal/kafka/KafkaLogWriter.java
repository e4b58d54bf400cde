package io.kafkacache.internal.kafka;

import io.kafkacache.internal.kafka.Clients.OpenClient;
import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogWriter;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes with an idempotent producer. The producer tells of a failure in three ways: it calls back on the caller's thread before it has
 * taken the record (so the record was never sent), it calls back on its own thread later, or it throws; each ends in the one callback.
 */
final class KafkaLogWriter implements LogWriter, OpenClient {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaLogWriter.class);
    private static final Duration ABANDONED = Duration.ZERO;

    private final String topic;
    private final Producer<byte[], byte[]> producer;
    private final Failures failures;
    private final Consumer<OpenClient> whenClosed;
    private volatile boolean usable = true;

    KafkaLogWriter(
            String topic, Producer<byte[], byte[]> producer, Failures failures, Consumer<OpenClient> whenClosed) {
        this.topic = topic;
        this.producer = producer;
        this.failures = failures;
        this.whenClosed = whenClosed;
    }

    @Override
    public void send(
            int partition,
            long timestampMillis,
            byte[] key,
            byte @Nullable [] value,
            Headers headers,
            Acknowledgement callback) {
        Sent sent = new Sent(Thread.currentThread(), callback);
        try {
            // The future says no more than the callback.
            var unused =
                    producer.send(new ProducerRecord<>(topic, partition, timestampMillis, key, value, headers), sent);
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
            sent.fail(e, false);
        } catch (RuntimeException e) {
            // What concerns the record alone comes through the callback, so this concerns the producer.
            usable = false;
            sent.fail(e, false);
        } catch (Error e) {
            // A compression library that cannot be loaded here ends this record, not the thread that writes.
            usable = false;
            sent.fail(new KafkaException(e.toString(), e), false);
        }
    }

    @Override
    public boolean usable() {
        return usable;
    }

    @Override
    public void close(Duration timeout) {
        usable = false;
        try {
            producer.close(timeout);
        } catch (InterruptException e) {
            // Closed nevertheless.
            Thread.currentThread().interrupt();
        } catch (KafkaException e) {
            LOG.debug(
                    "{}: a part of a producer could not be closed",
                    topic,
                    e); // such as a metrics reporter of the user's
        } finally {
            whenClosed.accept(this);
        }
    }

    @Override
    public void abandon() {
        close(ABANDONED);
    }

    /** One record on its way. */
    private final class Sent implements Callback {
        private final Thread caller;
        private final Acknowledgement acknowledgement;
        private boolean told;

        Sent(Thread caller, Acknowledgement acknowledgement) {
            this.caller = caller;
            this.acknowledgement = acknowledgement;
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
            if (failure != null) {
                fail(failure, Thread.currentThread() != caller);
            } else if (metadata != null) {
                tell(metadata.offset(), metadata.hasOffset() ? null : failures.withoutOffset());
            }
        }

        void fail(Exception failure, boolean sent) {
            if (!(failure instanceof InterruptException) && WriteFailures.fatal(failure)) {
                usable = false;
            }
            tell(-1, failures.ofWrite(failure, sent));
        }

        /** On the caller's thread or on the producer's, never on both: a record that was not taken is not completed later. */
        private void tell(long offset, @Nullable LogException failure) {
            if (!told) {
                told = true;
                acknowledgement.done(offset, failure);
            }
        }
    }
}
