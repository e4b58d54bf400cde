package io.kafkacache.benchmarks;

import io.kafkacache.benchmarks.Options.Scenario;
import io.kafkacache.benchmarks.Task.Kind;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures kafka-cache beside a bare consumer and hand-written caches, on one broker and on the same data, each in a JVM of its own:
 * {@code benchmarks/run}. What is measured and what it means: docs/benchmarks.md.
 */
public final class Benchmarks {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Options options;
    private final Measuring measuring;
    private final PrintStream out;
    private final PrintStream log;
    private final Random order = new Random();

    Benchmarks(Options options, Measuring measuring, PrintStream out, PrintStream log) {
        this.options = options;
        this.measuring = measuring;
        this.out = out;
        this.log = log;
    }

    /** Where a task runs: in a JVM of its own, unless a test has no time for that. */
    @FunctionalInterface
    interface Measuring {
        /** Runs it and gives its figures. */
        Map<String, Double> measure(Task task) throws Exception;
    }

    /**
     * The command.
     *
     * @param arguments see {@code --help}
     * @throws Exception where a measurement fails
     */
    public static void main(String[] arguments) throws Exception {
        if (List.of(arguments).contains("--help")) {
            System.out.print(Options.HELP);
            return;
        }
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "; see --help");
            System.exit(2);
            return;
        }
        List<String> jvm = new ArrayList<>(List.of("-Xmx" + options.heap(), "-XX:+UseG1GC"));
        jvm.addAll(options.jvmOptions());
        ChildJvm child = new ChildJvm("warn", jvm);
        new Benchmarks(options, task -> task.measureIn(child), System.out, System.err).run();
    }

    void run() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            Loader loader = new Loader(broker.bootstrap(), admin);
            for (Scenario scenario : options.scenarios()) {
                switch (scenario) {
                    case CATCH_UP -> catchUp(scenario, broker, loader, new Dataset(options.records(), options.keys()));
                    case COMPACTED -> catchUp(scenario, broker, loader, new Dataset(options.keys(), options.keys()));
                    case PARTITIONS -> partitions(broker, loader);
                    case LATENCY -> latency(broker, loader);
                    case COMPRESSION -> compression(broker, loader);
                    case SCAN -> scan(broker, loader);
                }
            }
        }
    }

    private void catchUp(Scenario scenario, BrokerProcess broker, Loader loader, Dataset users) throws Exception {
        String topic = "users-" + scenario.option();
        log.printf("loading %,d records of %,d keys%n", users.records(), users.keys());
        loader.create(topic, options.partitions());
        loader.load(topic, users);
        Samples samples = new Samples();
        for (int round = 1; round <= options.rounds(); round++) {
            for (Contestant contestant : shuffled(options.contestants())) {
                measure(
                        samples,
                        scenario.option(),
                        contestant.title(),
                        round,
                        new Task(Kind.CATCH_UP, contestant.option(), broker.bootstrap(), topic, 0));
            }
        }
        List<List<String>> rows = new ArrayList<>();
        for (Contestant contestant : options.contestants()) {
            String who = contestant.title();
            String peer = contestant.peer().title();
            rows.add(List.of(
                    who,
                    samples.spread(who, CatchUpRun.SECONDS, 2),
                    samples.ratio(who, Contestant.RAW.title(), CatchUpRun.SECONDS),
                    samples.ratio(who, peer, CatchUpRun.SECONDS),
                    samples.spread(who, CatchUpRun.CPU, 2),
                    samples.ratio(who, Contestant.RAW.title(), CatchUpRun.CPU),
                    samples.ratio(who, peer, CatchUpRun.CPU),
                    samples.spread(who, CatchUpRun.GC, 2),
                    samples.spread(who, CatchUpRun.JIT, 2),
                    samples.spread(who, CatchUpRun.BYTES, 0)));
        }
        out.printf(
                "%n%s: %,d records, %,d keys, %d partition(s)%n%s",
                scenario.option(),
                users.records(),
                users.keys(),
                options.partitions(),
                Samples.table(
                        List.of(
                                "contestant",
                                "s",
                                "/ raw",
                                "/ peer",
                                "CPU s",
                                "/ raw",
                                "/ peer",
                                "GC CPU s",
                                "JIT CPU s",
                                "bytes an entry"),
                        rows));
    }

    private void partitions(BrokerProcess broker, Loader loader) throws Exception {
        Samples samples = new Samples();
        for (int count : options.partitionCounts()) {
            loader.create("partitions-" + count, count);
            loader.loadEvenly("partitions-" + count, count, 2);
        }
        for (int round = 1; round <= options.rounds(); round++) {
            for (int count : shuffled(options.partitionCounts())) {
                for (Contestant contestant : shuffled(List.of(Contestant.HAND_WRITTEN, Contestant.CACHE))) {
                    measure(
                            samples,
                            Scenario.PARTITIONS.option(),
                            contestant.title() + ", " + count,
                            round,
                            new Task(Kind.CATCH_UP, contestant.option(), broker.bootstrap(), "partitions-" + count, 0));
                }
            }
        }
        List<List<String>> rows = new ArrayList<>();
        for (int count : options.partitionCounts()) {
            List<String> row = new ArrayList<>(List.of(Integer.toString(count)));
            for (Contestant contestant : List.of(Contestant.HAND_WRITTEN, Contestant.CACHE)) {
                String who = contestant.title() + ", " + count;
                row.add(samples.spread(who, CatchUpRun.SECONDS, 2));
                row.add(samples.ratio(
                        who,
                        contestant.title() + ", " + options.partitionCounts().get(0),
                        CatchUpRun.SECONDS));
            }
            rows.add(row);
        }
        String few = "/ " + options.partitionCounts().get(0);
        out.printf(
                "%npartitions: two records in each%n%s",
                Samples.table(List.of("partitions", "hand-written, s", few, "kafka-cache, s", few), rows));
    }

    private void latency(BrokerProcess broker, Loader loader) throws Exception {
        Samples samples = new Samples();
        String title = Contestant.CACHE.title();
        String topic = Scenario.LATENCY.option();
        loader.create(topic, 1);
        loader.create(topic + Task.BESIDE, 1);
        for (int round = 1; round <= options.rounds(); round++) {
            Task task = new Task(Kind.LATENCY, Contestant.CACHE.option(), broker.bootstrap(), topic, options.puts());
            measure(samples, Scenario.LATENCY.option(), title, round, task);
        }
        List<List<String>> rows = new ArrayList<>();
        for (List<String> pair : List.of(
                List.of(LatencyRun.VISIBLE_P50, LatencyRun.HAND_WRITTEN_P50),
                List.of(LatencyRun.COMPOSED_P50, LatencyRun.HAND_WRITTEN_P50),
                List.of(LatencyRun.VISIBLE_P99, LatencyRun.HAND_WRITTEN_P99),
                List.of(LatencyRun.SYNC_P50, LatencyRun.ENDS_P50))) {
            double ratio = samples.median(title, pair.get(0)) / samples.median(title, pair.get(1));
            rows.add(List.of(
                    pair.get(0) + " / " + pair.get(1),
                    samples.spread(title, pair.get(0), 0),
                    samples.spread(title, pair.get(1), 0),
                    String.format(Locale.ROOT, "%.2f", ratio)));
        }
        out.printf("%nlatency%n%s", Samples.table(List.of("figures", "kafka-cache", "other", "ratio"), rows));
    }

    private void compression(BrokerProcess broker, Loader loader) throws Exception {
        int flood = (int) Math.min(options.records(), 200_000);
        String scenario = Scenario.COMPRESSION.option();
        String singly = scenario + "-singly";
        Samples samples = new Samples();
        for (int round = 1; round <= options.rounds(); round++) {
            for (String compression : shuffled(options.compressions())) {
                String topic = scenario + "-" + compression + "-" + round;
                loader.create(topic, options.partitions());
                Task task = new Task(Kind.COMPRESSION, compression, broker.bootstrap(), topic, flood);
                measure(samples, scenario, compression, round, task);
            }
            for (String compression : options.compressions()) {
                loader.create(singly + "-" + round + "-" + compression, 1);
            }
            String all = String.join(",", options.compressions());
            Task task =
                    new Task(Kind.COMPRESSION_SINGLY, all, broker.bootstrap(), singly + "-" + round, options.puts());
            measure(samples, singly, singly, round, task);
        }
        List<List<String>> rows = options.compressions().stream()
                .map(compression -> List.of(
                        compression,
                        samples.spread(compression, CompressionRun.BYTES, 0),
                        samples.spread(compression, CompressionRun.WRITE_CPU, 1),
                        samples.spread(compression, CompressionRun.READ_CPU, 1),
                        samples.spread(singly, CompressionRun.SINGLE_BYTES + "-" + compression, 0),
                        samples.spread(singly, CompressionRun.PUT_P50 + "-" + compression, 0)))
                .toList();
        out.printf(
                "%ncompression: a record's bytes in the log, CPU to write and to read it in a flood; put singly: bytes, time%n%s",
                Samples.table(
                        List.of("compression", "bytes", "write, us", "read, us", "singly: bytes", "p50, us"), rows));
    }

    private void scan(BrokerProcess broker, Loader loader) throws Exception {
        List<String> stores = List.of("heap", "sorted");
        String topic = "users-scan";
        loader.create(topic, options.partitions());
        loader.load(topic, new Dataset(options.keys(), options.keys()));
        Samples samples = new Samples();
        int pages = Math.max(1, options.puts() / 10);
        for (int round = 1; round <= options.rounds(); round++) {
            for (String store : shuffled(stores)) {
                Task task = new Task(Kind.SCAN, store, broker.bootstrap(), topic, pages);
                measure(samples, Scenario.SCAN.option(), store, round, task);
            }
        }
        List<List<String>> rows = new ArrayList<>();
        for (String figure : ScanRun.FIGURES) {
            rows.add(List.of(
                    figure,
                    samples.spread("heap", figure, 2),
                    samples.spread("sorted", figure, 2),
                    samples.ratio("sorted", "heap", figure)));
        }
        out.printf(
                "%nscan: %,d keys%n%s",
                options.keys(), Samples.table(List.of("figure", "heap", "sorted", "ratio"), rows));
    }

    private void measure(Samples samples, String scenario, String contestant, int round, Task task) throws Exception {
        Sample sample = new Sample(scenario, contestant, round, measuring.measure(task));
        samples.add(sample);
        log.println("round " + round + ", " + scenario + ", " + contestant + ": " + sample.figures());
        Path results = options.results();
        if (results != null) {
            Files.writeString(
                    results,
                    JSON.writeValueAsString(sample) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    private <T> List<T> shuffled(List<T> list) {
        List<T> copy = new ArrayList<>(list);
        Collections.shuffle(copy, order);
        return copy;
    }
}
