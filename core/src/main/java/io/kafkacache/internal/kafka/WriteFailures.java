package io.kafkacache.internal.kafka;

import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogException.Kind;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/** What a producer's exceptions say of one record and of the producer. Stateless. */
final class WriteFailures {
    private WriteFailures() {}

    /** The failures that concern this record alone, and say that it is not in the topic. */
    static @Nullable LogException definite(Throwable e) {
        if (e instanceof RecordTooLargeException || e instanceof RecordBatchTooLargeException) {
            return new LogException(
                    Kind.TOO_LARGE,
                    "the record is too large; raise producer.max.request.size and the topic's max.message.bytes, or write less ("
                            + e.getMessage() + ")",
                    e);
        }
        if (e instanceof BufferExhaustedException) {
            return new LogException(
                    Kind.BUFFER_FULL, "the producer's buffer is full; write slower or raise producer.buffer.memory", e);
        }
        return null;
    }

    /**
     * Whether a record that failed after it was handed to the producer may stand in the topic: a retriable error is the last of several tries,
     * of which an earlier one may have been appended; a lost sequence, and an end of the producer with records in flight, tell nothing.
     */
    static boolean mayHaveBeenAppended(Throwable e) {
        return e instanceof RetriableException || !(e instanceof ApiException) || losesTheSequence(e);
    }

    /** Whether the producer is of no use after this failure of a record. */
    static boolean fatal(Throwable e) {
        return losesTheSequence(e)
                || e instanceof ClusterAuthorizationException
                || e instanceof AuthenticationException
                || e instanceof UnsupportedVersionException
                || !(e instanceof ApiException);
    }

    private static boolean losesTheSequence(Throwable e) {
        // UnknownProducerIdException is an OutOfOrderSequenceException.
        return e instanceof OutOfOrderSequenceException
                || e instanceof ProducerFencedException
                || e instanceof InvalidProducerEpochException
                || e instanceof InvalidPidMappingException;
    }
}
