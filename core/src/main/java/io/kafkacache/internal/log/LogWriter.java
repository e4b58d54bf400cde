package io.kafkacache.internal.log;

import java.time.Duration;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Writes records. Used by one thread. */
public interface LogWriter {
    /**
     * Sends a record of that time (epoch milliseconds), which a topic with LogAppendTime overwrites. May block while the client's buffer is full or the topic's metadata are not known yet. Never throws: every failure goes to the
     * callback.
     */
    void send(
            int partition,
            long timestampMillis,
            byte[] key,
            byte @Nullable [] value,
            Headers headers,
            Acknowledgement callback);

    /** Whether this writer can still be used; false after a failure that is fatal to it: close it and open another. */
    boolean usable();

    /** Waits at most this long for what was sent, then fails the rest. With zero it ends at once. */
    void close(Duration timeout);

    /** Is told once what became of a record, on a thread of the log. */
    @FunctionalInterface
    interface Acknowledgement {
        /** Exactly one of the two says something: {@code offset} from 0, or {@code failure} not null. */
        void done(long offset, @Nullable LogException failure);
    }
}
