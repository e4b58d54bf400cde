package io.kafkacache.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecureKafkaTest {
    @Test
    void usersMayDoWhatTheirAclsAllow() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.builder()
                .user("alice", "a secret, with=signs")
                .user("bob", "another")
                .start()) {
            kafka.createTopic("users", 1, Map.of());
            AclBinding all = allow("alice", "users", AclOperation.ALL);
            kafka.admin().createAcls(List.of(all)).all().get();
            Client alice = Client.loggedIn(kafka.bootstrapServers(), "alice", "a secret, with=signs");
            Client bob = Client.loggedIn(kafka.bootstrapServers(), "bob", "another");

            alice.write("users", "k", "1");

            assertThat(alice.read("users")).containsExactly("1");
            assertThatThrownBy(() -> bob.write("users", "k", "2"))
                    .hasCauseInstanceOf(TopicAuthorizationException.class);

            kafka.admin().deleteAcls(List.of(all.toFilter())).all().get();

            assertThatThrownBy(() -> alice.write("users", "k", "3"))
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
            assertThat(Client.of(kafka.adminBootstrapServers()).read("users")).containsExactly("1");
        }
    }

    @Test
    void wrongPasswordAndUnknownUserAreRefused() throws Exception {
        try (EmbeddedKafka kafka =
                EmbeddedKafka.builder().user("alice", "right").start()) {
            kafka.createTopic("users", 1, Map.of());

            assertThatThrownBy(() -> Client.loggedIn(kafka.bootstrapServers(), "alice", "wrong")
                            .write("users", "k", "v"))
                    .hasCauseInstanceOf(SaslAuthenticationException.class);
            assertThatThrownBy(() -> Client.loggedIn(kafka.bootstrapServers(), "eve", "right")
                            .write("users", "k", "v"))
                    .hasCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    @Test
    void usedFolderTakesNewUsersAndPasswordsAndKeepsItsAcls(@TempDir Path folder) throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.builder()
                .dataDirectory(folder)
                .user("alice", "old")
                .start()) {
            kafka.createTopic("users", 1, Map.of());
            kafka.admin()
                    .createAcls(
                            List.of(allow("alice", "users", AclOperation.ALL), allow("bob", "users", AclOperation.ALL)))
                    .all()
                    .get();
        }

        try (EmbeddedKafka kafka = EmbeddedKafka.builder()
                .dataDirectory(folder)
                .user("alice", "new")
                .user("bob", "b")
                .start()) {
            Client.loggedIn(kafka.bootstrapServers(), "alice", "new").write("users", "k", "1");
            Client.loggedIn(kafka.bootstrapServers(), "bob", "b").write("users", "k", "2");
            kafka.stop();
            kafka.start();

            assertThat(Client.loggedIn(kafka.bootstrapServers(), "alice", "new").read("users"))
                    .containsExactly("1", "2");
        }
    }

    private static AclBinding allow(String user, String topic, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }
}
