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
    private static final int SINGLE_PUTS = 3_000;

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
            boolean json = contestant == Contestant.CACHE_JSON || contestant == Contestant.HAND_WRITTEN_JSON;
            String peer = (json ? Contestant.HAND_WRITTEN_JSON : Contestant.HAND_WRITTEN).title();
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
                                "/ hand-written",
                                "CPU s",
                                "/ raw",
                                "/ hand-written",
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
        for (Contestant contestant : List.of(Contestant.HAND_WRITTEN, Contestant.CACHE)) {
            loader.create("latency-" + contestant.option(), 1);
        }
        for (int round = 1; round <= options.rounds(); round++) {
            for (Contestant contestant : shuffled(List.of(Contestant.HAND_WRITTEN, Contestant.CACHE))) {
                measure(
                        samples,
                        Scenario.LATENCY.option(),
                        contestant.title(),
                        round,
                        new Task(
                                Kind.LATENCY,
                                contestant.option(),
                                broker.bootstrap(),
                                "latency-" + contestant.option(),
                                options.puts()));
            }
        }
        String hand = Contestant.HAND_WRITTEN.title();
        String cache = Contestant.CACHE.title();
        List<List<String>> rows = new ArrayList<>();
        for (String figure : List.of(LatencyRun.VISIBLE_P50, LatencyRun.VISIBLE_P99)) {
            rows.add(List.of(
                    figure,
                    samples.spread(cache, figure, 0),
                    samples.spread(hand, figure, 0),
                    samples.ratio(cache, hand, figure)));
        }
        double sync = samples.median(cache, LatencyRun.SYNC_P50) / samples.median(cache, LatencyRun.ENDS_P50);
        rows.add(List.of(
                LatencyRun.SYNC_P50 + " beside Admin.listOffsets",
                samples.spread(cache, LatencyRun.SYNC_P50, 0),
                samples.spread(cache, LatencyRun.ENDS_P50, 0),
                String.format(Locale.ROOT, "%.2f", sync)));
        out.printf("%nlatency%n%s", Samples.table(List.of("figure", "kafka-cache", "other", "ratio"), rows));
    }

    private void compression(BrokerProcess broker, Loader loader) throws Exception {
        int flood = (int) Math.min(options.records(), 200_000);
        int single = Math.min(flood, SINGLE_PUTS);
        for (boolean singly : List.of(false, true)) {
            Samples samples = new Samples();
            String scenario = Scenario.COMPRESSION.option() + (singly ? "-singly" : "");
            for (int round = 1; round <= options.rounds(); round++) {
                for (String compression : shuffled(options.compressions())) {
                    String topic = scenario + "-" + compression + "-" + round;
                    loader.create(topic, options.partitions());
                    Kind kind = singly ? Kind.COMPRESSION_SINGLY : Kind.COMPRESSION;
                    Task task = new Task(kind, compression, broker.bootstrap(), topic, singly ? single : flood);
                    measure(samples, scenario, compression, round, task);
                }
            }
            List<List<String>> rows = options.compressions().stream()
                    .map(compression -> List.of(
                            compression,
                            samples.spread(compression, CompressionRun.BYTES, 0),
                            samples.spread(compression, CompressionRun.WRITE_CPU, 1),
                            samples.spread(compression, CompressionRun.READ_CPU, 1)))
                    .toList();
            out.printf(
                    "%n%s: a record's bytes in the log, and CPU to write and to read it%n%s",
                    singly ? "single puts" : "a flood",
                    Samples.table(List.of("compression", "bytes", "write, us", "read, us"), rows));
        }
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
