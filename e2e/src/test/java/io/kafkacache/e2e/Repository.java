package io.kafkacache.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of this project, as tests of them see it: Maven runs tests in their module's folder. */
final class Repository {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern MODULE = Pattern.compile("<module>(.*?)</module>");

    private Repository() {}

    static String read(Path file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folders of all modules. */
    static List<String> modules() {
        return groups(MODULE, read(Path.of("pom.xml")));
    }

    /** The documents for people: those at the root and those under docs. */
    static List<Path> documents() {
        return Stream.of(Path.of(""), Path.of("docs"))
                .flatMap(folder -> files(folder, 1).stream())
                .filter(file -> file.toString().endsWith(".md"))
                .toList();
    }

    /** All files of a folder and those within it, from the root; none where it does not exist. */
    static List<Path> files(Path folder) {
        return files(folder, Integer.MAX_VALUE);
    }

    private static List<Path> files(Path folder, int depth) {
        if (!Files.isDirectory(ROOT.resolve(folder))) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(ROOT.resolve(folder), depth)) {
            return files.filter(Files::isRegularFile)
                    .map(ROOT::relativize)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first group of every match. */
    static List<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
