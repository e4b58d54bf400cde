package io.kafkacache.micrometer;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Prometheus reads, taken apart.
 *
 * @param types the type by metric name
 * @param meanings the help text by metric name
 * @param labels the names of the labels by metric name
 * @param samples the value by series, as written: {@code name{label="value",…}}
 */
record Scrape(
        Map<String, String> types,
        Map<String, String> meanings,
        Map<String, Set<String>> labels,
        Map<String, Double> samples) {
    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) (\\S+) (.*)");
    private static final Pattern SAMPLE = Pattern.compile("((\\w+)\\{(.*)}) (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"[^\"]*\"");

    static Scrape of(PrometheusMeterRegistry registry) {
        Scrape scrape = new Scrape(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        registry.scrape().lines().forEach(scrape::read);
        return scrape;
    }

    /** The value of a series, given without the labels cache="users", topic="app.users". */
    double users(String name, String... labels) {
        Set<String> all = new TreeSet<>(Set.of("cache=\"users\"", "topic=\"app.users\""));
        all.addAll(Set.of(labels));
        String series = name + "{" + String.join(",", all) + "}";
        Double value = samples.get(series);
        if (value == null) {
            throw new AssertionError("no series " + series + " among " + samples.keySet());
        }
        return value;
    }

    private void read(String line) {
        Matcher comment = COMMENT.matcher(line);
        if (comment.matches()) {
            (comment.group(1).equals("HELP") ? meanings : types).put(comment.group(2), comment.group(3));
            return;
        }
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            throw new AssertionError("not a sample: " + line);
        }
        samples.put(sample.group(1), Double.valueOf(sample.group(4)));
        Set<String> names = labels.computeIfAbsent(metric(sample.group(2)), metric -> new TreeSet<>());
        LABEL.matcher(sample.group(3)).results().forEach(label -> names.add(label.group(1)));
    }

    private String metric(String sample) {
        String summary = sample.replaceFirst("_(count|sum)$", "");
        return "summary".equals(types.get(summary)) ? summary : sample;
    }
}
