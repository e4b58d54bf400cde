package io.kafkacache.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.embedded.EmbeddedKafka;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** get, put, delete, dump, status on a real broker. */
@ExtendWith(SharedBroker.class)
final class ReadingTest {
    private final EmbeddedKafka kafka;
    private String topic = "";

    ReadingTest(EmbeddedKafka kafka) {
        this.kafka = kafka;
    }

    @BeforeEach
    void createTopic(TestInfo test) {
        topic = "reading-" + test.getTestMethod().orElseThrow().getName();
        kafka.createTopic(topic, 1, Map.of("cleanup.policy", "compact"));
    }

    @Test
    void putTellsThePlaceAndGetWritesTheStoredBytes() {
        Outcome put = run("put", "ключ", "{\"a\": [1, \"é\"]}");
        Outcome get = run("get", "ключ");

        assertThat(put.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(put.out()).isEqualTo("{\"topic\":\"" + topic + "\",\"partition\":0,\"offset\":0}\n");
        assertThat(put.err()).isEmpty();
        assertThat(get).isEqualTo(new Outcome(ExitCode.OK, "{\"a\": [1, \"é\"]}\n", ""));
    }

    @Test
    void aMissingKeyIsExitCode1AndTheOthersAreWritten() {
        run("put", "a", "1");
        run("put", "b", "2");

        Outcome outcome = run("get", "b", "none", "a");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(outcome.lines()).containsExactly("2", "1");
        assertThat(outcome.err()).contains("\"none\": not found");
    }

    @Test
    void deleteTellsThePlaceAndTheKeyIsGone() {
        run("put", "a", "1");

        Outcome delete = run("delete", "a");

        assertThat(delete.out()).isEqualTo("{\"topic\":\"" + topic + "\",\"partition\":0,\"offset\":1}\n");
        assertThat(run("get", "a").exitCode()).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void aValueThatItsCodecDoesNotTakeIsNotSent() {
        Outcome outcome = run("put", "a", "{");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(outcome.err()).contains("malformed JSON");
        assertThat(run("dump").out()).isEmpty();
    }

    @Test
    void aRecordThatIsTooLargeIsRefused() {
        Outcome outcome = Outcome.withInput("\"" + "x".repeat(3 << 20) + "\"", arguments("put", "a", "-"));

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(outcome.err()).contains("max.request.size").doesNotContain("xxx");
    }

    @Test
    void putReadsStandardInput() {
        Outcome.withInput("{\"b\":1}\n", arguments("put", "a", "-"));

        assertThat(run("get", "a").out()).isEqualTo("{\"b\":1}\n");
    }

    @Test
    void otherCodecsGoThroughEveryCommand() {
        String[] codecs = {"--key-codec", "long", "--value-codec", "bytes"};

        Outcome.withInput(new byte[] {0, (byte) 0xFF, '\n'}, with(codecs, "put", "42", "-"));

        assertThat(Outcome.of(with(codecs, "dump")).out())
                .startsWith(
                        "{\"key\":\"42\",\"value\":{\"base64url\":\"AP8K\"},\"partition\":0,\"offset\":0,\"timestamp\":");
        assertThat(Outcome.of(with(codecs, "get", "base64url:AAAAAAAAACo")).exitCode())
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void dumpWritesARangeInTheOrderOfTheKeys() {
        for (String key : List.of("org-7/b", "org-8/a", "org-7/a", "org-70/a", "a")) {
            run("put", key, "1");
        }

        assertThat(keys("--prefix", "org-7/")).containsExactly("org-7/a", "org-7/b");
        assertThat(keys("--from", "org-7/b", "--to", "org-70/a")).containsExactly("org-7/b", "org-70/a");
        assertThat(keys("--reverse", "--limit", "2")).containsExactly("org-8/a", "org-70/a");
        assertThat(keys("--prefix", "base64url:b3JnLTc", "--limit", "1")).containsExactly("org-7/a");
        assertThat(keys("--from", "x")).isEmpty();
        Outcome refused = run("dump", "--limit", "-1");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err()).contains("--limit=-1 must be at least 0");
    }

    @Test
    void aRejectedEntryIsToldWhereItsRangeIsAskedFor() {
        run("put", "a", "1");
        Outcome.of(with(new String[] {"--value-codec", "utf8"}, "put", "b", "{"));

        Outcome with = run("dump", "--from", "b");
        Outcome without = run("dump", "--to", "a");

        assertThat(with.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(with.out()).startsWith("{\"key\":\"b\",\"rejected\":");
        assertThat(without.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(without.lines()).hasSize(1);
    }

    @Test
    void boundsAreWrittenAsKeysAreForGet() {
        String[] longs = {"--key-codec", "long"};
        for (String key : List.of("-1", "7", "300")) {
            Outcome.of(with(longs, "put", "text:" + key, "1"));
        }
        String[] json = {"--key-codec", "json"};

        Outcome range = Outcome.of(with(longs, "dump", "--from", "8", "--to", "base64url:__________8"));
        Outcome bad = Outcome.of(with(longs, "dump", "--from", "x"));
        Outcome badPrefix = Outcome.of(with(longs, "dump", "--prefix", "3"));
        Outcome get = Outcome.of(with(longs, "get", "x"));

        assertThat(range.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(range.out())
                .containsSubsequence("{\"key\":\"300\"", "{\"key\":\"-1\"")
                .doesNotContain("\"7\"");
        assertThat(bad.exitCode()).isEqualTo(get.exitCode()).isNotEqualTo(ExitCode.OK);
        assertThat(badPrefix.exitCode()).isEqualTo(get.exitCode());
        assertThat(badPrefix.err()).contains("base64url:");
        assertThat(Outcome.of(with(json, "dump", "--from", "{")).exitCode()).isEqualTo(get.exitCode());
    }

    private List<String> keys(String... range) {
        List<String> command = new ArrayList<>(List.of("dump"));
        command.addAll(List.of(range));
        Outcome outcome = run(command.toArray(String[]::new));
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
        return outcome.lines().stream()
                .map(line -> line.replaceAll("^\\{\"key\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    @Test
    void dumpWritesOneLineForEachEntry() {
        long before = System.currentTimeMillis();
        run("put", "a", "{\"x\":\n1}");
        run("put", "b", "2");
        run("put", "b", "3");

        Outcome outcome = run("dump");

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(outcome.lines()).hasSize(2);
        String a = outcome.lines().stream()
                .filter(line -> line.contains("\"a\""))
                .findFirst()
                .orElseThrow();
        assertThat(a)
                .startsWith("{\"key\":\"a\",\"value\":{\"x\": 1},\"partition\":0,\"offset\":0,\"timestamp\":")
                .endsWith("}");
        assertThat(Long.parseLong(a.replaceAll(".*:(\\d+)}", "$1"))).isBetween(before, System.currentTimeMillis());
        assertThat(outcome.out()).contains("{\"key\":\"b\",\"value\":3,\"partition\":0,\"offset\":2,");
    }

    @Test
    void anEmptyTopicIsAnEmptyDump() {
        assertThat(run("dump")).isEqualTo(new Outcome(ExitCode.OK, "", ""));
    }

    @Test
    void aRejectedEntryIsTold() {
        run("put", "good", "1");
        Outcome.of(with(new String[] {"--value-codec", "utf8"}, "put", "bad", "{"));

        Outcome dump = run("dump");
        Outcome get = run("get", "good", "bad", "none");

        assertThat(dump.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(dump.out())
                .contains(
                        "{\"key\":\"good\",\"value\":1,",
                        "{\"key\":\"bad\",\"rejected\":\"" + topic + "-0: record at offset 1 ");
        assertThat(get.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(get.out()).isEqualTo("1\n");
        assertThat(get.err()).contains("\"bad\": rejected: ", "undecodable value", "\"none\": not found");
    }

    @Test
    void aDumpThatLeavesKeysOutSaysSo() {
        run("put", "good", "1");
        Outcome.of(with(new String[] {"--key-codec", "hex"}, "put", "ff", "1"));

        Outcome dump = run("dump");

        assertThat(dump.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(dump.lines()).singleElement().asString().startsWith("{\"key\":\"good\"");
        assertThat(dump.err()).contains("1 left out, for the key codec cannot read their keys; see --key-codec");
    }

    @Test
    void aRecordThatHaltsEndsTheCommandAtOnce() {
        Outcome.of(with(new String[] {"--value-codec", "utf8"}, "put", "bad", "{"));

        Outcome dump = run("dump", "--on-rejected", "halt", "--timeout", "1h");

        assertThat(dump.exitCode()).isEqualTo(ExitCode.NOT_READY);
        assertThat(dump.out()).isEmpty();
        assertThat(dump.err())
                .startsWith("kafka-cache dump: reading " + topic + " was halted: " + topic + "-0: record at offset 0 ")
                .hasLineCount(1);
    }

    @Test
    void statusIsATableOrJson() {
        run("put", "a", "1");
        Outcome.of(with(new String[] {"--value-codec", "utf8"}, "put", "bad", "{"));

        Outcome table = run("status");
        Outcome json = run("status", "--json");

        assertThat(table.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(table.out())
                .containsPattern("topic +" + topic)
                .containsPattern("state +READY")
                .containsPattern("entries +2")
                .containsPattern("rejected +1, 1 undecodable_value")
                .containsPattern("0 +2 +2 +0 +[0-9a-f]{16}\n");
        assertThat(json.lines()).hasSize(1);
        assertThat(json.out())
                .contains(
                        "\"ready\":true",
                        "\"entries\":2",
                        "\"undecodable_value\":1",
                        "\"servable\":true",
                        "\"generation\":1")
                .containsPattern(
                        "\\{\"partition\":0,\"position\":2,\"end\":2,\"lag\":0,\"fingerprint\":\"[0-9a-f]{16}\"}");
    }

    @Test
    void aMissingTopicIsToldAtOnce() {
        for (String line : List.of("get x", "dump", "watch", "status", "verify", "put x 1", "delete x", "load -")) {
            String missing = topic + "-none";
            List<String> args = new ArrayList<>(Arrays.asList(line.split(" ")));
            args.addAll(List.of("--topic", missing, "--bootstrap", kafka.bootstrapServers(), "--timeout", "5m"));

            Outcome outcome = Outcome.of(args.toArray(String[]::new));

            assertThat(outcome.exitCode()).as(line).isEqualTo(ExitCode.NOT_READY);
            assertThat(outcome.err())
                    .contains("topic " + missing + " does not exist", "--create")
                    .hasLineCount(1);
        }
    }

    @Test
    void aReaderThatHasGoneEndsQuietly() {
        run("put", "a", "1");

        Outcome outcome = Outcome.writingTo(failing("Broken pipe"), arguments("dump"));

        assertThat(outcome).isEqualTo(new Outcome(ExitCode.OK, "", ""));
    }

    @Test
    void aFullDiskIsAFailure() {
        run("put", "a", "1");

        Outcome outcome = Outcome.writingTo(failing("No space left on device"), arguments("dump"));

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.err()).containsOnlyOnce("No space left on device");
    }

    private static OutputStream failing(String reason) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        };
    }

    private Outcome run(String... args) {
        return Outcome.of(arguments(args));
    }

    private String[] with(String[] more, String... args) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments(args)));
        all.addAll(Arrays.asList(more));
        return all.toArray(String[]::new);
    }

    private String[] arguments(String... args) {
        List<String> all = new ArrayList<>(Arrays.asList(args));
        all.addAll(List.of("--topic", topic, "--bootstrap", kafka.bootstrapServers()));
        return all.toArray(String[]::new);
    }
}
