package io.kafkacache.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/guarantees.md: no guarantee is missing, each has tests, and every test that it names exists. */
class GuaranteesPageTest {
    private static final Path PAGE = Path.of("docs/guarantees.md");
    private static final Path VALIDATORS = Path.of("e2e/src/test/java/io/kafkacache/e2e/simulation/validators");
    private static final List<String> NAMES = List.of(
            "LogOnly",
            "Prefix",
            "ReadyMeansComplete",
            "NoFalseAbsence",
            "ReadYourWrites",
            "Latest",
            "MonotonicReads",
            "Ordered, Unique, Reliable, Bookmarkable, Resumable",
            "NoGhosts",
            "FollowsTheTopic",
            "OneErrorPolicy",
            "NoSilentDeath");
    private static final Pattern SECTION = Pattern.compile("(?m)^## \\d+\\. (.*)$");
    private static final Pattern TESTS = Pattern.compile("(?ms)^(- Tests: .*?)(?=^- |^$)");
    private static final Pattern TRAP = Pattern.compile("(?m)^\\|.*\\| (`.*|not applicable: .*) \\|$");
    private static final Pattern TEST = Pattern.compile("`([A-Z][a-z]\\w*(?:\\.[a-z]\\w*)?)`");

    private final String page = Repository.read(PAGE);
    private final Map<String, List<Path>> sources = Repository.modules().stream()
            .flatMap(module -> Repository.files(Path.of(module, "src")).stream())
            .filter(file -> file.toString().endsWith(".java"))
            .collect(Collectors.groupingBy(file -> file.getFileName().toString().replace(".java", "")));

    @Test
    void everyGuaranteeHasASectionWithTests() {
        assertThat(Repository.groups(SECTION, page)).containsExactlyElementsOf(NAMES);
        assertThat(Repository.groups(TESTS, page)).hasSameSizeAs(NAMES).allMatch(tests -> tests.contains("`"));
    }

    @Test
    void everyTestThatIsNamedExists() {
        List<String> named = Repository.groups(TEST, String.join("\n", Repository.groups(TESTS, page)));

        assertThat(named).hasSizeGreaterThan(50).allMatch(this::exists, "exists");
    }

    @Test
    void everyTrapHasATestThatExists() {
        long rows = page.substring(page.indexOf("## Traps"))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| trap |"))
                .count();

        List<String> held = Repository.groups(TRAP, page);

        assertThat(held).hasSize((int) rows).hasSizeGreaterThan(40);
        assertThat(Repository.groups(TEST, String.join("\n", held)))
                .hasSizeGreaterThan(60)
                .allMatch(this::exists, "exists");
    }

    @Test
    void everyValidatorIsNamed() {
        List<String> validators = Repository.files(VALIDATORS).stream()
                .filter(file -> Repository.read(file).contains(" implements Validator "))
                .map(file -> "`" + file.getFileName().toString().replace(".java", "`"))
                .toList();

        assertThat(validators).allSatisfy(validator -> assertThat(page).contains(validator));
    }

    private boolean exists(String test) {
        String[] parts = test.split("\\.", 2);
        return sources.getOrDefault(parts[0], List.of()).stream()
                .anyMatch(file -> parts.length == 1 || Repository.read(file).contains(" " + parts[1] + "("));
    }
}
