package io.kafkacache.scripted;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** What a record says, as it was when it was sent. */
final class Content {
    private static final Headers NO_HEADERS = readOnly(new RecordHeaders());
    static final Content OF_A_MARKER = new Content(null, null, NO_HEADERS, 0);

    final byte @Nullable [] key;
    final byte @Nullable [] value;
    final Headers headers;
    final long timestampMillis;

    private Content(byte @Nullable [] key, byte @Nullable [] value, Headers headers, long timestampMillis) {
        this.key = key;
        this.value = value;
        this.headers = headers;
        this.timestampMillis = timestampMillis;
    }

    /** Copies everything: the sender may go on using its arrays. */
    static Content of(
            byte @Nullable [] key, byte @Nullable [] value, @Nullable Iterable<Header> headers, long timestampMillis) {
        boolean any = headers != null && headers.iterator().hasNext();
        return new Content(
                key == null ? null : key.clone(),
                value == null ? null : value.clone(),
                any ? readOnly(new RecordHeaders(headers)) : NO_HEADERS,
                timestampMillis);
    }

    private static Headers readOnly(RecordHeaders headers) {
        headers.setReadOnly();
        return headers;
    }
}
