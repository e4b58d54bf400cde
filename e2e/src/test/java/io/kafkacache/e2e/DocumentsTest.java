package io.kafkacache.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.codec.Codecs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents: their links lead somewhere. */
class DocumentsTest {
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");

    @ParameterizedTest
    @MethodSource("documents")
    void linksWithinTheProjectResolve(Path document) {
        for (String link : Repository.groups(LINK, prose(document))) {
            if (link.matches("[a-z]+:.*")) {
                continue;
            }
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty()
                    ? document
                    : document.resolveSibling(parts[0]).normalize();

            assertThat(Repository.ROOT.resolve(target))
                    .as("%s of %s", link, document)
                    .exists();
            if (parts.length == 2) {
                assertThat(anchors(target)).as("%s of %s", link, document).contains(parts[1]);
            }
        }
    }

    @Test
    void thereAreLinksToCheck() {
        assertThat(documents()).contains(Path.of("README.md"), Path.of("docs/architecture.md"));
        assertThat(Repository.groups(LINK, prose(Path.of("README.md")))).contains("docs/configuration.md", "LICENSE");
    }

    /** Core's own test knows core's only. */
    @Test
    void everyCodecNamedByAnArtifactIsInTheConfigurationPage() {
        String page = Repository.read(Path.of("docs/configuration.md"));

        assertThat(Codecs.names()).contains("json").allSatisfy(name -> assertThat(page)
                .contains("\n| `" + name + "` |"));
    }

    static List<Path> documents() {
        return Repository.documents();
    }

    private static String prose(Path document) {
        return CODE.matcher(Repository.read(document)).replaceAll("");
    }

    /** As GitHub makes them. */
    private static List<String> anchors(Path document) {
        assertThat(Files.isRegularFile(Repository.ROOT.resolve(document))).isTrue();
        return Repository.groups(HEADING, prose(document)).stream()
                .map(heading -> heading.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
