package io.kafkacache.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script at the root, as a user runs it: from another folder, through a link. Runs when the jars are made. */
final class KafkaCacheScriptTest {
    private static final long DEADLINE_SECONDS = 120;

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void removeLink() throws IOException {
        Files.deleteIfExists(folder.resolve("a link"));
    }

    @Test
    void demoWalksToItsEnd() throws Exception {
        Process demo = start("demo", "--users", "200", "--port", "0");
        String out = new String(demo.getInputStream().readAllBytes(), UTF_8);

        assertThat(exitCode(demo)).isEqualTo(ExitCode.OK);
        assertThat(out)
                .contains("bootstrap: 127.0.0.1:", "healed by a good value", "LAG")
                .doesNotContain("\u001b", "\r");
        assertThat(out.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(80));
        assertThat(said()).isEmpty();
    }

    @Test
    void aBrokerEndsCleanlyOnSigtermAndAWatchOnSigint() throws Exception {
        Process broker = start("broker", "--port", "0");
        try (BufferedReader out = broker.inputReader(UTF_8)) {
            String servers = out.readLine().replace("bootstrap: ", "");
            Process load = start("load", "--topic", "t", "--create", "-", "--bootstrap", servers);
            load.getOutputStream().write("{\"key\":\"ключ\",\"value\":\"é\"}\n".getBytes(UTF_8));
            load.getOutputStream().close();
            assertThat(exitCode(load)).isEqualTo(ExitCode.OK);

            Process get = start("get", "--topic", "t", "--bootstrap", servers, "ключ");
            assertThat(new String(get.getInputStream().readAllBytes(), UTF_8)).isEqualTo("\"é\"\n");

            Process watch = start("watch", "--topic", "t", "--bootstrap", servers, "--state-first");
            assertThat(watch.inputReader(UTF_8).readLine()).contains("\"value\":\"é\"");
            signal("INT", watch);
            assertThat(exitCode(watch)).isEqualTo(130);

            signal("TERM", broker);
            assertThat(exitCode(broker)).isEqualTo(ExitCode.OK);
            assertThat(out.readLine()).isNull();
        } finally {
            broker.destroyForcibly();
        }
    }

    private Process start(String... args) throws IOException {
        Path link = folder.resolve("a link");
        if (!Files.exists(link)) {
            Files.createSymbolicLink(
                    link, Path.of("..", "kafka-cache").toAbsolutePath().normalize());
        }
        List<String> command = new ArrayList<>(List.of(link.toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.redirectError(
                ProcessBuilder.Redirect.appendTo(folder.resolve("said").toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
        return builder.start();
    }

    /** {@link Process#destroy} closes the streams as well, and what the process writes at its end would be lost. */
    private static void signal(String name, Process process) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(exitCode(kill)).isZero();
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("said"));
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(DEADLINE_SECONDS, SECONDS))
                .as("ends in time")
                .isTrue();
        return process.exitValue();
    }
}
