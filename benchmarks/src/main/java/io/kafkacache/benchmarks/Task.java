package io.kafkacache.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a JVM of its own is started for.
 *
 * @param kind which run
 * @param who the contestant, the store, or the compression, or several parted by commas
 * @param bootstrap the broker
 * @param topic the topic, filled where the run does not fill it
 * @param count how many puts, records or scans, where the run makes them
 */
record Task(Kind kind, String who, String bootstrap, String topic, int count) {
    /** Behind the name of the topic that another contestant writes to. */
    static final String BESIDE = "-beside";

    private static final String ANSWER = "figures: ";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    enum Kind {
        CATCH_UP,
        LATENCY,
        COMPRESSION,
        COMPRESSION_SINGLY,
        SCAN
    }

    /** Runs it here. */
    Map<String, Double> measure() throws Exception {
        return switch (kind) {
            case CATCH_UP -> CatchUpRun.measure(Contestant.ofOption(who), bootstrap, topic);
            case LATENCY -> LatencyRun.measure(bootstrap, topic, topic + BESIDE, count);
            case COMPRESSION -> CompressionRun.flood(who, bootstrap, topic, count);
            case COMPRESSION_SINGLY -> CompressionRun.singly(List.of(who.split(",", -1)), bootstrap, topic, count);
            case SCAN -> ScanRun.measure(who, bootstrap, topic, count);
        };
    }

    List<String> arguments() {
        return List.of(kind.name(), who, bootstrap, topic, Integer.toString(count));
    }

    static Task of(String[] arguments) {
        return new Task(
                Kind.valueOf(arguments[0]), arguments[1], arguments[2], arguments[3], Integer.parseInt(arguments[4]));
    }

    /** Runs it in a fresh JVM, whose log goes to this one's standard error. */
    Map<String, Double> measureIn(ChildJvm jvm) throws Exception {
        Process process = jvm.start(Task.class, arguments());
        List<String> answers = new ArrayList<>();
        try (var lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(ANSWER)) {
                    answers.add(line.substring(ANSWER.length()));
                }
            }
        } finally {
            process.destroy();
        }
        int exit = process.waitFor();
        if (exit != 0 || answers.size() != 1) {
            throw new IllegalStateException(this + " gave no figures and ended with exit code " + exit);
        }
        return Objects.requireNonNull(JSON.readValue(answers.get(0), new TypeReference<Map<String, Double>>() {}));
    }

    /**
     * The JVM's entry.
     *
     * @param arguments those of a task
     * @throws Exception where it fails
     */
    public static void main(String[] arguments) throws Exception {
        System.out.println(ANSWER + JSON.writeValueAsString(of(arguments).measure()));
        System.out.flush();
        Runtime.getRuntime().halt(0); // what is measured is over
    }
}
