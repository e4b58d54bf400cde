package io.kafkacache.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.kafkacache.embedded.EmbeddedKafka;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** verify, against the topic and against another process, on a real broker. */
@ExtendWith(SharedBroker.class)
final class VerifyTest {
    private final EmbeddedKafka kafka;
    private String topic = "";

    @TempDir
    Path folder;

    VerifyTest(EmbeddedKafka kafka) {
        this.kafka = kafka;
    }

    @BeforeEach
    void createTopic(TestInfo test) {
        topic = "verify-" + test.getTestMethod().orElseThrow().getName();
        kafka.createTopic(topic, 2, Map.of("cleanup.policy", "compact"));
    }

    @Test
    void aCacheEqualsItsTopicWhateverStandsThere() {
        try (Producer<String, String> producer = producer(Map.of())) {
            send(producer, 0, "a", "1");
            send(producer, 0, "a", "2");
            send(producer, 1, "b", "3");
            send(producer, 1, "b", null);
            send(producer, 1, "rejected", "{");
            var unused = producer.send(new ProducerRecord<>(topic, 0, 200L, "on both", "\"newer\""));
            unused = producer.send(new ProducerRecord<>(topic, 1, 100L, "on both", "\"older\""));
        }
        try (Producer<String, String> producer = producer(Map.of("transactional.id", topic))) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, 0, "committed", "1");
            producer.commitTransaction();
            producer.beginTransaction();
            send(producer, 0, "aborted", "1");
            producer.flush();
            producer.abortTransaction();
        }

        Outcome outcome = run("");

        assertThat(outcome.err()).contains("4 keys compared with 8 records", "over 2 partitions: equal");
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void writersNeedNotRest() {
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            try (Producer<String, String> producer = producer(Map.of("max.block.ms", "5000"))) {
                for (int i = 0; !done.get(); i++) {
                    send(producer, i % 2, "k" + i % 1_000, i % 7 == 0 ? null : Integer.toString(i));
                    if (i % 100 == 0) {
                        producer.flush();
                    }
                }
            }
        });
        Outcome outcome;
        try {
            outcome = run("");
        } finally {
            done.set(true);
        }
        writing.join();

        assertThat(outcome.err()).endsWith("equal\n");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void anotherProcessThatHasReadTheSameIsEqual() {
        fill();

        Outcome outcome = run(status(), "--against", "-");

        assertThat(outcome.lines())
                .containsExactly(
                        "PARTITION  POSITION  OUTCOME", "0          2         equal", "1          1         equal");
        assertThat(outcome.err()).isEqualTo("2 of 2 partitions are equal\n");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void oneThatHoldsSomethingElseIsDifferent() throws Exception {
        fill();
        String status = status();
        String sum = status.replaceFirst(".*\"partition\":1,[^}]*\"fingerprint\":\"([0-9a-f]{16})\".*\\s*", "$1");
        Path file = Files.writeString(folder.resolve("status"), status.replace(sum, "1" + sum.substring(1, 15) + "f"));

        Outcome outcome = run("", "--against", file.toString());

        assertThat(outcome.lines()).contains("0          2         equal", "1          1         different");
        assertThat(outcome.err()).contains("1 of 2 partitions are equal", "same codecs", "same log start");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.DIFFERENT);
    }

    @Test
    void earlierSumsMakeOneThatIsAheadComparable() {
        fill();
        String ahead = status("--fingerprint")
                .replaceFirst("\"position\":2(.*?)\"sums\":\\[", "\"position\":9$1\"sums\":[")
                .replaceFirst("(\"sums\":\\[.*?)]]", "$1],[9,\"0000000000000000\"]]");

        Outcome outcome = run(ahead, "--against", "-", "--timeout", "2s");

        assertThat(outcome.lines()).contains("0          2         equal", "1          1         equal");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void aPositionThatIsNotReachedInTimeIsExitCode3() {
        fill();

        Outcome outcome =
                run(status().replace("\"position\":2", "\"position\":9"), "--against", "-", "--timeout", "2s");

        assertThat(outcome.lines()).contains("0          2         not comparable", "1          1         equal");
        assertThat(outcome.err()).contains("1 of 2 partitions are equal", "not reached within 2.00 s");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.NOT_READY);
    }

    @Test
    void oneThatIsTooOldCannotBeComparedUnlessItIsAskedAfterwards() throws Exception {
        fill();
        String old = status();
        fill();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/fingerprint", exchange -> {
            byte[] answer = status().getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        try {
            Outcome tooOld = run(old, "--against", "-");
            assertThat(tooOld.lines()).contains("0          2         not comparable");
            assertThat(tooOld.err()).contains("0 of 2 partitions are equal", "older than this cache");
            assertThat(tooOld.exitCode()).isEqualTo(ExitCode.FAILED);

            Outcome asked = run("", "--against", url + "/fingerprint");
            assertThat(asked.lines()).contains("0          4         equal");
            assertThat(asked.exitCode()).isEqualTo(ExitCode.OK);

            Outcome missing = run("", "--against", url + "/none");
            assertThat(missing.err()).contains("/none answers 404");
            assertThat(missing.exitCode()).isEqualTo(ExitCode.NOT_READY);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anotherTopicIsToldApart() {
        fill();
        String other = status().replaceFirst("\"topicId\":\"[^\"]*\"", "\"topicId\":\"AAAAAAAAAAAAAAAAAAAAAQ\"");

        Outcome outcome = run(other, "--against", "-");

        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("id AAAAAAAAAAAAAAAAAAAAAQ", "another topic, or was made again");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
    }

    private void fill() {
        try (Producer<String, String> producer = producer(Map.of())) {
            send(producer, 0, "a", "1");
            send(producer, 0, "b", "2");
            send(producer, 1, "c", "3");
        }
    }

    private void send(Producer<String, String> producer, int partition, String key, @Nullable String value) {
        var unused = producer.send(new ProducerRecord<>(topic, partition, key, value));
    }

    private Producer<String, String> producer(Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(more);
        properties.put("bootstrap.servers", kafka.bootstrapServers());
        return new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
    }

    private String status(String... more) {
        List<String> args =
                new ArrayList<>(List.of("status", "--json", "--topic", topic, "--bootstrap", kafka.bootstrapServers()));
        args.addAll(List.of(more));
        return Outcome.of(args.toArray(String[]::new)).out();
    }

    private Outcome run(String input, String... more) {
        List<String> args =
                new ArrayList<>(List.of("verify", "--topic", topic, "--bootstrap", kafka.bootstrapServers()));
        args.addAll(List.of(more));
        return Outcome.withInput(input, args.toArray(String[]::new));
    }
}
