package io.kafkacache.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.embedded.EmbeddedKafka;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedBroker.class)
final class WatchTest {
    private final EmbeddedKafka kafka;
    private String topic = "";

    WatchTest(EmbeddedKafka kafka) {
        this.kafka = kafka;
    }

    @BeforeEach
    void createTopic(TestInfo test) {
        topic = "watch-" + test.getTestMethod().orElseThrow().getName();
        kafka.createTopic(topic, 1, Map.of("cleanup.policy", "compact"));
        run("put", "before", "0");
    }

    @Test
    void tellsEachUpdateWithItsCauseAndEndsWhenItsReaderHasGone() throws Exception {
        try (Running watch = new Running("watch", "--topic", topic, "--bootstrap", kafka.bootstrapServers())) {
            watch.awaitSaid("watching " + topic + ", which has 1 entries");

            run("put", "a", "{\"x\":1}");
            assertThat(watch.line())
                    .startsWith("{\"key\":\"a\",\"value\":{\"x\":1},\"partition\":0,\"offset\":1,\"timestamp\":")
                    .endsWith(",\"cause\":\"put\"}");
            run("delete", "a");
            assertThat(watch.line())
                    .startsWith("{\"key\":\"a\",\"value\":null,\"partition\":0,\"offset\":2,")
                    .endsWith(",\"cause\":\"delete\"}");
            run("put", "b", "{", "--value-codec", "utf8");
            assertThat(watch.line())
                    .startsWith("{\"key\":\"b\",\"rejected\":\"")
                    .endsWith(",\"cause\":\"rejected\"}");

            watch.closeReader();
            run("put", "c", "1");
            assertThat(watch.exitCode()).isEqualTo(ExitCode.OK);
        }
    }

    @Test
    void stateFirstBeginsWithWhatIsThere() throws Exception {
        try (Running watch =
                new Running("watch", "--topic", topic, "--bootstrap", kafka.bootstrapServers(), "--state-first")) {
            assertThat(watch.line())
                    .startsWith("{\"key\":\"before\",\"value\":0,")
                    .endsWith(",\"cause\":\"put\"}");

            run("put", "after", "1");

            assertThat(watch.line()).startsWith("{\"key\":\"after\",\"value\":1,");
        }
    }

    private void run(String command, String key, String... more) {
        java.util.List<String> args = new java.util.ArrayList<>(
                java.util.List.of(command, "--topic", topic, "--bootstrap", kafka.bootstrapServers(), key));
        args.addAll(java.util.List.of(more));
        assertThat(Outcome.of(args.toArray(String[]::new)).exitCode()).isEqualTo(ExitCode.OK);
    }
}
