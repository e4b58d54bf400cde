package io.kafkacache.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param scenarios what to measure, in this order
 * @param contestants who competes in catching up
 * @param records how many records the topic has
 * @param keys over how many keys
 * @param partitions on how many partitions
 * @param partitionCounts topics of how many nearly empty partitions
 * @param compressions the producer's compressions
 * @param puts how many puts and syncs are timed, and ten times how many pages
 * @param rounds how often each is measured
 * @param heap the contestants' {@code -Xmx}
 * @param jvmOptions further options of the contestants' JVMs, such as a profiler
 * @param results where to append a JSON line for each measurement, or null
 */
record Options(
        List<Scenario> scenarios,
        List<Contestant> contestants,
        long records,
        int keys,
        int partitions,
        List<Integer> partitionCounts,
        List<String> compressions,
        int puts,
        int rounds,
        String heap,
        List<String> jvmOptions,
        @Nullable Path results) {
    static final String HELP = """
            Usage: benchmarks/run [OPTION VALUE]... [SCENARIO]...
            Starts a broker, loads data, measures each contestant in a JVM of its own, prints medians (min-max) and ratios.

            Scenarios (default: catch-up partitions latency)
              catch-up      a dirty topic: --records over --keys
              compacted     as many keys, one record each
              partitions    1 and 32 nearly empty partitions until ready
              latency       put until visible; sync beside Admin.listOffsets
              compression   bytes and CPU for each of --compressions
              scan          pages of 100 keys, snapshots and gets, stores heap and sorted, over --keys

            Options
              --records N            records of the topic (1000000)
              --keys N               keys of the topic (250000)
              --partitions N         partitions of the topic (1)
              --partition-counts L   for the scenario partitions (1,32)
              --compressions L       for the scenario compression (none,lz4,zstd,snappy,gzip)
              --puts N               puts and syncs timed (4000); in the scenario scan a tenth as many pages
              --rounds N             rounds, each in random order (3)
              --heap SIZE            -Xmx of each contestant (4g)
              --contestants L        of %s (all)
              --jvm-options L        further options of the contestants' JVMs, parted by spaces
              --results FILE         append each measurement to FILE as a line of JSON
            """.formatted(String.join(
            ",", Contestant.all().stream().map(Contestant::option).toList()));

    /** What can be measured. */
    enum Scenario {
        CATCH_UP,
        COMPACTED,
        PARTITIONS,
        LATENCY,
        COMPRESSION,
        SCAN;

        String option() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException where it is not understood
     */
    static Options parse(String... arguments) {
        Map<String, String> given = new TreeMap<>();
        List<Scenario> scenarios = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (!argument.startsWith("--")) {
                scenarios.add(scenario(argument));
            } else if (i + 1 < arguments.length) {
                given.put(argument.substring(2), arguments[++i]);
            } else {
                throw new IllegalArgumentException(argument + " lacks its value");
            }
        }
        String results = given.remove("results");
        Options options = new Options(
                scenarios.isEmpty()
                        ? List.of(Scenario.CATCH_UP, Scenario.PARTITIONS, Scenario.LATENCY)
                        : List.copyOf(scenarios),
                list(given, "contestants", null).stream()
                        .map(Contestant::ofOption)
                        .toList(),
                number(given, "records", 1_000_000),
                number(given, "keys", 250_000),
                number(given, "partitions", 1),
                list(given, "partition-counts", "1,32").stream()
                        .map(Integer::valueOf)
                        .toList(),
                list(given, "compressions", "none,lz4,zstd,snappy,gzip"),
                number(given, "puts", 4_000),
                number(given, "rounds", 3),
                taken(given, "heap", "4g"),
                Arrays.stream(taken(given, "jvm-options", "").split(" "))
                        .filter(option -> !option.isEmpty())
                        .toList(),
                results == null ? null : Path.of(results));
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("there is no option --" + String.join(", --", given.keySet()));
        }
        return options;
    }

    private static Scenario scenario(String option) {
        return Arrays.stream(Scenario.values())
                .filter(s -> s.option().equals(option))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no scenario " + option));
    }

    private static List<String> list(Map<String, String> given, String option, @Nullable String otherwise) {
        String all = otherwise != null
                ? otherwise
                : String.join(
                        ",", Contestant.all().stream().map(Contestant::option).toList());
        return List.of(taken(given, option, all).split(",", -1));
    }

    private static int number(Map<String, String> given, String option, int otherwise) {
        String text = taken(given, option, Integer.toString(otherwise));
        int number;
        try {
            number = Integer.parseInt(text.replace("_", ""));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + option + " " + text + " is not a number", e);
        }
        if (number < 1) {
            throw new IllegalArgumentException("--" + option + " " + number + " must be at least 1");
        }
        return number;
    }

    private static String taken(Map<String, String> given, String option, String otherwise) {
        String value = given.remove(option);
        return value == null ? otherwise : value;
    }
}
