package io.kafkacache.e2e;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Java lines that documents show and a test runs. */
final class Snippets {
    private static final int INDENTATION = 8;
    private static final Pattern SHOWN = Pattern.compile("(?s)```java\n(.*?)```");
    private static final Pattern RUN = Pattern.compile("(?s) // shown from here\n(.*?\n) *// to here");

    private Snippets() {}

    /** The Java lines of a document, one text for each block. */
    static List<String> shownBy(Path document) {
        return Repository.groups(SHOWN, Repository.read(document));
    }

    /** The marked lines of a test of this module, as a document shows them. */
    static List<String> of(Class<?> test) {
        return in(Path.of("e2e/src/test/java", test.getName().replace('.', '/') + ".java"));
    }

    /** The marked lines of a test of any module. */
    static List<String> in(Path source) {
        return Repository.groups(RUN, Repository.read(source)).stream()
                .map(lines -> lines.indent(-INDENTATION))
                .toList();
    }
}
