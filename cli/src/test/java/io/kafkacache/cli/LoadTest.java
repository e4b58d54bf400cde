package io.kafkacache.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.embedded.EmbeddedKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedBroker.class)
final class LoadTest {
    private final EmbeddedKafka kafka;
    private String topic = "";

    LoadTest(EmbeddedKafka kafka) {
        this.kafka = kafka;
    }

    @BeforeEach
    void nameTopic(TestInfo test) {
        topic = "load-" + test.getTestMethod().orElseThrow().getName();
    }

    @Test
    void createsACompactedTopicAndSaysHowManyWereAcknowledged(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("users.ndjson"), "{\"key\":\"a\",\"value\":1}\n\n{\"key\":\"b\",\"value\":{ }}");

        Outcome outcome = load("", file.toString(), "--create", "--partitions", "3");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .contains("created topic " + topic + ", compacted, with 3 partitions", "2 acknowledged in ")
                .doesNotContain("\r");
        assertThat(kafka.admin().describeTopics(List.of(topic)).allTopicNames().get())
                .hasEntrySatisfying(
                        topic, found -> assertThat(found.partitions()).hasSize(3));
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        assertThat(kafka.admin().describeConfigs(List.of(resource)).all().get())
                .hasEntrySatisfying(resource, config -> assertThat(
                                config.get("cleanup.policy").value())
                        .isEqualTo("compact"));
    }

    @Test
    void createLeavesATopicThatIsThereAlone() {
        kafka.createTopic(topic, 1, Map.of("cleanup.policy", "compact"));

        Outcome outcome = load("{\"key\":\"a\",\"value\":1}", "-", "--create", "--partitions", "3");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(outcome.err()).doesNotContain("created").contains("1 acknowledged");
    }

    @Test
    void whatWasDumpedIsLoadedByteForByte() {
        load(
                "{\"key\":\"a\",\"value\":{\"x\": 1.50, \"y\":\"\\u00e9\"}}\n{\"key\":\"b\",\"value\":[ ]}\n{\"key\":\"c\",\"value\":1}\n{\"key\":\"c\"}\n",
                "-",
                "--create");
        String dumped = dump(topic).out();

        Outcome.withInput(
                dumped, "load", "--topic", topic + "-copy", "--bootstrap", kafka.bootstrapServers(), "--create", "-");

        assertThat(dumped).contains("{\"x\": 1.50, \"y\":\"\\u00e9\"}").hasLineCount(2);
        assertThat(values(dump(topic + "-copy"))).isEqualTo(values(dump(topic)));
    }

    @Test
    void aBadLineStopsWithItsNumberAndWhatStandsBeforeItIsAcknowledged() {
        Outcome outcome = load(
                "{\"key\":\"a\",\"value\":1}\n\n{\"key\":\"b\",\"value\":\n{\"key\":\"c\",\"value\":3}\n",
                "-",
                "--create");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.err()).contains("line 3: not JSON", "1 records before it were acknowledged", "--skip-bad");
        assertThat(dump(topic).lines()).hasSize(1);
    }

    @Test
    void aLineWhoseKeyOrValueItsCodecRefusesIsBad() {
        Outcome key = load("{\"key\":\"a\",\"value\":1}\n", "-", "--create", "--key-codec", "uuid");
        Outcome value = load("{\"key\":\"a\",\"value\":\"x\"}\n", "-", "--value-codec", "long");
        Outcome rejected = load("{\"key\":\"a\",\"rejected\":\"x\"}\n", "-");

        assertThat(List.of(key, value, rejected))
                .allSatisfy(outcome -> assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED));
        assertThat(key.err()).contains("line 1: its key is refused by the codec");
        assertThat(value.err()).contains("line 1: its value is refused by the codec");
        assertThat(rejected.err()).contains("line 1: it stands for a rejected entry");
    }

    @Test
    void skipBadCountsAndGoesOn() {
        Outcome outcome = load(
                "x\n{\"key\":\"a\",\"value\":1}\n" + "y\n".repeat(20) + "{\"key\":\"b\",\"value\":2}",
                "-",
                "--create",
                "--skip-bad");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(outcome.err())
                .contains("line 1: not JSON", "line 11: ", "2 acknowledged", "21 bad lines skipped")
                .doesNotContain("line 12");
        assertThat(dump(topic).lines()).hasSize(2);
    }

    @Test
    void moreRecordsThanTheQueueTakesAreAllAcknowledged() {
        String lines = IntStream.range(0, 40_000)
                .mapToObj(i -> "{\"key\":\"" + i + "\",\"value\":" + i + "}")
                .collect(Collectors.joining("\n"));

        Outcome outcome = load(lines, "-", "--create", "--partitions", "2");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(outcome.err()).contains("40,000 acknowledged");
        assertThat(dump(topic).lines()).hasSize(40_000);
    }

    @Test
    void aRecordThatKafkaRefusesStopsWithItsLine() {
        String large = "{\"key\":\"b\",\"value\":\"" + "x".repeat(3 << 20) + "\"}";

        Outcome outcome = load("{\"key\":\"a\",\"value\":1}\n" + large + "\n", "-", "--create");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(outcome.err())
                .contains("line 2: ", "1 records before it were acknowledged")
                .doesNotContain("xxx");
    }

    private static List<String> values(Outcome dump) {
        return dump.lines().stream()
                .map(line -> line.replaceAll(",\"partition\".*", ""))
                .sorted()
                .toList();
    }

    private Outcome dump(String from) {
        return Outcome.of("dump", "--topic", from, "--bootstrap", kafka.bootstrapServers());
    }

    private Outcome load(String input, String file, String... options) {
        List<String> args = new java.util.ArrayList<>(
                List.of("load", file, "--topic", topic, "--bootstrap", kafka.bootstrapServers()));
        args.addAll(List.of(options));
        return Outcome.withInput(input, args.toArray(String[]::new));
    }
}
