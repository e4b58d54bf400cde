package io.kafkacache;

import java.time.Instant;

/**
 * One rejected record, told without its value. Immutable.
 *
 * @param reason why
 * @param message one sentence for people: topic, partition, offset, sizes, and what failed; never the value
 * @param offset the record's place
 * @param timestamp the record's timestamp
 * @param keyBytes the size of the encoded key in bytes
 * @param valueBytes the size of the value in bytes
 */
public record Rejection(
        RejectionReason reason, String message, RecordOffset offset, Instant timestamp, int keyBytes, int valueBytes) {}
