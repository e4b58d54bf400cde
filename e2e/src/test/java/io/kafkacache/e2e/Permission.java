package io.kafkacache.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/** A permission a cache needs, as docs/operations.md lists them: the tests take them from there, so that the page cannot be wrong. */
record Permission(String who, ResourceType resource, AclOperation operation) {
    static final String READING = "every cache";
    static final String COMMITTING = "commits positions (default)";
    static final String WRITING = "writes";
    static final String CREATING = "creates its topic";

    private static final Path PAGE = Path.of("..", "docs", "operations.md");
    private static final Pattern ROW =
            Pattern.compile("\\| (?<who>[^|]+) \\| (?<resource>Topic|Group|Cluster) \\| (?<operation>\\w+) \\|.*");
    private static final Pattern COMMAND = Pattern.compile("kafka-acls\\.sh (?:[^\n]*\\\\\n)*[^\n]*");
    private static final Pattern OPERATION = Pattern.compile("--operation (\\w+)");

    /** The table's rows. */
    static List<Permission> documented() {
        List<Permission> rows = new ArrayList<>();
        for (String line : page().lines().toList()) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.add(new Permission(
                        row.group("who").strip(),
                        ResourceType.fromString(row.group("resource").toUpperCase(Locale.ROOT)),
                        operation(row.group("operation"))));
            }
        }
        return rows;
    }

    /** The rows of those who do this. */
    static List<Permission> documented(String... who) {
        return documented().stream()
                .filter(row -> List.of(who).contains(row.who()))
                .toList();
    }

    /** What the page's commands allow, as {@code TOPIC READ}. */
    static Set<String> ofCommands() {
        Set<String> allowed = new TreeSet<>();
        COMMAND.matcher(page()).results().map(command -> command.group()).forEach(command -> {
            String resource = command.contains("--topic") ? "TOPIC" : command.contains("--group") ? "GROUP" : "CLUSTER";
            OPERATION
                    .matcher(command)
                    .results()
                    .forEach(operation -> allowed.add(resource + " " + operation(operation.group(1))));
        });
        return allowed;
    }

    private static String page() {
        try {
            return Files.readString(PAGE);
        } catch (IOException e) {
            throw new AssertionError(PAGE.toAbsolutePath() + " cannot be read", e);
        }
    }

    /** Kafka's tools write {@code DescribeConfigs}, its API {@code DESCRIBE_CONFIGS}. */
    private static AclOperation operation(String word) {
        return AclOperation.fromString(word.replaceAll("(?<=[a-z])(?=[A-Z])", "_"));
    }

    @Override
    public String toString() {
        return resource + " " + operation;
    }
}
