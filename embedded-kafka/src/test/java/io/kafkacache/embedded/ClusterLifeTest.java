package io.kafkacache.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the processes of a cluster, which one broker shows as well as three. */
class ClusterLifeTest {
    private static final Duration GONE = Duration.ofSeconds(30);

    @Test
    void closeEndsTheProcessesAndDeletesTheirData() throws Exception {
        int foldersBefore = temporaryFolders();
        long pid;
        try (KafkaCluster cluster = KafkaCluster.builder().brokers(1).start()) {
            pid = cluster.broker(0).pid();
            assertThat(isAlive(pid)).isTrue();
            cluster.broker(0).pause();
        }

        assertThat(isAlive(pid)).isFalse();
        assertThat(temporaryFolders()).isEqualTo(foldersBefore);
    }

    @Test
    void brokerThatCannotStartSaysWhatItLogged() throws Exception {
        int foldersBefore = temporaryFolders();

        assertThatIllegalStateException()
                .isThrownBy(() -> KafkaCluster.builder()
                        .brokers(1)
                        .config("num.partitions", "none")
                        .start())
                .withMessageContaining("broker 0")
                .withMessageContaining("num.partitions");
        assertThat(temporaryFolders()).isEqualTo(foldersBefore);
    }

    @Test
    void processesEndWhenTheirParentIsKilledAlsoWhilePaused(@TempDir Path temporary) throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            long pid = Long.parseLong(out.readLine());
            assertThat(isAlive(pid)).isTrue();

            parent.destroyForcibly().waitFor();

            Deadline.in(GONE).awaitTrue(() -> !isAlive(pid), () -> "broker " + pid + " outlived its parent");
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    /** Tells the process id of a paused broker and waits to be killed. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] args) throws InterruptedException {
            KafkaCluster cluster = KafkaCluster.builder().brokers(1).start();
            cluster.broker(0).pause();
            System.out.println(cluster.broker(0).pid());
            Thread.currentThread().join();
        }
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private static int temporaryFolders() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return (int) files.filter(file -> file.getFileName().toString().startsWith(BrokerFolder.TEMPORARY))
                    .count();
        }
    }
}
