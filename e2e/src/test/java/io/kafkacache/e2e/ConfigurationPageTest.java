package io.kafkacache.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.KafkaCache;
import io.kafkacache.KafkaCaches;
import io.kafkacache.codec.Codecs;
import io.kafkacache.json.JsonCodec;
import io.kafkacache.testing.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The Java lines of docs/configuration.md: they are those of this test, and they run. */
class ConfigurationPageTest {
    private static final Pattern SNIPPET = Pattern.compile("(?s)```java\n(.*?)```");

    @RegisterExtension
    static final KafkaBroker KAFKA = KafkaBroker.create();

    record User(UUID id, @Nullable String email, String displayName, List<UUID> groups) {}

    record Organization(UUID id, String name) {}

    @Test
    void itsLinesRun() {
        KAFKA.kafka().createTopic("users", 3, Map.of("cleanup.policy", "compact"));
        KAFKA.kafka().createTopic("organizations", 1, Map.of("cleanup.policy", "compact"));
        String bootstrapServers = KAFKA.bootstrapServers();

        // page begins
        try (KafkaCaches caches =
                KafkaCaches.builder().bootstrapServers(bootstrapServers).build()) {
            KafkaCache<UUID, User> users =
                    caches.open(KafkaCache.builder("users", Codecs.uuid(), JsonCodec.of(User.class)));
            KafkaCache<UUID, Organization> organizations =
                    caches.open(KafkaCache.builder("organizations", Codecs.uuid(), JsonCodec.of(Organization.class)));
            caches.awaitReady(Duration.ofSeconds(30)); // both are complete
            users.forEach(user -> user.value().groups().forEach(organizations::get));
        }
        // page ends
    }

    @Test
    void itShowsTheLinesThatRun() {
        String source = Repository.read(Path.of("e2e/src/test/java/io/kafkacache/e2e/ConfigurationPageTest.java"));
        String region = source.substring(
                source.indexOf('\n', source.indexOf("// page begins")) + 1, source.indexOf("        // page ends"));

        assertThat(Repository.groups(SNIPPET, Repository.read(Path.of("docs/configuration.md"))))
                .containsExactly(region.indent(-8));
    }
}
