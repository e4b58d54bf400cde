package io.kafkacache.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarksTest {
    @TempDir
    Path folder;

    @Test
    void everyScenarioRunsWithTinyNumbers() throws Exception {
        Path results = folder.resolve("results.jsonl");
        Options options = Options.parse(
                ("--records 400 --keys 100 --partitions 2 --partition-counts 1 --compressions zstd --puts 8 --rounds 1 --results "
                                + results + " catch-up partitions latency compression scan")
                        .split(" "));
        ByteArrayOutputStream tables = new ByteArrayOutputStream();
        AtomicInteger tasks = new AtomicInteger();

        // The first one in a JVM of its own, as all of them are when it matters.
        Benchmarks.Measuring measuring = task -> tasks.getAndIncrement() == 0
                ? task.measureIn(new ChildJvm("warn", List.of("-Xmx256m", "-XX:TieredStopAtLevel=1")))
                : task.measure();
        new Benchmarks(options, measuring, printing(tables), printing(OutputStream.nullOutputStream())).run();

        assertThat(tables.toString(StandardCharsets.UTF_8))
                .contains("catch-up: 400 records, 100 keys, 2 partition(s)")
                .contains("| kafka-cache, heap, JSON ")
                .contains("| putVisibleP50Micros ")
                .contains("| zstd ")
                .contains("| pageP50Micros ");
        assertThat(Files.readAllLines(results))
                .hasSize(8 + 2 + 1 + 2 + 2)
                .allMatch(line -> line.startsWith("{") && line.endsWith("}"))
                .anyMatch(line ->
                        line.contains("\"contestant\":\"kafka-cache, heap\"") && line.contains("\"entries\":100.0"))
                .anyMatch(line -> line.contains("\"contestant\":\"kafka-cache, heap, JSON, resolver, two\"")
                        && line.contains("\"entries\":200.0"));
    }

    @Test
    void eachPassOverTheKeysMeetsEveryKeyOnce() {
        Dataset users = new Dataset(300, 100);

        List<String> first = keys(users, 0);
        List<String> second = keys(users, 100);

        assertThat(first).doesNotHaveDuplicates().hasSize(100);
        assertThat(second).containsExactlyInAnyOrderElementsOf(first).isNotEqualTo(first);
        assertThat(users.value(7)).hasSize(203);
    }

    @Test
    void theMiddleOneIsShownWithLeastAndGreatest() {
        Samples samples = new Samples();
        for (double seconds : new double[] {3, 1, 2}) {
            samples.add(new Sample("catch-up", "one", 1, Map.of("seconds", seconds)));
        }
        samples.add(new Sample("catch-up", "other", 1, Map.of("seconds", 4.0)));

        assertThat(samples.spread("one", "seconds", 1)).isEqualTo("2.0 (1.0-3.0)");
        assertThat(samples.ratio("one", "other", "seconds")).isEqualTo("0.50");
        assertThat(samples.ratio("one", "nobody", "seconds")).isEqualTo("-");
    }

    @Test
    void whatIsNotUnderstoodIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse("--recrods", "1"))
                .withMessage("there is no option --recrods");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse("--rounds", "0"))
                .withMessage("--rounds 0 must be at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.parse("catchup"))
                .withMessage("there is no scenario catchup");
    }

    private static List<String> keys(Dataset users, int from) {
        return java.util.stream.IntStream.range(from, from + 100)
                .mapToObj(users::key)
                .toList();
    }

    private static PrintStream printing(OutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }
}
