package io.kafkacache.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.embedded.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that must keep to a schema, on a real broker. */
@ExtendWith(SharedBroker.class)
final class SchemaTest {
    @TempDir
    Path folder;

    private final EmbeddedKafka kafka;
    private String topic = "";
    private String schema = "";

    SchemaTest(EmbeddedKafka kafka) {
        this.kafka = kafka;
    }

    @BeforeEach
    void createTopicAndSchema(TestInfo test) throws IOException {
        topic = "schema-" + test.getTestMethod().orElseThrow().getName()
                + test.getDisplayName().hashCode();
        kafka.createTopic(topic, 1, Map.of("cleanup.policy", "compact"));
        schema = Files.writeString(folder.resolve("user.schema.json"), """
                        {"type": "object", "required": ["name"], "properties": {"age": {"minimum": 0}}}""").toString();
    }

    private String[] arguments(String command, String... more) {
        List<String> all = new ArrayList<>(
                List.of(command, "--bootstrap", kafka.bootstrapServers(), "--topic", topic, "--timeout", "20s"));
        all.addAll(Arrays.asList(more));
        return all.toArray(String[]::new);
    }

    private Outcome run(String command, String... more) {
        return Outcome.of(arguments(command, more));
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "gzip(json)"})
    void putSendsNothingThatBreaksIt(String codec) {
        Outcome refused =
                run("put", "--value-codec", codec, "--schema", schema, "ann", "{\"name\":\"Ann\",\"age\":-4711}");
        Outcome sent = run("put", "--value-codec", codec, "--schema", schema, "ann", "{\"name\":\"Ann\"}");

        assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err()).contains("/age: minimum 0").doesNotContain("4711");
        assertThat(sent.out()).contains("\"offset\":0");
    }

    @Test
    void loadStopsAtTheFirstLineThatBreaksIt() {
        Outcome outcome = Outcome.withInput(
                "{\"key\":\"ann\",\"value\":{\"name\":\"Ann\"}}\n{\"key\":\"bob\",\"value\":{}}\n",
                arguments("load", "--schema", schema, "-"));

        assertThat(outcome.exitCode()).isNotEqualTo(ExitCode.OK);
        assertThat(outcome.err()).contains("line 2").contains("/name: required");
    }

    @Test
    void whatBreaksItIsRejectedWhereItIsReadAsThePolicySays() {
        run("put", "ann", "{\"name\":\"Ann\"}");
        run("put", "ann", "{\"age\":4711}");
        run("put", "bob", "{\"name\":\"Bob\"}");

        Outcome told = run("dump", "--schema", schema);
        Outcome removed = run("dump", "--schema", schema, "--on-rejected", "remove");
        Outcome kept = run("get", "--schema", schema, "--on-rejected", "KEEP_PREVIOUS", "ann");
        Outcome refused = run("get", "--schema", schema, "ann");

        assertThat(told.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(told.lines())
                .hasSize(2)
                .anyMatch(line -> line.contains("\"ann\"") && line.contains("\"rejected\":"));
        assertThat(removed.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(removed.lines()).singleElement().asString().contains("Bob");
        assertThat(kept.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(kept.lines()).containsExactly("{\"name\":\"Ann\"}");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err()).contains("/name: required").doesNotContain("4711");
    }

    @Test
    void aSchemaThatCannotBeUsedIsAMistakeOfTheCommandLine() throws IOException {
        String broken = Files.writeString(folder.resolve("broken.json"), "{\"type\": \"strng\"}")
                .toString();

        Outcome none = run("dump", "--schema", folder.resolve("none.json").toString());
        Outcome notOne = run("dump", "--schema", broken);
        Outcome otherCodec = run("dump", "--schema", schema, "--value-codec", "utf8");

        assertThat(none.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(none.err()).contains("--schema").contains("none.json");
        assertThat(notOne.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(notOne.err()).contains("broken.json");
        assertThat(otherCodec.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(otherCodec.err()).contains("gzip(json)");
    }
}
