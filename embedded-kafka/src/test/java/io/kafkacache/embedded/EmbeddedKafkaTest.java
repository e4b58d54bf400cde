package io.kafkacache.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {
    private static final Duration COMPACTION = Duration.ofSeconds(20);
    private static final Duration THREADS = Duration.ofSeconds(30);

    @Test
    void recordsMakeTheRoundTrip() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.builder().start()) {
            kafka.createTopic("users", 1, Map.of("cleanup.policy", "compact"));

            Client client = Client.of(kafka.bootstrapServers());
            client.write("users", "alice", "1");
            client.write("users", "bob", "2");

            assertThat(client.read("users")).containsExactly("1", "2");
        }
    }

    @Test
    void compactionNeedsNoPatience() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.builder().start()) {
            Client client = Client.of(kafka.bootstrapServers());
            kafka.createTopic(
                    "users",
                    1,
                    Map.of("cleanup.policy", "compact", "segment.ms", "50", "min.cleanable.dirty.ratio", "0.01"));
            client.write("users", "alice", "first");

            Deadline.in(COMPACTION)
                    .awaitTrue(
                            () -> {
                                client.write("users", "alice", "later");
                                return !client.read("users").contains("first");
                            },
                            () -> "the first record was not compacted away");
        }
    }

    @Test
    void twoBrokersRunSideBySideOnPortsOfTheirOwn() throws Exception {
        try (EmbeddedKafka first = EmbeddedKafka.builder().start();
                EmbeddedKafka second = EmbeddedKafka.builder().start()) {
            assertThat(first.bootstrapServers()).startsWith("127.0.0.1:").isNotEqualTo(second.bootstrapServers());
            first.createTopic("only-in-first", 1, Map.of());

            assertThat(second.admin().listTopics().names().get()).isEmpty();
        }
    }

    @Test
    void stopAndStartKeepPortAndData() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.builder().start()) {
            String address = kafka.bootstrapServers();
            kafka.createTopic("users", 1, Map.of());
            Client.of(address).write("users", "alice", "1");

            kafka.stop();

            assertThatThrownBy(() -> connect(address)).isInstanceOf(ConnectException.class);
            assertThatIllegalStateException().isThrownBy(kafka::admin).withMessageContaining("does not run");

            kafka.start();

            assertThat(kafka.bootstrapServers()).isEqualTo(address);
            assertThat(Client.of(address).read("users")).containsExactly("1");
        }
    }

    @Test
    void addressIsKnownAndRefusesConnectionsBeforeTheFirstStart() {
        try (EmbeddedKafka kafka = EmbeddedKafka.builder().build()) {
            String address = kafka.bootstrapServers();

            assertThatThrownBy(() -> connect(address)).isInstanceOf(ConnectException.class);

            kafka.start();
            assertThat(kafka.bootstrapServers()).isEqualTo(address);
            assertThatCode(() -> connect(address)).doesNotThrowAnyException();
        }
    }

    @Test
    void givenFolderKeepsDataAndClusterIdAcrossInstances(@TempDir Path parent) throws Exception {
        Path folder = parent.resolve("data");
        String clusterId;
        try (EmbeddedKafka kafka = EmbeddedKafka.builder().dataDirectory(folder).start()) {
            kafka.createTopic("users", 1, Map.of());
            Client.of(kafka.bootstrapServers()).write("users", "alice", "1");
            clusterId = kafka.admin().describeCluster().clusterId().get();
        }

        try (EmbeddedKafka kafka = EmbeddedKafka.builder().dataDirectory(folder).start()) {
            assertThat(kafka.admin().describeCluster().clusterId().get()).isEqualTo(clusterId);
            assertThat(Client.of(kafka.bootstrapServers()).read("users")).containsExactly("1");
        }
    }

    @Test
    void secondBrokerOnTheSameFolderIsRefusedAndTheFirstGoesOn(@TempDir Path folder) throws Exception {
        try (EmbeddedKafka first = EmbeddedKafka.builder().dataDirectory(folder).start()) {
            assertThatIllegalStateException()
                    .isThrownBy(
                            () -> EmbeddedKafka.builder().dataDirectory(folder).start())
                    .withMessageContaining(folder.toString())
                    .withMessageContaining("did not start")
                    .withMessageContaining("another broker uses the folder");

            first.createTopic("users", 1, Map.of());
        }
    }

    @Test
    void closeLeavesNoThreadAndNoTemporaryFolder() throws Exception {
        EmbeddedKafka.builder().start().close();
        Set<String> threadsBefore = threads();
        Set<Path> foldersBefore = temporaryFolders();

        try (EmbeddedKafka kafka = EmbeddedKafka.builder().start()) {
            kafka.createTopic("users", 1, Map.of());
            Client.of(kafka.bootstrapServers()).write("users", "alice", "1");
            assertThat(temporaryFolders()).hasSize(foldersBefore.size() + 1);
            assertThat(threads()).hasSizeGreaterThan(threadsBefore.size());
        }

        assertThat(temporaryFolders()).isEqualTo(foldersBefore);
        Deadline.in(THREADS)
                .awaitTrue(
                        () -> threadsBefore.containsAll(threads()),
                        () -> "threads beyond " + threadsBefore + " went on: " + threads());
    }

    @Test
    void failedStartLeavesNoThreadAndCanBeTriedAgain() throws Exception {
        EmbeddedKafka.builder().start().close();
        Set<String> threadsBefore = threads();
        Set<Path> foldersBefore = temporaryFolders();

        assertThatIllegalStateException()
                .isThrownBy(() ->
                        EmbeddedKafka.builder().config("num.partitions", "none").start())
                .withMessageContaining("num.partitions");
        assertThatIllegalStateException()
                .isThrownBy(() -> EmbeddedKafka.builder()
                        .config("authorizer.class.name", "no.such.Authorizer")
                        .start())
                .withMessageContaining("no.such.Authorizer");

        assertThat(temporaryFolders()).isEqualTo(foldersBefore);
        Deadline.in(THREADS)
                .awaitTrue(
                        () -> threadsBefore.containsAll(threads()),
                        () -> "threads beyond " + threadsBefore + " went on: " + threads());
    }

    @Test
    void takenPortIsNamed() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatIllegalStateException()
                    .isThrownBy(() ->
                            EmbeddedKafka.builder().port(other.getLocalPort()).start())
                    .withMessageContaining("port " + other.getLocalPort() + " cannot be bound")
                    .withMessageContaining("choose another port");
        }
    }

    @Test
    void givenPortIsUsed() throws Exception {
        int port;
        try (ReservedPort free = ReservedPort.reserve("127.0.0.1", 0)) {
            port = free.port();
        }

        try (EmbeddedKafka kafka = EmbeddedKafka.builder().port(port).start()) {
            assertThat(kafka.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
            assertThat(kafka.admin().describeCluster().controller().get().port())
                    .isEqualTo(port);
        }
    }

    @Test
    void configOverridesTheDefaults() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.builder()
                .config("auto.create.topics.enable", "true")
                .config("log.segment.bytes", "1048576")
                .start()) {
            ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "0");
            Config config = kafka.admin()
                    .describeConfigs(List.of(broker))
                    .values()
                    .values()
                    .iterator()
                    .next()
                    .get();

            assertThat(config.entries())
                    .anyMatch(e -> e.name().equals("auto.create.topics.enable")
                            && e.value().equals("true"))
                    .anyMatch(e ->
                            e.name().equals("log.segment.bytes") && e.value().equals("1048576"));
        }
    }

    @Test
    void optionsThatCannotBeKeptAreRefused() {
        EmbeddedKafka.Builder builder = EmbeddedKafka.builder();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.config("listeners", "PLAINTEXT://:9092"))
                .withMessageContaining("listeners");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.listenerHost("0.0.0.0"))
                .withMessageContaining("0.0.0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.port(70000))
                .withMessageContaining("70000");
    }

    @Test
    void brokerCannotEndThisJvmWhileItRuns() {
        try (EmbeddedKafka kafka = EmbeddedKafka.builder().start()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> Exit.halt(1, "a fault of " + kafka))
                    .withMessageContaining("status 1");
            assertThatIllegalStateException().isThrownBy(() -> Exit.exit(3)).withMessageContaining("status 3");
        }
    }

    @Test
    void startTwiceAndStartAfterCloseAreRefusedAndEndingTwiceIsNot() {
        EmbeddedKafka kafka = EmbeddedKafka.builder().start();

        assertThatIllegalStateException().isThrownBy(kafka::start).withMessageContaining("runs already");
        kafka.stop();
        kafka.stop();
        kafka.close();
        kafka.close();
        assertThatIllegalStateException().isThrownBy(kafka::start).withMessageContaining("was closed");
    }

    private static void connect(String address) throws Exception {
        int colon = address.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))));
        }
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> !name.equals("process reaper"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Path> temporaryFolders() throws Exception {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith(BrokerFolder.TEMPORARY))
                    .collect(Collectors.toSet());
        }
    }
}
