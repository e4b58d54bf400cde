package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of docs/configuration.md. Immutable. */
public final class ConfigurationDoc {
    private final List<String> lines;

    private ConfigurationDoc(List<String> lines) {
        this.lines = lines;
    }

    /** Reads the page, which stands beside this module. */
    public static ConfigurationDoc read() throws IOException {
        return new ConfigurationDoc(Files.readAllLines(Path.of("..", "docs", "configuration.md")));
    }

    /** The rows of every table whose first column has this name, each as cells by column, none of them empty but where allowed. */
    public List<Map<String, String>> rows(String firstColumn, String... mayBeEmpty) {
        List<Map<String, String>> rows = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("| " + firstColumn + " |")) {
                List<String> columns = cells(lines.get(i));
                for (int row = i + 2; row < lines.size() && lines.get(row).startsWith("|"); row++) {
                    rows.add(row(columns, lines.get(row), List.of(mayBeEmpty)));
                }
            }
        }
        assertThat(rows).as("tables that begin with " + firstColumn).isNotEmpty();
        return rows;
    }

    /** The rows by the name in their first column, which none repeats. */
    public Map<String, Map<String, String>> byName(String firstColumn, String... mayBeEmpty) {
        Map<String, Map<String, String>> byName = new LinkedHashMap<>();
        for (Map<String, String> row : rows(firstColumn, mayBeEmpty)) {
            String name = row.getOrDefault(firstColumn, "").replace("`", "");
            assertThat(byName.put(name, row)).as("second row of " + name).isNull();
        }
        return byName;
    }

    /** One cell of the tables whose first column has this name. */
    public String cell(String firstColumn, String name, String column) {
        return byName(firstColumn).getOrDefault(name, Map.of()).getOrDefault(column, "");
    }

    private static Map<String, String> row(List<String> columns, String line, List<String> mayBeEmpty) {
        List<String> cells = cells(line);
        assertThat(cells).as(line).hasSameSizeAs(columns);
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            if (!mayBeEmpty.contains(columns.get(i))) {
                assertThat(cells.get(i)).as(columns.get(i) + " of " + line).isNotEmpty();
            }
            row.put(columns.get(i), cells.get(i));
        }
        return row;
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
                .map(String::strip)
                .toList();
    }
}
