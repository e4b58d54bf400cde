package io.kafkacache.cli;

import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.embedded.EmbeddedKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecurityTest {
    @Test
    void clientPropertiesLogInAndAMissingPermissionRefusesTheWrite(@TempDir Path folder) throws Exception {
        try (EmbeddedKafka kafka =
                EmbeddedKafka.builder().user("reader", "secret-1").start()) {
            kafka.createTopic("users", 1, Map.of("cleanup.policy", "compact"));
            kafka.admin()
                    .createAcls(List.of(allow(READ), allow(DESCRIBE)))
                    .all()
                    .get();
            String config = config(folder, kafka.bootstrapServers(), "secret-1");

            Outcome dump = Outcome.of("dump", "--topic", "users", "--config", config);
            Outcome put = Outcome.of("put", "--topic", "users", "--config", config, "a", "1");

            assertThat(dump).isEqualTo(new Outcome(ExitCode.OK, "", ""));
            assertThat(put.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(put.err()).contains("users").doesNotContain("secret-1", "\tat ");
        }
    }

    @Test
    void wrongCredentialsAreToldWithoutThem(@TempDir Path folder) throws Exception {
        try (EmbeddedKafka kafka =
                EmbeddedKafka.builder().user("reader", "secret-1").start()) {
            String config = config(folder, kafka.bootstrapServers(), "secret-2");

            Outcome dump = Outcome.of("dump", "--topic", "users", "--config", config, "--timeout", "2s");
            Outcome put = Outcome.of("put", "--topic", "users", "--config", config, "a", "1");

            assertThat(dump.exitCode()).isEqualTo(ExitCode.NOT_READY);
            assertThat(dump.err()).contains("refused the credentials").doesNotContain("secret-2", "\tat ");
            assertThat(put.exitCode()).isEqualTo(ExitCode.NOT_READY);
            assertThat(put.err()).contains("Authentication failed").doesNotContain("secret-2", "\tat ");
        }
    }

    private static String config(Path folder, String servers, String password) throws Exception {
        return Files.writeString(folder.resolve("client.properties"), """
                        bootstrap.servers=%s
                        security.protocol=SASL_PLAINTEXT
                        sasl.mechanism=SCRAM-SHA-256
                        sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \
                        username="reader" password="%s";
                        """.formatted(servers, password))
                .toString();
    }

    private static AclBinding allow(AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, "users", PatternType.LITERAL),
                new AccessControlEntry("User:reader", "*", operation, AclPermissionType.ALLOW));
    }
}
