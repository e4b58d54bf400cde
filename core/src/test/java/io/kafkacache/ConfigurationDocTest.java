package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.codec.Codecs;
import io.kafkacache.internal.kafka.Bootstrap;
import io.kafkacache.internal.kafka.Identity;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** docs/configuration.md against the builder, both ways. */
class ConfigurationDocTest {
    private static final Set<String> OPENING = Set.of("open", "openWriter");
    private static final Set<String> GIVEN = Set.of("topic", "keyCodec", "valueCodec");
    /** Options that the others read under another name. */
    private static final Map<String, String> READ_AS = Map.of(
            "mapValues", "resolution", "filter", "resolution", "resolver", "resolution", "property", "properties");

    private final CacheOptions<String, String, String, String> defaults =
            builder().options();

    @Test
    void everyOptionHasARowAndEveryRowIsAnOption() throws IOException {
        Set<String> options = optionMethods().map(Method::getName).collect(Collectors.toCollection(TreeSet::new));

        assertThat(ConfigurationDoc.read().byName("option").keySet()).containsExactlyInAnyOrderElementsOf(options);
    }

    @Test
    void whatTheBuilderIsGivenHasARow() throws IOException {
        assertThat(ConfigurationDoc.read().byName("given").keySet()).isEqualTo(GIVEN);
    }

    @Test
    void whatAnOpenedCacheReadsIsGivenOrAnOption() throws IOException {
        Set<String> rows = new TreeSet<>(GIVEN);
        ConfigurationDoc.read()
                .byName("option")
                .keySet()
                .forEach(option -> rows.add(READ_AS.getOrDefault(option, option)));

        assertThat(publicMethods(CacheOptions.class).map(Method::getName)).containsExactlyInAnyOrderElementsOf(rows);
    }

    @Test
    void defaultsAreThoseOfTheCode() throws IOException {
        forEachOption((option, row) -> assertThat(row.get("default"))
                .as("default of " + option)
                .matches(
                        cell -> {
                            String shown = shown(defaultOf(READ_AS.getOrDefault(option, option)));
                            return cell.equals(shown) || cell.startsWith(shown + ":") || cell.startsWith(shown + ",");
                        },
                        "begins with " + shown(defaultOf(READ_AS.getOrDefault(option, option)))));
    }

    @Test
    void rangesNameEveryConstant() throws IOException {
        forEachOption((option, row) -> optionMethods()
                .filter(method -> method.getName().equals(option))
                .flatMap(method -> Arrays.stream(method.getParameterTypes()))
                .filter(Class::isEnum)
                .flatMap(type -> Arrays.stream(type.getEnumConstants()))
                .forEach(constant ->
                        assertThat(row.get("range")).as("range of " + option).contains("`" + constant + "`")));
    }

    @Test
    void theEnvironmentIsAskedForWhatThePageSays() throws IOException {
        Set<String> asked = new TreeSet<>();
        Map<String, String> environment = new AbstractMap<>() {
            @Override
            public @Nullable String get(@Nullable Object variable) {
                asked.add(String.valueOf(variable));
                return null;
            }

            @Override
            public Set<Map.Entry<String, String>> entrySet() {
                return Set.of();
            }
        };

        String servers = Bootstrap.servers(null, environment);
        String identity = Identity.of(environment, () -> "the host's own name");

        ConfigurationDoc page = ConfigurationDoc.read();
        assertThat(page.byName("variable").keySet()).isEqualTo(asked);
        assertThat(page.cell("option", "bootstrapServers", "default"))
                .isEqualTo("none: `$" + Bootstrap.VARIABLE + "`, else `" + servers + "`");
        assertThat(page.cell("variable", "HOSTNAME", "what")).endsWith(identity);
    }

    @Test
    void codecsOfThisArtifactAreThoseOfThePage() throws IOException {
        Map<String, Map<String, String>> rows = codecs();
        rows.values().removeIf(row -> !"`kafka-cache`".equals(row.get("artifact")));

        assertThat(rows.keySet()).containsExactlyElementsOf(Codecs.names());
        rows.forEach((name, row) -> {
            String other = row.getOrDefault("also spelt", "").replace("`", "");
            if (!other.isEmpty()) {
                assertThat(Codecs.byName(other)).as(other).isSameAs(Codecs.byName(name));
            }
        });
    }

    @Test
    void storesOfThisArtifactAreKnown() throws IOException {
        ConfigurationDoc.read().byName("name", "also spelt").forEach((name, row) -> {
            if (row.containsKey("for") && "`kafka-cache`".equals(row.get("artifact"))) {
                assertThat(builder().store(name).options().store()).as(name).isNotNull();
            }
        });
        assertThatThrownBy(() -> builder().store("attic")).hasMessageContaining("store=attic");
    }

    private static Map<String, Map<String, String>> codecs() throws IOException {
        Map<String, Map<String, String>> rows = ConfigurationDoc.read().byName("name", "also spelt");
        rows.values().removeIf(row -> !row.containsKey("also spelt"));
        return rows;
    }

    private void forEachOption(BiConsumer<String, Map<String, String>> check) throws IOException {
        ConfigurationDoc.read().byName("option").forEach(check);
    }

    private @Nullable Object defaultOf(String option) {
        try {
            return CacheOptions.class.getMethod(option).invoke(defaults);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(option, e);
        }
    }

    private String shown(@Nullable Object value) {
        if (value == null || value == CacheMonitor.NONE || value.equals(Map.of()) || value == defaults.resolution()) {
            return "none";
        }
        if (value instanceof Duration duration) {
            return "`" + duration.toSeconds() + " s`";
        }
        if (value.equals(MaxStaleness.serveStale())) {
            return "`MaxStaleness.serveStale()`";
        }
        if (value.equals(Breaker.none())) {
            return "`Breaker.none()`";
        }
        if (value instanceof StartAt.Beginning) {
            return "`StartAt.beginning()`";
        }
        if (value instanceof KeyPartitioner partitioner && choosesLike(partitioner, KeyPartitioner.murmur2())) {
            return "`murmur2`";
        }
        if (value instanceof StoreFactory
                && value.getClass() == builder().store("heap").options().store().getClass()) {
            return "`heap`";
        }
        return "`" + value + "`";
    }

    private static boolean choosesLike(KeyPartitioner one, KeyPartitioner other) {
        return Stream.of("a", "b", "c", "d", "e", "f", "g", "h")
                .map(key -> key.getBytes(StandardCharsets.UTF_8))
                .allMatch(key -> one.partition(key, 97) == other.partition(key, 97));
    }

    private static Builder<String, String, String, String, KafkaCache<String, String>> builder() {
        return KafkaCache.builder("users", Codecs.utf8(), Codecs.utf8());
    }

    private static Stream<Method> optionMethods() {
        return publicMethods(Builder.class).filter(method -> !OPENING.contains(method.getName()));
    }

    private static Stream<Method> publicMethods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic());
    }
}
