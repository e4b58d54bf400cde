package io.kafkacache.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.CacheState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/operations.md names metrics and states that exist, and each section and alert says which rule it leans on. */
class OperationsPageTest {
    private final String page = read("operations.md");

    @Test
    void everyMetricStandsInTheListOfMetrics() {
        Set<String> known = found("`(kafka_cache_\\w+)`", read("metrics.md"));
        known.addAll(known.stream().map(name -> name + "_count").toList());

        assertThat(found("(kafka_cache_\\w+)", page.replace("`kafka_cache_*`", "")))
                .isNotEmpty()
                .isSubsetOf(known);
    }

    @Test
    void everyStateOfAnAlertExists() {
        Set<String> states = Arrays.stream(CacheState.values()).map(Enum::name).collect(Collectors.toSet());

        Set<String> named = found("state=~?\"([^\"]+)\"", page);

        assertThat(named).isNotEmpty();
        assertThat(named).allSatisfy(each -> assertThat(states).contains(each.split("\\|")));
    }

    @Test
    void everySectionAndEveryAlertLeansOnARule() {
        List<String> leaning = page.lines()
                .filter(line -> line.startsWith("## ") || line.contains("- alert: "))
                .toList();

        assertThat(leaning).hasSizeGreaterThan(15).allMatch(line -> line.matches(".*OPS[123].*"));
        assertThat(page.lines().filter(line -> line.startsWith("- **OPS"))).hasSize(3);
    }

    private static Set<String> found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.results().map(each -> each.group(1)).collect(Collectors.toSet());
    }

    private static String read(String page) {
        try {
            return Files.readString(Path.of("..", "docs", page));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
