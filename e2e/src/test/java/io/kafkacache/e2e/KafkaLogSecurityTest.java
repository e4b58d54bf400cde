package io.kafkacache.e2e;

import static io.kafkacache.e2e.Logs.failure;
import static io.kafkacache.e2e.Logs.failureOf;
import static io.kafkacache.e2e.Logs.get;
import static io.kafkacache.e2e.Logs.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Isolation;
import io.kafkacache.Position;
import io.kafkacache.embedded.EmbeddedKafka;
import io.kafkacache.internal.log.EndKind;
import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogException.Kind;
import io.kafkacache.internal.log.LogPort;
import io.kafkacache.internal.log.LogReader;
import io.kafkacache.internal.log.LogWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The log port on a broker that asks who is there and allows little. */
class KafkaLogSecurityTest {
    private static EmbeddedKafka kafka;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void startBroker() {
        kafka = EmbeddedKafka.builder().user("cache", "secret").start();
        kafka.createTopic("users", 1, Map.of("cleanup.policy", "compact"));
    }

    @AfterAll
    static void stopBroker() {
        kafka.close();
    }

    @AfterEach
    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
        kafka.admin().deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
        awaitAcls(Collection::isEmpty);
    }

    @Test
    void wrongCredentialsAreNotAnOutage() {
        LogPort log = open("wrong");
        LogReader reader = reader(log);
        reader.assign(Map.of(0, Position.at(0)));
        LogWriter writer = writer(log);

        assertThat(failure(log.describe()).kind()).isEqualTo(Kind.UNAUTHENTICATED);
        assertThat(failure(log.ends(Set.of(0), EndKind.HEAD)).kind()).isEqualTo(Kind.UNAUTHENTICATED);
        assertThat(failureOf(reader).kind()).isEqualTo(Kind.UNAUTHENTICATED);
        assertThat(failure(send(writer, 0, "a", "1")).kind()).isEqualTo(Kind.UNAUTHENTICATED);
        assertThat(writer.usable()).isFalse();
    }

    @Test
    void whatIsDeniedIsNamed() {
        LogPort log = open("secret");
        LogReader reader = reader(log);
        reader.assign(Map.of(0, Position.at(0)));

        assertDenied(failure(log.describe()), "needs Describe on topic users");
        assertDenied(failure(log.settings()), "needs DescribeConfigs on topic users");
        assertDenied(failure(log.ends(Set.of(0), EndKind.HEAD)), "needs Describe on topic users");
        assertDenied(failureOf(reader), "needs Read on topic users");
        assertDenied(failure(send(writer(log), 0, "a", "1")), "needs Write on topic users");
        assertDenied(failure(log.createTopic(1, 1, Map.of())), "needs Create on topic users");
        assertDenied(failure(log.commit("pod", Map.of(0, Position.at(1)), "")), "needs Read on group pod");
        assertDenied(failure(log.forget("pod")), "needs Describe on group pod");
    }

    @Test
    void describingAloneDoesNotReadOrWrite() throws Exception {
        allow(ResourceType.TOPIC, "users", AclOperation.DESCRIBE);
        LogPort log = open("secret");
        LogReader reader = reader(log);
        reader.assign(Map.of(0, Position.at(0)));
        LogWriter writer = writer(log);

        assertThat(get(log.describe()).partitions()).isEqualTo(1);
        assertThat(get(log.describe()).clusterId()).isNotNull();
        assertDenied(failureOf(reader), "needs Read on topic users");
        assertDenied(failure(send(writer, 0, "a", "1")), "needs Write on topic users");
    }

    @Test
    void aDeniedWriterIsReplacedAndWritesOnceItIsAllowedTo() throws Exception {
        allow(ResourceType.TOPIC, "users", AclOperation.DESCRIBE);
        LogPort log = open("secret");
        LogWriter denied = writer(log);
        assertDenied(failure(send(denied, 0, "a", "1")), "needs Write on topic users");

        allow(ResourceType.TOPIC, "users", AclOperation.WRITE);

        assertThat(denied.usable()).isFalse();
        assertThat(get(send(writer(log), 0, "a", "1"))).isNotNegative();
    }

    @Test
    void aWriterOfOtherTopicsIsDeniedThisOneAlone() throws Exception {
        allow(ResourceType.TOPIC, "users", AclOperation.DESCRIBE);
        allow(ResourceType.TOPIC, "other", AclOperation.WRITE);
        LogWriter writer = writer(open("secret"));

        assertDenied(failure(send(writer, 0, "a", "1")), "needs Write on topic users");

        assertThat(writer.usable()).isTrue();
    }

    @Test
    void thesePermissionsAreEnough() throws Exception {
        allow(ResourceType.TOPIC, "users", AclOperation.READ);
        allow(ResourceType.TOPIC, "users", AclOperation.WRITE);
        allow(ResourceType.TOPIC, "users", AclOperation.DESCRIBE_CONFIGS);
        allow(ResourceType.GROUP, "pod", AclOperation.READ);
        allow(ResourceType.GROUP, "pod", AclOperation.DELETE);
        LogPort log = open("secret");
        LogReader reader = reader(log);
        reader.assign(Map.of(0, get(log.ends(Set.of(0), EndKind.TARGET)).getOrDefault(0, Position.at(0))));

        get(log.describe());
        get(log.settings());
        long offset = get(send(writer(log), 0, "a", "1"));
        Logs.readTo(reader, Map.of(0, Position.at(offset + 1)));
        get(log.commit("pod", Map.of(0, Position.at(offset + 1)), ""));
        get(log.forget("pod"));

        assertThat(kafka.admin().listGroups().all().get()).isEmpty();
    }

    private static void assertDenied(LogException failure, String needs) {
        assertThat(failure.kind()).as("%s", failure).isEqualTo(Kind.DENIED);
        assertThat(failure).hasMessageContaining(needs);
        assertThat(failure.getMessage()).doesNotContain("secret");
    }

    private static void allow(ResourceType type, String name, AclOperation operation) throws Exception {
        AclBinding acl = new AclBinding(
                new ResourcePattern(type, name, PatternType.LITERAL),
                new AccessControlEntry("User:cache", "*", operation, AclPermissionType.ALLOW));
        kafka.admin().createAcls(List.of(acl)).all().get();
        awaitAcls(acls -> acls.contains(acl));
    }

    /** The controller takes a change before the broker goes by it. */
    private static void awaitAcls(Predicate<Collection<AclBinding>> condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.test(
                kafka.admin().describeAcls(AclBindingFilter.ANY).values().get())) {
            assertThat(System.nanoTime() - end).as("time left").isNegative();
        }
    }

    private LogPort open(String password) {
        LogPort log = Logs.open(
                kafka.bootstrapServers(),
                "users",
                Isolation.READ_COMMITTED,
                Map.of(
                        "security.protocol", "SASL_PLAINTEXT",
                        "sasl.mechanism", "SCRAM-SHA-256",
                        "sasl.jaas.config",
                                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"cache\" password=\""
                                        + password + "\";"));
        opened.add(log);
        return log;
    }

    private LogReader reader(LogPort of) {
        LogReader reader = of.openReader();
        opened.add(reader);
        return reader;
    }

    private LogWriter writer(LogPort of) {
        LogWriter writer = of.openWriter();
        opened.add(() -> writer.close(Duration.ZERO));
        return writer;
    }
}
