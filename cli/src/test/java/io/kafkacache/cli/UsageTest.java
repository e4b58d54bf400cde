package io.kafkacache.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs no broker. */
final class UsageTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "get --topic t",
                "get key",
                "get --topic t key --timeout 5",
                "get --topic t key --unknown",
                "get --topic t/1 key",
                "get --topic t key --key-codec jsn",
                "get --topic t key --key-codec gzip(json)",
                "put --topic t key",
                "load --topic t /no/such/file",
                "load --topic t --partitions 3 -",
                "load --topic t --create --partitions -1 -",
                "dump --topic t --config /no/such/file",
                "status --topic t --fingerprint",
                "verify --topic t --against /no/such/file",
                "verify --topic t --against http://",
                "completion fish",
                "demo --users 3",
                "broker --port x"
            })
    void aWrongCommandLineIsExitCode2(String line) {
        Outcome outcome = Outcome.of(line.split(" "));

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).startsWith("kafka-cache").doesNotContain("\tat ");
    }

    @Test
    void noCommandShowsWhatThereIs() {
        Outcome outcome = Outcome.of();

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("demo", "load", "Exit codes");
    }

    @Test
    void aPropertyThatWouldBreakAGuaranteeIsRefused(@TempDir Path folder) throws Exception {
        Path config = Files.writeString(folder.resolve("client.properties"), "isolation.level=read_uncommitted\n");

        Outcome outcome = Outcome.of("get", "--topic", "t", "key", "--config", config.toString());

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("isolation.level");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "broker",
                "load",
                "get",
                "put",
                "delete",
                "dump",
                "watch",
                "status",
                "verify",
                "groups",
                "completion"
            })
    void everyCommandHasHelpWithAnExample(String command) {
        Outcome outcome = Outcome.of(command, "--help");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .contains("Usage: kafka-cache " + command, "Examples:\n", "kafka-cache " + command, "Exit codes:");
        assertThat(outcome.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(Outcome.of("--help").out()).contains("\n  " + command + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void completionKnowsCommandsAndOptions(String shell) {
        Outcome outcome = Outcome.of("completion", shell);

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(outcome.out())
                .contains("state-first", "groups", "verify", "against", "bashcompinit", "complete -F")
                .doesNotContain("train");
    }

    @Test
    void aCodecRefusesAnArgumentWithExitCode4BeforeKafkaIsAsked() {
        Outcome outcome =
                Outcome.of("get", "--topic", "t", "--key-codec", "uuid", "no-uuid", "--bootstrap", "127.0.0.1:1");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(outcome.err()).contains("UUID");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "get --topic t key",
                "put --topic t key 1",
                "delete --topic t key",
                "dump --topic t",
                "watch --topic t",
                "status --topic t",
                "verify --topic t",
                "groups",
                "load --topic t -",
                "load --topic t --create -"
            })
    void kafkaOutOfReachIsExitCode3WithinTheTimeout(String line) {
        Outcome outcome = Outcome.of((line + " --bootstrap 127.0.0.1:1 --timeout 300ms").split(" "));

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.NOT_READY);
        assertThat(outcome.err()).contains("127.0.0.1:1", "300 ms").doesNotContain("\tat ", "WARN", "\r", "\u001b");
        assertThat(outcome.err().lines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"get --topic t key", "put --topic t key 1", "groups"})
    void aHostThatDoesNotResolveIsExitCode3(String line) {
        Outcome outcome = Outcome.of((line + " --bootstrap no-such-host.invalid:9092 --timeout 300ms").split(" "));

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.NOT_READY);
        assertThat(outcome.err()).contains("no-such-host.invalid:9092");
    }

    @Test
    void atATerminalItShowsWhatItWaitsForAndWipesThatOut() {
        Map<String, String> environment = Map.of("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:2");

        Outcome outcome = Outcome.atTerminal(environment, "get", "--topic", "t", "key", "--timeout", "1s");

        assertThat(outcome.err())
                .contains(
                        "\rwaiting for Kafka at 127.0.0.1:2",
                        "\r\u001b[Kkafka-cache get: t was not ready within 1.00 s");
    }

    @Test
    void theAddressComesFromTheOptionElseTheFileElseTheEnvironment(@TempDir Path folder) throws Exception {
        Path config = Files.writeString(folder.resolve("client.properties"), "bootstrap.servers = 127.0.0.1:3\n");
        Map<String, String> environment = Map.of("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:2");
        String[] get = {"get", "--topic", "t", "key", "--timeout", "200ms", "--config", config.toString()};
        String[] withOption = Arrays.copyOf(get, get.length + 2);
        withOption[get.length] = "--bootstrap";
        withOption[get.length + 1] = "127.0.0.1:1";

        assertThat(Outcome.atTerminal(environment, get).err()).contains("127.0.0.1:3");
        assertThat(Outcome.atTerminal(environment, withOption).err()).contains("127.0.0.1:1");
    }

    @Test
    void helpIsColouredAtATerminalUnlessToldOtherwise() {
        assertThat(Outcome.atTerminal(Map.of(), "get", "--help").out()).contains("\u001b[");
        assertThat(Outcome.atTerminal(Map.of("NO_COLOR", "1"), "get", "--help").out())
                .doesNotContain("\u001b");
    }
}
