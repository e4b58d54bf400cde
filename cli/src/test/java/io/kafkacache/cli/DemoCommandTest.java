package io.kafkacache.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DemoCommandTest {
    @Test
    void walksThroughEverythingAndKeepsTheBrokerWhereAskedTo() throws Exception {
        try (Running demo = new Running("demo", "--users", "50", "--port", "0", "--keep")) {
            String servers =
                    demo.awaitLine(line -> line.startsWith("bootstrap: ")).substring("bootstrap: ".length());
            demo.awaitLine(line -> line.contains("users") && line.contains("50 entries"));
            demo.awaitLine(line -> line.contains("get: Renamed Once"));
            demo.awaitLine(line -> line.contains("get from the second: Renamed Elsewhere"));
            demo.awaitLine(line -> line.contains("get: null; entries: 50 before, 49 now"));
            demo.awaitLine(line -> line.contains("has an undecodable value"));
            demo.awaitLine(line -> line.contains("healed by a good value"));
            demo.awaitLine(line -> line.matches("kafka-cache-demo +users +2 +\\d+ +\\d+ +0"));
            String example = demo.awaitLine(line -> line.contains("kafka-cache get"));
            assertThat(example).contains("--bootstrap " + servers);

            Outcome get =
                    Outcome.of(example.strip().replace("./kafka-cache ", "").split(" +"));

            assertThat(get.exitCode()).isEqualTo(ExitCode.OK);
            assertThat(get.out()).contains("\"displayName\":\"Renamed Once\"");
            demo.interrupt();
            assertThat(demo.exitCode()).isEqualTo(ExitCode.OK);
        }
    }
}
