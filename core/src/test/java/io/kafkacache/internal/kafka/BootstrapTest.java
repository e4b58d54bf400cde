package io.kafkacache.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("KAFKA_BOOTSTRAP_SERVERS", "from-env:9093");

    @Test
    void theOptionWins() {
        assertThat(Bootstrap.servers("a:1, b:2", ENVIRONMENT)).isEqualTo("a:1,b:2");
    }

    @Test
    void theEnvironmentComesNext() {
        assertThat(Bootstrap.servers(null, ENVIRONMENT)).isEqualTo("from-env:9093");
    }

    @Test
    void elseItIsTheNameABrokerUsuallyHas() {
        assertThat(Bootstrap.servers(null, Map.of())).isEqualTo("kafka:9092");
        assertThat(Bootstrap.servers(null, Map.of("KAFKA_BOOTSTRAP_SERVERS", "")))
                .isEqualTo("kafka:9092");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost:9092", "[::1]:9092", "kafka-0.kafka.shop.svc:9092,kafka-1:9092", "SASL_SSL://b:1"})
    void takes(String servers) {
        assertThat(Bootstrap.servers(servers, Map.of())).isEqualTo(servers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "kafka", "kafka:", ":9092", "kafka:99999", "a:1,,b:2", "a:1 b:2", "kafka:9092/x"})
    void refuses(String servers) {
        assertThatThrownBy(() -> Bootstrap.servers(servers, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("bootstrapServers=" + servers)
                .hasMessageContaining("host:port");
    }

    @Test
    void namesTheVariableThatIsWrong() {
        assertThatThrownBy(() -> Bootstrap.servers(null, Map.of("KAFKA_BOOTSTRAP_SERVERS", "nonsense")))
                .hasMessageStartingWith("$KAFKA_BOOTSTRAP_SERVERS=nonsense");
    }
}
