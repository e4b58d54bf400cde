package io.kafkacache.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kafkacache.Isolation;
import io.kafkacache.internal.log.LogFactory.LogSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientPropertiesTest {
    @Test
    void readsWithoutAGroupAndWithoutAReset() {
        Map<String, Object> consumer = properties(Map.of()).consumer("me.users.reader");

        assertThat(consumer)
                .containsEntry("bootstrap.servers", "kafka:9092")
                .containsEntry("client.id", "me.users.reader")
                .containsEntry("auto.offset.reset", "none")
                .containsEntry("enable.auto.commit", false)
                .containsEntry("allow.auto.create.topics", false)
                .containsEntry("isolation.level", "read_committed")
                .doesNotContainKey("group.id");
    }

    @Test
    void readsWhatTheIsolationSays() {
        var settings = new LogSettings("users", "me.users", Isolation.READ_UNCOMMITTED, "kafka:9092", Map.of());

        assertThat(ClientProperties.of(settings).consumer("id")).containsEntry("isolation.level", "read_uncommitted");
    }

    @Test
    void writesIdempotently() {
        assertThat(properties(Map.of()).producer("id"))
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("linger.ms", 0);
    }

    @Test
    void aPrefixMeansOneClient() {
        ClientProperties properties =
                properties(Map.of("consumer.fetch.max.wait.ms", "100", "producer.linger.ms", "5"));

        assertThat(properties.consumer("id"))
                .containsEntry("fetch.max.wait.ms", "100")
                .doesNotContainKey("linger.ms");
        assertThat(properties.producer("id")).containsEntry("linger.ms", "5").doesNotContainKey("fetch.max.wait.ms");
        assertThat(properties.admin("id")).doesNotContainKeys("linger.ms", "fetch.max.wait.ms");
        assertThat(properties.fetchWaitMillis()).isEqualTo(100);
    }

    @Test
    void noPrefixMeansEveryClientThatKnowsIt() {
        ClientProperties properties = properties(Map.of("security.protocol", "SSL", "batch.size", "1000"));

        assertThat(properties.consumer("id"))
                .containsEntry("security.protocol", "SSL")
                .doesNotContainKey("batch.size");
        assertThat(properties.producer("id"))
                .containsEntry("security.protocol", "SSL")
                .containsEntry("batch.size", "1000");
        assertThat(properties.admin("id"))
                .containsEntry("security.protocol", "SSL")
                .doesNotContainKey("batch.size");
    }

    @Test
    void whatKafkaDoesNotKnowGoesToAll() {
        ClientProperties properties = properties(Map.of("vault.token.path", "/t"));

        assertThat(properties.consumer("id")).containsEntry("vault.token.path", "/t");
        assertThat(properties.producer("id")).containsEntry("vault.token.path", "/t");
        assertThat(properties.admin("id")).containsEntry("vault.token.path", "/t");
    }

    @Test
    void thePrefixWins() {
        ClientProperties properties =
                properties(Map.of("request.timeout.ms", "20000", "admin.request.timeout.ms", "2000"));

        assertThat(properties.admin("id")).containsEntry("request.timeout.ms", "2000");
        assertThat(properties.producer("id")).containsEntry("request.timeout.ms", "20000");
    }

    @ParameterizedTest
    @CsvSource({
        "acks, acks=all",
        "producer.acks, acks=all",
        "enable.idempotence, retried",
        "transactional.id, producer of your own",
        "key.serializer, codecs",
        "value.serializer, codecs",
        "key.deserializer, codecs",
        "consumer.value.deserializer, codecs",
        "auto.offset.reset, startAt(...)",
        "enable.auto.commit, commitPositions(...)",
        "allow.auto.create.topics, createTopic(...)",
        "interceptor.classes, monitor(...)",
        "producer.interceptor.classes, monitor(...)",
        "group.id, identity(...)",
        "group.instance.id, identity(...)",
        "group.protocol, identity(...)",
        "isolation.level, isolation(...)",
        "partitioner.class, partitioner(...)",
        "client.id, name(...)",
        "admin.client.id, identity(...)",
        "bootstrap.servers, bootstrapServers(...)",
        "bootstrap.controllers, bootstrapServers(...)"
    })
    void refusesWhatWouldBreakAGuarantee(String property, String wayOut) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> properties(Map.of(property, "secret")))
                .withMessageStartingWith("property " + property + " is refused: ")
                .withMessageContaining(wayOut)
                .withMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"client.rack", "compression.type", "max.request.size", "admin.request.timeout.ms"})
    void allowsTheRest(String property) {
        properties(Map.of(property, property.contains("type") ? "zstd" : "1000"));
    }

    @ParameterizedTest
    @CsvSource({
        "fetch.max.bytes, much, consumer",
        "producer.linger.ms, -1, producer",
        "admin.request.timeout.ms, soon, admin",
        "security.protocol, PLAIN, consumer",
        "sasl.login.callback.handler.class, no.such.Handler, consumer"
    })
    void refusesAValueThatKafkaDoesNotTake(String property, String value, String client) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> properties(Map.of(property, value)))
                .withMessageStartingWith(client + " property refused by Kafka: ")
                .withMessageContaining(value);
    }

    @Test
    void leavesToAConfigProviderWhatItWillFillIn() {
        ClientProperties properties = properties(Map.of(
                "config.providers", "env",
                "config.providers.env.class", "org.apache.kafka.common.config.provider.EnvVarConfigProvider",
                "fetch.max.wait.ms", "${env:WAIT}"));

        assertThat(properties.consumer("id")).containsEntry("fetch.max.wait.ms", "${env:WAIT}");
        assertThat(properties.fetchWaitMillis()).isEqualTo(500);
    }

    @Test
    void refusesMoreInFlightThanAnIdempotentProducerKeepsInOrder() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> properties(Map.of("max.in.flight.requests.per.connection", "6")))
                .withMessageContaining("=6 must be at most 5");
        properties(Map.of("max.in.flight.requests.per.connection", "1"));
    }

    @Test
    void refusesNoRetries() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> properties(Map.of("retries", "0")))
                .withMessageContaining("delivery.timeout.ms");
    }

    @Test
    void aShortDeliveryTimeoutShortensTheRequests() {
        ClientProperties properties = properties(Map.of("delivery.timeout.ms", "5000"));

        assertThat(properties.producer("id")).containsEntry("request.timeout.ms", 5000);
        assertThat(properties.deliveryTimeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aLongRequestTimeoutLengthensTheDelivery() {
        assertThat(properties(Map.of("request.timeout.ms", "300000")).deliveryTimeout())
                .isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void refusesTimeoutsThatContradictEachOther() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> properties(Map.of("delivery.timeout.ms", "5000", "request.timeout.ms", "6000")))
                .withMessageContaining(
                        "delivery.timeout.ms=5000 must be at least linger.ms=0 plus request.timeout.ms=6000");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        properties(Map.of("admin.default.api.timeout.ms", "5000", "admin.request.timeout.ms", "6000")))
                .withMessageContaining("default.api.timeout.ms=5000 must be at least request.timeout.ms=6000");
    }

    @Test
    void adminTimeoutsFollowTheOneThatIsGiven() {
        assertThat(properties(Map.of("request.timeout.ms", "20000")).admin("id"))
                .containsEntry("default.api.timeout.ms", 20_000);
        assertThat(properties(Map.of("admin.default.api.timeout.ms", "1000")).admin("id"))
                .containsEntry("request.timeout.ms", 1_000);
    }

    @Test
    void settingsDoNotPrintSecrets() {
        var settings = new LogSettings(
                "users", "me.users", Isolation.READ_COMMITTED, "kafka:9092", Map.of("ssl.key.password", "hush"));

        assertThat(settings.toString()).contains("ssl.key.password").doesNotContain("hush");
    }

    private static ClientProperties properties(Map<String, String> given) {
        return ClientProperties.of(new LogSettings("users", "me.users", Isolation.READ_COMMITTED, "kafka:9092", given));
    }
}
