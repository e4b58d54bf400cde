package io.kafkacache.e2e;

import static io.kafkacache.e2e.Logs.get;
import static io.kafkacache.e2e.Until.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.CacheState;
import io.kafkacache.CacheTimeoutException;
import io.kafkacache.Isolation;
import io.kafkacache.KafkaCache;
import io.kafkacache.KafkaCacheException;
import io.kafkacache.RecordOffset;
import io.kafkacache.embedded.EmbeddedKafka;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A cache that is opened before there is anything to read. */
@OnKafka
class CatchUpLateTest {
    private static final Duration SHORT = Duration.ofMillis(100);

    @RegisterExtension
    final OneTopic topic = new OneTopic();

    @ParameterizedTest
    @EnumSource
    void aBrokerThatComesLaterIsWaitedFor(Isolation isolation) {
        EmbeddedKafka late = topic.open(EmbeddedKafka.builder().build());

        KafkaCache<String, String> cache = topic.open(topic.cache(isolation)
                .bootstrapServers(late.bootstrapServers())
                .readOnly(false)
                .open());

        assertThat(cache.status().state()).isEqualTo(CacheState.CONNECTING);
        Until.holds("it says so", () -> cache.status().lastError() != null);
        assertThatThrownBy(() -> cache.awaitReady(SHORT))
                .isInstanceOf(CacheTimeoutException.class)
                .hasMessageContaining("CONNECTING")
                .hasMessageContaining(late.bootstrapServers());

        late.start();
        late.createTopic(topic.name(), 2, Map.of("cleanup.policy", "compact"));
        cache.awaitReady(PATIENCE);
        get(cache.put("a", "1").thenCompose(cache::await));

        assertThat(OneTopic.contents(cache)).isEqualTo(Map.of("a", "1"));
        assertThat(cache.status().lastError()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void aTopicThatComesLaterIsWaitedForAndCreatedByNobody(Isolation isolation) throws Exception {
        KafkaCache<String, String> cache = topic.open(topic.cache(isolation)
                .name("late")
                .readOnly(false)
                .metadataAge(Duration.ofMillis(200))
                .open());
        CompletableFuture<RecordOffset> early = cache.put("a", "1");

        assertThat(early)
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(KafkaCacheException.class)
                .withMessageContaining("nothing was sent");
        Until.holds("it says so", () -> cache.status().state() == CacheState.TOPIC_MISSING);
        assertThatThrownBy(() -> cache.awaitReady(SHORT))
                .isInstanceOf(CacheTimeoutException.class)
                .hasMessageContaining("TOPIC_MISSING")
                .hasMessageContaining("does not exist");
        assertThat(cache.put("a", "1"))
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .withMessageContaining("does not exist");
        String admin = "pod-" + topic.name() + ".late.admin";
        double asked = Meters.questions(admin);
        Until.holds("it has asked often", () -> Meters.questions(admin) > asked + 20);
        assertThat(topic.exists()).isFalse();

        topic.create(2);
        cache.awaitReady(PATIENCE);
        get(cache.put("a", "2").thenCompose(cache::await));

        assertThat(cache.get("a")).isEqualTo("2");
        OneTopic.assertHolds(cache, topic.fold(isolation));
        assertThat(cache.status().lastError()).isNull();
    }
}
