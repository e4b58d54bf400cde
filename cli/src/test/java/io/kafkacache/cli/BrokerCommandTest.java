package io.kafkacache.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BrokerCommandTest {
    @Test
    void answersOnceItHasSaidWhereAndKeepsItsDataAcrossRuns(@TempDir Path folder) throws Exception {
        String data = folder.resolve("data").toString();
        try (Running broker = new Running("broker", "--port", "0", "--data", data)) {
            String servers = bootstrap(broker);
            assertThat(Outcome.withInput(
                                    "{\"key\":\"a\",\"value\":1}",
                                    "load",
                                    "--topic",
                                    "t",
                                    "--create",
                                    "-",
                                    "--bootstrap",
                                    servers)
                            .exitCode())
                    .isEqualTo(ExitCode.OK);
            broker.interrupt();
            assertThat(broker.exitCode()).isEqualTo(ExitCode.OK);
        }

        try (Running broker = new Running("broker", "--port", "0", "--data", data)) {
            assertThat(Outcome.of("get", "--topic", "t", "a", "--bootstrap", bootstrap(broker))
                            .out())
                    .isEqualTo("1\n");
        }
    }

    @Test
    void aPortThatIsTakenIsAFailureInOneSentence() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Outcome outcome = Outcome.of("broker", "--port", Integer.toString(taken.getLocalPort()));

            assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err()).contains("port " + taken.getLocalPort()).hasLineCount(1);
        }
    }

    private static String bootstrap(Running broker) throws InterruptedException {
        String line = broker.line();
        assertThat(line).startsWith("bootstrap: 127.0.0.1:");
        return line.substring("bootstrap: ".length());
    }
}
