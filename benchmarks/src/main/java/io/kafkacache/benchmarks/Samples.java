package io.kafkacache.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** All measurements of a scenario, and the medians a table shows. Not for several threads. */
final class Samples {
    private final List<Sample> samples = new ArrayList<>();

    void add(Sample sample) {
        samples.add(sample);
    }

    /** Who was measured, in the order of the first round. */
    List<String> contestants() {
        return samples.stream().map(Sample::contestant).distinct().toList();
    }

    /** The middle one, the lower of two; NaN where there is none. */
    double median(String contestant, String figure) {
        List<Double> sorted = sorted(contestant, figure);
        return sorted.isEmpty() ? Double.NaN : sorted.get((sorted.size() - 1) / 2);
    }

    /** The median with the least and the greatest beside it. */
    String spread(String contestant, String figure, int decimals) {
        List<Double> sorted = sorted(contestant, figure);
        if (sorted.isEmpty()) {
            return "-";
        }
        String number = "%." + decimals + "f";
        return String.format(
                Locale.ROOT,
                number + " (" + number + "-" + number + ")",
                median(contestant, figure),
                sorted.get(0),
                sorted.get(sorted.size() - 1));
    }

    /** A contestant's median by another's. */
    String ratio(String contestant, String other, String figure) {
        double ratio = median(contestant, figure) / median(other, figure);
        return Double.isFinite(ratio) ? String.format(Locale.ROOT, "%.2f", ratio) : "-";
    }

    /** A table as Markdown has it. */
    static String table(List<String> header, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>(rows);
        all.add(0, header);
        int[] widths = new int[header.size()];
        for (List<String> row : all) {
            Arrays.setAll(widths, i -> Math.max(widths[i], row.get(i).length()));
        }
        List<String> line =
                Arrays.stream(widths).mapToObj(width -> "-".repeat(width)).toList();
        all.add(1, line);
        StringBuilder text = new StringBuilder();
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                text.append("| ").append(padded(row.get(i), widths[i])).append(' ');
            }
            text.append("|\n");
        }
        return text.toString();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private List<Double> sorted(String contestant, String figure) {
        return samples.stream()
                .filter(sample -> sample.contestant().equals(contestant))
                .map(sample -> sample.figures().get(figure))
                .filter(Objects::nonNull)
                .sorted()
                .toList();
    }
}
