package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.scripted.AdminCall;
import io.kafkacache.scripted.Failure;
import io.kafkacache.scripted.ScriptedFaults;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TopicCreationTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    @Test
    void aDeniedCreationWaitsForTheTopicWithoutEnd() {
        topic.log.deleteTopic();
        topic.log.faults().failAdmin(AdminCall.CREATE, ScriptedFaults.FOR_EVER, Failure.DENIED);

        try (Logged logged = new Logged()) {
            KafkaCache<String, String> cache = topic.open(builder -> builder.createTopic(1, 1, Map.of()));
            topic.log.advance(Duration.ofMinutes(2));

            assertThat(cache.status().state()).isEqualTo(CacheState.TOPIC_MISSING);
            assertThat(cache.status().lastError()).contains("could not be created", "DENIED");
            assertThat(logged.warnings()).singleElement().asString().endsWith("""
                    users: topic users does not exist and could not be created: \
                    admin call CREATE failed as the test told it to: DENIED""");

            topic.log.createTopic(1);
            cache.awaitReady(TestTopic.PATIENCE);

            assertThat(cache.status().lastError()).isNull();
        }
    }

    @Test
    void aTopicThatIsCreatedIsNothingToWarnOf() {
        topic.log.deleteTopic();

        try (Logged logged = new Logged()) {
            KafkaCache<String, String> cache = topic.open(builder -> builder.createTopic(1, 1, Map.of()));
            topic.until(() -> cache.status().lastError() != null);
            String told = cache.status().lastError();
            cache.awaitReady(TestTopic.PATIENCE);

            assertThat(told).isEqualTo("topic users does not exist at scripted log yet and is to be created");
            assertThat(logged.warnings()).isEmpty();
        }
    }

    @Test
    void aTopicThatWasThereIsMissedAloud() {
        KafkaCache<String, String> cache = topic.openReady(builder -> builder.createTopic(1, 1, Map.of()));

        try (Logged logged = new Logged()) {
            topic.log.deleteTopic();
            topic.log.advance(Duration.ofSeconds(20));

            assertThat(cache.status().state()).isEqualTo(CacheState.READY);
            assertThat(logged.warnings()).first().asString().contains("topic users does not exist");
        }
    }
}
