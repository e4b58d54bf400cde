package io.kafkacache.internal.kafka;

import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogException.Kind;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Says in the log's kinds, and in a sentence with the way out, what a Kafka client's exception means. Whoever tells it says of which cache; options
 * are called by their bare names, for not everybody sets them by the builder's methods. The order of the questions matters:
 * {@link LogTruncationException} is an offset out of range as well, and a timeout may carry what was behind it as its cause. Stateless.
 */
final class Failures {
    private final String topic;
    private final String where;

    Failures(String topic, String where) {
        this.topic = topic;
        this.where = where;
    }

    /** What a failure of a request or of a reader means. */
    LogException of(Throwable failure, Needs needs) {
        Throwable e = unwrapped(failure);
        if (e instanceof LogException already) {
            return already;
        }
        LogException definite = definite(e, needs);
        if (definite != null) {
            return definite;
        }
        if (e instanceof TimeoutException || e instanceof DisconnectException || e instanceof NetworkException) {
            LogException behind = e.getCause() == null ? null : definite(e.getCause(), needs);
            return behind != null ? behind : unreachable(e);
        }
        return new LogException(Kind.OTHER, "a request for topic " + topic + " failed: " + described(e), e);
    }

    /**
     * What it means that a client could not be made. Nothing of a JAAS configuration gets into the message or the cause: Kafka's parser
     * quotes the place it stumbles over, and that may be a part of the password.
     */
    LogException ofOpening(Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            String message = String.valueOf(e.getMessage());
            if (e instanceof ConfigException
                    && (message.contains("No resolvable bootstrap urls") || message.contains("Unknown host in"))) {
                return new LogException(
                        Kind.UNREACHABLE,
                        "no host of " + where + " has an address; check bootstrapServers and the name service",
                        failure);
            }
            if (message.contains("JAAS") || message.contains("sasl.jaas.config")) {
                return new LogException(
                        Kind.OTHER,
                        "sasl.jaas.config cannot be used; check its login module, its quotes and the semicolon at its end",
                        null);
            }
        }
        return new LogException(Kind.OTHER, "cannot make a Kafka client: " + described(root(failure)), failure);
    }

    /** What a failure of a write means; {@code sent} says whether it may have left this process. */
    LogException ofWrite(Throwable failure, boolean sent) {
        Throwable e = unwrapped(failure);
        LogException definite = WriteFailures.definite(e);
        if (definite == null) {
            definite = definite(e, Needs.toWrite(topic));
        }
        if (definite != null) {
            return definite;
        }
        if (sent && WriteFailures.mayHaveBeenAppended(e)) {
            return new LogException(
                    Kind.OUTCOME_UNKNOWN,
                    where + " did not acknowledge the record, which may be in the topic nevertheless: " + described(e),
                    e);
        }
        if (!sent && (e instanceof RetriableException || e instanceof InterruptException)) {
            return new LogException(Kind.NOT_SENT, "the record was not sent: " + described(e), e);
        }
        return new LogException(Kind.OTHER, "the record was not written: " + described(e), e);
    }

    /**
     * Of a retry that the broker took before, so long ago that it does not know the offset any more, the producer says that it succeeded (its
     * {@code Sender}, at DUPLICATE_SEQUENCE_NUMBER). The record is there, but nobody can wait for it.
     */
    LogException withoutOffset() {
        return new LogException(
                Kind.OUTCOME_UNKNOWN,
                where + " has the record, and does not know at which offset any more; sync() shows it",
                null);
    }

    LogException closed() {
        return new LogException(Kind.OTHER, "the log of " + topic + " at " + where + " was closed", null);
    }

    private @Nullable LogException definite(Throwable e, Needs needs) {
        if (e instanceof AuthenticationException) {
            return new LogException(
                    Kind.UNAUTHENTICATED,
                    where + " refused the credentials; check security.protocol and the sasl.* and ssl.* properties",
                    e);
        }
        if (e instanceof AuthorizationException) {
            return new LogException(Kind.DENIED, "denied at " + where + "; needs " + missing(e, needs), e);
        }
        if (e instanceof UnknownTopicOrPartitionException || e instanceof UnknownTopicIdException) {
            return missing(e);
        }
        if (e instanceof LogTruncationException truncation) {
            return outOfLog(Kind.TRUNCATED, "was truncated below the position; it must be read again", truncation);
        }
        if (e instanceof InvalidOffsetException outOfRange) {
            return outOfLog(
                    Kind.OUT_OF_RANGE,
                    "does not hold the position any more, or not yet; it must be read again",
                    outOfRange);
        }
        return null;
    }

    LogException missing(@Nullable Throwable cause) {
        return new LogException(
                Kind.TOPIC_MISSING,
                "topic " + topic + " does not exist at " + where + "; create it, or let createTopic do so",
                cause);
    }

    private LogException outOfLog(Kind kind, String what, InvalidOffsetException e) {
        int partition =
                e.partitions().isEmpty() ? -1 : e.partitions().iterator().next().partition();
        return new LogException(
                kind, partition, "the log of " + topic + "-" + partition + " " + what + ": " + described(e), e);
    }

    private LogException unreachable(Throwable e) {
        return new LogException(
                Kind.UNREACHABLE,
                "no answer from " + where + "; check bootstrapServers, the network and the brokers (" + described(e)
                        + ")",
                e);
    }

    private static String missing(Throwable e, Needs needs) {
        if (e instanceof TopicAuthorizationException) {
            return needs.topic();
        }
        if (e instanceof GroupAuthorizationException) {
            return needs.group();
        }
        return e instanceof ClusterAuthorizationException ? needs.cluster() : "a permission (" + described(e) + ")";
    }

    /** Whether an exception of this class stands anywhere in the chain. */
    static boolean causedBy(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (type.isInstance(e)) {
                return true;
            }
        }
        return false;
    }

    private static String described(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable e = failure;
        while ((e instanceof CompletionException || e instanceof ExecutionException) && e.getCause() != null) {
            e = e.getCause();
        }
        // The plain class only wraps; its subclasses say what happened.
        return e.getClass() == KafkaException.class && e.getCause() instanceof KafkaException cause ? cause : e;
    }

    private static Throwable root(Throwable failure) {
        Throwable e = failure;
        while (e.getCause() != null) {
            e = e.getCause();
        }
        return e;
    }
}
