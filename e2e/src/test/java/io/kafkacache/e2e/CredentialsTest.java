package io.kafkacache.e2e;

import static io.kafkacache.e2e.Permission.READING;
import static io.kafkacache.e2e.Permission.documented;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.CacheState;
import io.kafkacache.CacheTimeoutException;
import io.kafkacache.KafkaCache;
import io.kafkacache.KafkaCacheException;
import io.kafkacache.testing.LeakCheck;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A cache that is not known to its brokers. */
@ExtendWith(LeakCheck.class)
class CredentialsTest {
    private static SecureBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = new SecureBroker();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void aWrongPasswordIsToldUntilItIsRight() throws Exception {
        broker.createTopic("users");
        broker.write("users", "a", "1");
        broker.allow("users", documented(READING));

        try (Warnings warnings = Warnings.capture();
                KafkaCache<String, String> cache = broker.cache("users", "mistyped-password")
                        .commitPositions(false)
                        .readOnly(false)
                        .open()) {
            assertThatThrownBy(() -> cache.awaitReady(Duration.ofSeconds(3)))
                    .isInstanceOf(CacheTimeoutException.class)
                    .hasMessageContaining("refused the credentials");
            assertThat(cache.status().state()).isEqualTo(CacheState.CONNECTING);
            assertThat(cache.status().lastError())
                    .isEqualTo(broker.bootstrapServers()
                            + " refused the credentials; check security.protocol and the sasl.* and ssl.* properties");
            assertThat(cache.status().live()).isTrue();
            assertThat(cache.status().servable()).isFalse();
            assertThat(cache.ready()).isNotDone();
            assertThatThrownBy(() -> cache.get("a")).isInstanceOf(KafkaCacheException.class);
            assertThat(warnings.of("users"))
                    .singleElement()
                    .asString()
                    .endsWith("users: " + cache.status().lastError());

            broker.setPassword("mistyped-password");
            cache.awaitReady(Duration.ofSeconds(30));

            assertThat(cache.get("a")).isEqualTo("1");
            assertThat(cache.status().lastError()).isNull();
            assertThat(warnings.everything()).doesNotContain("mistyped-password");
        }
    }
}
