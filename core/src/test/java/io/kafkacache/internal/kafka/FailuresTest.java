package io.kafkacache.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogException.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {
    private static final TopicPartition PARTITION = new TopicPartition("users", 3);
    private final Failures failures = new Failures("users", "kafka:9092");

    static List<Arguments> requests() {
        return List.of(
                arguments(
                        new TimeoutException("late"),
                        Kind.UNREACHABLE,
                        "no answer from kafka:9092; check bootstrapServers, the network and the brokers (late)"),
                arguments(new DisconnectException(), Kind.UNREACHABLE, "kafka:9092"),
                arguments(
                        new UnknownTopicOrPartitionException(),
                        Kind.TOPIC_MISSING,
                        "topic users does not exist at kafka:9092; create it, or let createTopic do so"),
                arguments(new UnknownTopicIdException("gone"), Kind.TOPIC_MISSING, "kafka:9092"),
                arguments(new SaslAuthenticationException("no"), Kind.UNAUTHENTICATED, "sasl.*"),
                arguments(new SslAuthenticationException("no"), Kind.UNAUTHENTICATED, "ssl.*"),
                arguments(
                        new TopicAuthorizationException(Set.of("users")), Kind.DENIED, "needs Describe on topic users"),
                arguments(GroupAuthorizationException.forGroupId("pod"), Kind.DENIED, "needs access to the group"),
                arguments(new ClusterAuthorizationException("no"), Kind.DENIED, "needs access to the cluster"),
                arguments(new InvalidTopicException("bad name"), Kind.OTHER, "bad name"),
                arguments(new IllegalStateException("odd"), Kind.OTHER, "odd"));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestFails(Exception failure, Kind kind, String says) {
        LogException plain = failures.of(failure, Needs.onTopic("Describe", "users"));
        LogException wrapped = failures.of(new CompletionException(failure), Needs.onTopic("Describe", "users"));

        assertThat(plain.kind()).isEqualTo(kind);
        assertThat(plain).hasMessageContaining(says).hasCause(failure);
        assertThat(wrapped.kind()).isEqualTo(kind);
    }

    /** Whoever tells it begins with the name of the cache, which mostly is the topic's: "users: users: …" would be said. */
    @ParameterizedTest
    @MethodSource("requests")
    void noSentenceBeginsWithTheTopic(Exception failure) {
        assertThat(failures.of(failure, Needs.onTopic("Describe", "users")).getMessage())
                .doesNotStartWith("users");
        assertThat(failures.ofOpening(failure).getMessage()).doesNotStartWith("users");
        assertThat(failures.ofWrite(failure, true).getMessage()).doesNotStartWith("users");
        assertThat(failures.ofWrite(failure, false).getMessage()).doesNotStartWith("users");
    }

    @Test
    void aTimeoutIsWhatStandsBehindIt() {
        var failure = new TimeoutException("late", new UnknownTopicOrPartitionException());

        assertThat(failures.of(failure, Needs.onTopic("Describe", "users")).kind())
                .isEqualTo(Kind.TOPIC_MISSING);
    }

    @Test
    void aGroupPermissionIsNamed() {
        var failure = GroupAuthorizationException.forGroupId("pod");

        assertThat(failures.of(failure, Needs.onGroup("Read", "pod", "users")))
                .hasMessageContaining("needs Read on group pod");
    }

    @Test
    void outOfRangeNamesThePartition() {
        LogException outOfRange =
                failures.of(new OffsetOutOfRangeException(Map.of(PARTITION, 7L)), Needs.onTopic("Read", "users"));
        LogException noOffset =
                failures.of(new NoOffsetForPartitionException(PARTITION), Needs.onTopic("Read", "users"));

        assertThat(outOfRange.kind()).isEqualTo(Kind.OUT_OF_RANGE);
        assertThat(outOfRange.partition()).isEqualTo(3);
        assertThat(outOfRange).hasMessageStartingWith("the log of users-3 does not hold the position");
        assertThat(noOffset.kind()).isEqualTo(Kind.OUT_OF_RANGE);
        assertThat(noOffset.partition()).isEqualTo(3);
    }

    @Test
    void aTruncationIsNotTakenForAnOffsetOutOfRange() {
        LogException truncated = failures.of(
                new LogTruncationException(
                        Map.of(PARTITION, 7L), Map.of(PARTITION, new OffsetAndMetadata(5, Optional.of(1), ""))),
                Needs.onTopic("Read", "users"));

        assertThat(truncated.kind()).isEqualTo(Kind.TRUNCATED);
        assertThat(truncated.partition()).isEqualTo(3);
    }

    @Test
    void hostsWithoutAddressAreAnOutage() {
        var failure = new KafkaException(
                "Failed to create new KafkaAdminClient",
                new ConfigException("No resolvable bootstrap urls given in bootstrap.servers"));

        LogException unreachable = failures.ofOpening(failure);

        assertThat(unreachable.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(unreachable).hasMessageContaining("no host of kafka:9092 has an address");
    }

    @Test
    void aJaasMistakeShowsNothingOfIt() {
        var failure = new KafkaException(
                "Failed to construct kafka consumer",
                new IllegalArgumentException("Value not specified for key 'hush' in JAAS config"));

        LogException other = failures.ofOpening(failure);

        assertThat(other).hasMessageContaining("sasl.jaas.config").hasNoCause();
        assertThat(other.getMessage()).doesNotContain("hush");
    }

    static List<Arguments> writes() {
        return List.of(
                arguments(new TimeoutException("no metadata"), false, Kind.NOT_SENT),
                arguments(new TimeoutException("no answer"), true, Kind.OUTCOME_UNKNOWN),
                arguments(new NetworkException("cut"), true, Kind.OUTCOME_UNKNOWN),
                arguments(new NotEnoughReplicasException("1 of 2"), true, Kind.OUTCOME_UNKNOWN),
                arguments(new OutOfOrderSequenceException("lost"), true, Kind.OUTCOME_UNKNOWN),
                arguments(new UnknownProducerIdException("lost"), true, Kind.OUTCOME_UNKNOWN),
                arguments(new KafkaException("Producer is closed forcefully."), true, Kind.OUTCOME_UNKNOWN),
                arguments(new BufferExhaustedException("full"), false, Kind.BUFFER_FULL),
                arguments(new RecordTooLargeException("2 MB"), false, Kind.TOO_LARGE),
                arguments(new RecordTooLargeException("2 MB"), true, Kind.TOO_LARGE),
                arguments(new TopicAuthorizationException("users"), true, Kind.DENIED),
                arguments(new SaslAuthenticationException("no"), false, Kind.UNAUTHENTICATED),
                arguments(new PolicyViolationException("never"), true, Kind.OTHER),
                arguments(new IllegalStateException("closed"), false, Kind.OTHER));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void aWriteFails(Exception failure, boolean sent, Kind kind) {
        LogException mapped = failures.ofWrite(failure, sent);

        assertThat(mapped.kind()).isEqualTo(kind);
        assertThat(mapped).hasCause(failure);
    }

    @Test
    void aDeniedWriteSaysWhatItNeeds() {
        assertThat(failures.ofWrite(new TopicAuthorizationException("users"), true))
                .hasMessageContaining("needs Write on topic users");
        assertThat(failures.ofWrite(new ClusterAuthorizationException("no"), true))
                .hasMessageContaining("needs Write on topic users, and before Kafka 2.8 IdempotentWrite");
    }
}
