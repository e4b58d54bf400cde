package io.kafkacache.internal.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kafkacache.RecordOffset;
import io.kafkacache.Rejection;
import io.kafkacache.TopicWriter;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes rejected records to a topic of their own, by a writer that the user has opened on it: that has the queue, the thread and the producer,
 * and never blocks who writes. What cannot be written is counted and not tried again; a cache opened later rejects the same and writes the same
 * keys. Safe for any thread.
 */
final class DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger("io.kafkacache");
    private static final String PREFIX = "kafka-cache.";

    private final String cache;
    private final Counters counters;
    private final TopicWriter<String, byte[]> writer;

    DeadLetters(String cache, Counters counters, TopicWriter<String, byte[]> writer) {
        this.cache = cache;
        this.counters = counters;
        this.writer = writer;
    }

    void write(RejectedRecord record) {
        RecordOffset place = record.rejection().offset();
        String key = place.topic() + "/" + place.partition() + "/" + place.offset();
        ByteBuffer value = record.value();
        try {
            Answers.take(
                    writer.put(key, bytes(value == null ? RejectedRecord.NOTHING : value), headers(record)),
                    (written, failure) -> {
                        if (failure == null) {
                            counters.deadLetters.incrementAndGet();
                        } else {
                            lost(key, failure);
                        }
                    });
        } catch (Throwable t) { // the writer is the user's, may be closed, and the reader must outlive it
            lost(key, t);
        }
    }

    private void lost(String key, Throwable failure) {
        if (counters.deadLetterErrors.getAndIncrement() == 0) {
            LOG.warn(
                    "{}: the rejected record {} could not be written to {}; further ones are only counted",
                    cache,
                    key,
                    writer.topic(),
                    failure);
        }
    }

    private static Headers headers(RejectedRecord record) {
        Rejection rejection = record.rejection();
        RecordOffset place = rejection.offset();
        RecordHeaders headers = new RecordHeaders();
        add(headers, "topic", place.topic());
        add(headers, "partition", Integer.toString(place.partition()));
        add(headers, "offset", Long.toString(place.offset()));
        add(headers, "timestamp", Long.toString(rejection.timestamp().toEpochMilli()));
        add(headers, "reason", rejection.reason().name());
        add(headers, "message", rejection.message());
        headers.add(PREFIX + "key", bytes(record.key()));
        if (record.value() == null) {
            add(headers, "tombstone", "true");
        }
        return headers;
    }

    private static void add(RecordHeaders headers, String name, String value) {
        headers.add(PREFIX + name, value.getBytes(UTF_8));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
