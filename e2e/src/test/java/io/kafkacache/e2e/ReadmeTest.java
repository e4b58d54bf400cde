package io.kafkacache.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.KafkaCache;
import io.kafkacache.codec.Codecs;
import io.kafkacache.json.JsonCodec;
import io.kafkacache.testing.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The Java lines of the README: they are those of this test, and they run. */
class ReadmeTest {
    @RegisterExtension
    static final KafkaBroker KAFKA = KafkaBroker.create();

    /** As in the sample data model: groups are organizations by id. */
    record User(UUID id, @Nullable String email, String displayName, List<UUID> groups) {}

    @Test
    @SuppressWarnings("UnusedVariable")
    void itsLinesRun() {
        KAFKA.kafka().createTopic("users", 3, Map.of("cleanup.policy", "compact"));
        String bootstrapServers = KAFKA.bootstrapServers();
        UUID id = UUID.randomUUID();
        User changed = new User(id, "ada@example.org", "Ada", List.of(UUID.randomUUID()));

        // shown from here
        try (KafkaCache<UUID, User> users = KafkaCache.builder("users", Codecs.uuid(), JsonCodec.of(User.class))
                .bootstrapServers(bootstrapServers)
                .readOnly(false)
                .open()) { // returns at once, connects in the background
            users.awaitReady(Duration.ofSeconds(30)); // everything that was in the topic is in
            User user = users.get(id); // null where absent: local, lock-free, no I/O
            users.put(id, changed).thenCompose(users::await).join(); // read your own write
        }
        // to here

        try (KafkaCache<UUID, User> users = KafkaCache.builder("users", Codecs.uuid(), JsonCodec.of(User.class))
                .bootstrapServers(bootstrapServers)
                .open()) {
            users.awaitReady(Duration.ofSeconds(30));

            assertThat(users.get(id)).isEqualTo(changed);
        }
    }

    @Test
    void itShowsTheLinesThatRun() {
        assertThat(Snippets.shownBy(Path.of("README.md"))).containsExactlyElementsOf(Snippets.of(ReadmeTest.class));
    }
}
