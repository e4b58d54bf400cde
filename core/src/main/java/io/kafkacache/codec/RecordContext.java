package io.kafkacache.codec;

import org.apache.kafka.common.header.Headers;

/**
 * What surrounds the bytes that a codec is given.
 *
 * @param topic the topic
 * @param role whether the bytes are a record's key or its value
 * @param headers the record's headers: when decoding, those read where the codec needs them, else empty; when encoding, those to be sent,
 *     to which a codec may add
 */
public record RecordContext(String topic, Role role, Headers headers) {
    /** Which part of a record. */
    public enum Role {
        /** The key. */
        KEY,
        /** The value. */
        VALUE
    }
}
