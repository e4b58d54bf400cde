package io.kafkacache.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/metrics.md against what Prometheus reads, both ways. */
final class MetricsDocTest {
    private record Row(String type, Set<String> labels, String meaning, String alert) {}

    @Test
    void theDocumentListsExactlyTheMetersThatExist() throws IOException {
        Map<String, Row> documented = rows();
        Scrape scrape = scrape();

        assertThat(documented.keySet()).isEqualTo(scrape.types().keySet());
        documented.forEach((name, row) -> {
            assertThat(row.type())
                    .as("type of %s", name)
                    .isEqualTo(scrape.types().get(name));
            assertThat(row.labels())
                    .as("labels of %s", name)
                    .isEqualTo(scrape.labels().get(name));
            assertThat(row.meaning())
                    .as("meaning of %s", name)
                    .startsWith(scrape.meanings().get(name));
            assertThat(row.alert()).as("alert hint of %s", name).isNotEmpty();
        });
    }

    private static Scrape scrape() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        FakeCache users = new FakeCache("users", "app.users");
        users.partitions(1);
        CacheMeters meters = CacheMeters.of(registry);
        meters.opened(users);
        try {
            return Scrape.of(registry);
        } finally {
            meters.closed(users);
            registry.close();
        }
    }

    private static Map<String, Row> rows() throws IOException {
        Map<String, Row> rows = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "metrics.md"))) {
            if (line.startsWith("| `kafka_cache_")) {
                List<String> cells = Arrays.stream(
                                line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
                        .map(String::strip)
                        .toList();
                assertThat(cells).as(line).hasSize(5);
                Row row =
                        new Row(cells.get(1), labels(cells.get(2)), cells.get(3).replace("`", ""), cells.get(4));
                assertThat(rows.put(cells.get(0).replace("`", ""), row))
                        .as(line)
                        .isNull();
            }
        }
        return rows;
    }

    private static Set<String> labels(String cell) {
        Set<String> labels = new TreeSet<>(Set.of("cache", "topic"));
        labels.addAll(Arrays.stream(cell.split(","))
                .map(String::strip)
                .filter(label -> !label.isEmpty())
                .collect(Collectors.toSet()));
        return labels;
    }
}
