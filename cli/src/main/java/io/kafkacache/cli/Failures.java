package io.kafkacache.cli;

import io.kafkacache.CacheTimeoutException;
import io.kafkacache.KafkaCacheException;
import io.kafkacache.NotReadyException;
import io.kafkacache.OutcomeUnknownException;
import io.kafkacache.ReadOnlyException;
import io.kafkacache.RejectedRecordException;
import io.kafkacache.codec.CodecException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/** What is thrown, as an exit code and a sentence. */
final class Failures {
    private Failures() {}

    static Throwable root(Throwable thrown) {
        Throwable t = thrown;
        while ((t instanceof CompletionException || t instanceof ExecutionException) && t.getCause() != null) {
            t = t.getCause();
        }
        return t;
    }

    static int exitCode(Throwable thrown) {
        if (thrown instanceof CommandException known) {
            return known.exitCode();
        }
        if (thrown instanceof CacheTimeoutException
                || thrown instanceof NotReadyException
                || thrown instanceof OutcomeUnknownException
                || thrown instanceof AuthenticationException) {
            return ExitCode.NOT_READY;
        }
        if (isRefusal(thrown)) {
            return ExitCode.REFUSED;
        }
        return ExitCode.FAILED;
    }

    /** Of a write: what would not be taken next time either was refused; the rest is Kafka's absence. */
    static int writeExitCode(Throwable thrown) {
        if (thrown.getClass() != KafkaCacheException.class) {
            return exitCode(thrown);
        }
        return ((KafkaCacheException) thrown).retryHelps() ? ExitCode.NOT_READY : ExitCode.REFUSED;
    }

    private static boolean isRefusal(Throwable thrown) {
        return thrown instanceof RejectedRecordException
                || thrown instanceof ReadOnlyException
                || thrown instanceof CodecException
                || thrown instanceof AuthorizationException
                || thrown instanceof RecordTooLargeException
                || thrown instanceof InvalidTopicException
                || thrown instanceof PolicyViolationException;
    }

    static String message(Throwable thrown) {
        @Nullable String message = thrown.getMessage();
        boolean ours = thrown instanceof CommandException
                || thrown instanceof KafkaCacheException
                || thrown instanceof CodecException
                || thrown instanceof ApiException
                || thrown instanceof IllegalStateException
                || thrown instanceof IllegalArgumentException;
        return message != null && ours ? message : thrown.toString();
    }
}
