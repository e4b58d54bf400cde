package io.kafkacache.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds between modules: who may use whose packages, and that the BOM lists what is published. */
class ModulesTest {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(kafka-cache.*?)</artifactId>");
    private static final Pattern VERSION = Pattern.compile("<version>(.*?)</version>");

    private static final JavaClasses PUBLISHED = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.kafkacache");

    @Test
    void internalsAreUsedByTheirOwnModuleOnly() {
        for (String module : published()) {
            Set<String> own = packages(module);
            String[] internal = own.stream()
                    .filter(name -> name.matches(".*\\.internal(\\..*)?"))
                    .toArray(String[]::new);
            if (internal.length > 0) {
                noClasses()
                        .that(resideOutsideOf(own))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(internal)
                        .check(PUBLISHED);
            }
        }
        assertThat(packages("core")).contains("io.kafkacache.internal.engine");
    }

    /** Otherwise one could reach what is package-private in another, and the rule above would not see who is who. */
    @Test
    void noPackageIsInTwoModules() {
        List<String> all = published().stream()
                .flatMap(module -> packages(module).stream())
                .toList();

        assertThat(all).doesNotHaveDuplicates();
    }

    @Test
    void theBrokerIsKnownToModulesForTestsAndToolsOnly() {
        noClasses()
                .that(resideOutsideOf(union("embedded-kafka", "testing", "cli")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.kafkacache.embedded..")
                .check(PUBLISHED);
    }

    /** Also in tests, and in modules that are not on this class path. */
    @Test
    void onlyEndToEndTestsNameTheInternalsOfCore() {
        for (String module : Repository.modules()) {
            if (!Set.of("core", "e2e").contains(module)) {
                assertThat(sources(Path.of(module))).allSatisfy(source -> assertThat(Repository.read(source))
                        .as("%s", source)
                        .doesNotContain("io.kafkacache.internal."));
            }
        }
        assertThat(sources(Path.of("json"))).isNotEmpty();
    }

    /** NullAway looks at marked packages only, so a package that is not would go unchecked. */
    @Test
    void everyPackageIsNullMarked() {
        for (String module : Repository.modules()) {
            for (Path source : sources(Path.of(module, "src"))) {
                String marker = source.resolveSibling("package-info.java").toString();
                String inMain = marker.replace("src/test/java", "src/main/java");

                assertThat(Stream.of(marker, inMain).map(Path::of))
                        .as("package-info.java with @NullMarked for %s", source)
                        .anyMatch(ModulesTest::isNullMarked);
            }
        }
    }

    private static boolean isNullMarked(Path packageInfo) {
        return Files.exists(Repository.ROOT.resolve(packageInfo))
                && Repository.read(packageInfo).contains("\n@NullMarked\n");
    }

    @Test
    void theBomListsWhatIsPublished() {
        String bom = Repository.read(Path.of("bom", "pom.xml"));
        List<String> listed = Repository.groups(ARTIFACT, bom);

        assertThat(listed.get(0)).isEqualTo("kafka-cache-bom");
        assertThat(listed.subList(1, listed.size()))
                .doesNotHaveDuplicates()
                .containsAll(published().stream().map(ModulesTest::artifact).toList());
        assertThat(Repository.groups(VERSION, bom).get(0))
                .isEqualTo(Repository.groups(VERSION, Repository.read(Path.of("pom.xml")))
                        .get(0));
    }

    /** The modules with code for others; each pom says whether it is deployed. */
    private static List<String> published() {
        return Repository.modules().stream()
                .filter(module ->
                        Files.isDirectory(Repository.ROOT.resolve(module).resolve(SOURCES)))
                .filter(module -> !Repository.read(Path.of(module, "pom.xml")).contains("<maven.deploy.skip>true"))
                .toList();
    }

    private static String artifact(String module) {
        List<String> artifacts = Repository.groups(ARTIFACT, Repository.read(Path.of(module, "pom.xml")));
        assertThat(artifacts.get(0)).isEqualTo("kafka-cache-parent");
        return artifacts.get(1);
    }

    private static Set<String> union(String... modules) {
        return Stream.of(modules)
                .filter(module -> Files.isDirectory(Repository.ROOT.resolve(module)))
                .flatMap(module -> packages(module).stream())
                .collect(Collectors.toSet());
    }

    private static Set<String> packages(String module) {
        Path folder = Path.of(module).resolve(SOURCES);
        return sources(folder).stream()
                .filter(source -> !source.endsWith("package-info.java"))
                .map(source -> String.join(".", names(folder.relativize(source))))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The package of a source file, by name. */
    private static List<String> names(Path source) {
        List<String> names = new ArrayList<>();
        source.forEach(name -> names.add(name.toString()));
        return names.subList(0, names.size() - 1);
    }

    private static List<Path> sources(Path folder) {
        return Repository.files(folder).stream()
                .filter(file -> file.toString().endsWith(".java"))
                .toList();
    }

    private static DescribedPredicate<JavaClass> resideOutsideOf(Set<String> packages) {
        return DescribedPredicate.describe(
                "reside outside of " + packages, type -> !packages.contains(type.getPackageName()));
    }
}
