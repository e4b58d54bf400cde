package io.kafkacache.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.Builder;
import io.kafkacache.CacheState;
import io.kafkacache.CacheTimeoutException;
import io.kafkacache.KafkaCache;
import io.kafkacache.codec.Codecs;
import io.kafkacache.embedded.EmbeddedKafka;
import io.kafkacache.testing.LeakCheck;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What is said of a Kafka that is not there, in full: the one warning, the status and the deadline. What core's scripted log shows of the others
 * holds for these sentences too; refused credentials and permissions have tests of their own.
 */
@ExtendWith({SharedBroker.class, LeakCheck.class})
class BadInputTest {
    private static final Duration SOON = Duration.ofSeconds(3);

    @RegisterExtension
    final OneTopic topic = new OneTopic();

    private final Warnings warnings = Warnings.capture();

    @AfterEach
    void close() {
        warnings.close();
    }

    private Builder<String, String, String, String, KafkaCache<String, String>> cache(String bootstrapServers) {
        return KafkaCache.builder(topic.name(), Codecs.utf8(), Codecs.utf8())
                .bootstrapServers(bootstrapServers)
                .properties(Map.of("admin.request.timeout.ms", "1000", "admin.default.api.timeout.ms", "1000"));
    }

    private void assertTells(KafkaCache<String, String> cache, CacheState state, String sentence) {
        Until.holds("it warns", () -> !warnings.of(topic.name()).isEmpty());
        assertThatThrownBy(() -> cache.awaitReady(SOON))
                .isInstanceOf(CacheTimeoutException.class)
                .message()
                .startsWith(topic.name() + ": not ready after " + SOON + ", " + state + ": " + sentence);
        assertThat(cache.status().state()).isEqualTo(state);
        assertThat(cache.status().lastError()).startsWith(sentence);
        assertThat(cache.status().live()).isTrue();
        assertThat(warnings.of(topic.name()))
                .singleElement()
                .asString()
                .contains("WARN io.kafkacache - " + topic.name() + ": " + sentence);
    }

    private void assertRecovers(KafkaCache<String, String> cache) {
        cache.awaitReady(Until.PATIENCE);
        Until.holds("it is ready", () -> cache.status().state() == CacheState.READY);

        assertThat(cache.status().lastError()).isNull();
        assertThat(warnings.of(topic.name())).hasSize(1);
    }

    @Test
    void aHostWithoutAnAddress() {
        KafkaCache<String, String> cache =
                topic.open(cache("no-such-host.invalid:9092").open());

        assertTells(
                cache,
                CacheState.CONNECTING,
                "no host of no-such-host.invalid:9092 has an address; check bootstrapServers and the name service");
    }

    @Test
    void aBrokerThatDoesNotAnswer() {
        EmbeddedKafka late = topic.open(EmbeddedKafka.builder().build());
        KafkaCache<String, String> cache =
                topic.open(cache(late.bootstrapServers()).open());

        assertTells(
                cache,
                CacheState.CONNECTING,
                "no answer from " + late.bootstrapServers()
                        + "; check bootstrapServers, the network and the brokers (");

        late.start();
        late.createTopic(topic.name(), 1, Map.of("cleanup.policy", "compact"));
        cache.awaitReady(Until.PATIENCE);
        Until.holds("it is ready", () -> cache.status().state() == CacheState.READY);
        assertThat(cache.status().lastError()).isNull();
    }

    /** The broker would create it for whoever asks in Kafka's usual way. */
    @Test
    void aTopicThatIsMissing() throws Exception {
        String bootstrapServers = topic.kafka().bootstrapServers();
        KafkaCache<String, String> cache = topic.open(cache(bootstrapServers).open());

        assertTells(
                cache,
                CacheState.TOPIC_MISSING,
                "topic " + topic.name() + " does not exist at " + bootstrapServers
                        + "; create it, or let createTopic do so");
        assertThat(topic.exists()).isFalse();

        topic.create(1);
        assertRecovers(cache);
    }

    @Test
    void aTopicThatIsNotCompacted() {
        topic.create(1, Map.of("cleanup.policy", "delete"));
        KafkaCache<String, String> cache =
                topic.open(cache(topic.kafka().bootstrapServers()).open());
        cache.awaitReady(Until.PATIENCE);

        Until.holds("it warns", () -> !warnings.of(topic.name()).isEmpty());
        assertThat(warnings.of(topic.name()))
                .singleElement()
                .asString()
                .endsWith(topic.name() + ": topic " + topic.name()
                        + " is not compacted, so it grows with every write, reading it takes ever longer, and once its retention"
                        + " has passed keys are lost that nobody deleted; set cleanup.policy=compact");
        assertRecovers(cache);
    }
}
