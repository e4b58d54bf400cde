package io.kafkacache.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.kafkacache.embedded.EmbeddedKafka;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

class KafkaBrokerTest {
    @RegisterExtension
    static final KafkaBroker KAFKA = KafkaBroker.create();

    @BeforeEach
    void forget() {
        BrokerUsers.USED.clear();
    }

    @Test
    void aParameterIsTheBroker(EmbeddedKafka kafka) {
        assertThat(kafka).isSameAs(KAFKA.kafka());
        assertThat(KAFKA.bootstrapServers()).isEqualTo(kafka.bootstrapServers());
        assertThat(KAFKA.admin()).isSameAs(kafka.admin());
    }

    @Test
    void topicsHaveNamesOfTheirOwnAndAreCompacted() throws ExecutionException, InterruptedException {
        String one = KAFKA.createTopic("users", 1);
        String other = KAFKA.createTopic("users", 2);
        String events = KAFKA.createTopic("events", 1, Map.of("cleanup.policy", "delete", "retention.ms", "1000"));

        assertThat(one).startsWith("users-").isNotEqualTo(other);
        assertThat(KAFKA.admin().listTopics().names().get()).contains(one, other, events);
        assertThat(config(one).get("cleanup.policy").value()).isEqualTo("compact");
        assertThat(config(events).get("cleanup.policy").value()).isEqualTo("delete");
        assertThat(config(events).get("retention.ms").value()).isEqualTo("1000");
    }

    @Test
    void aStaticOneLivesAsLongAsItsClass() {
        assertAllSucceed(LaunchedTests.run(BrokerUsers.OwnOfTheClass.class), 2);

        assertThat(BrokerUsers.USED).hasSize(2);
        assertThat(BrokerUsers.USED.get(0)).isSameAs(BrokerUsers.USED.get(1));
        assertClosed(BrokerUsers.USED.get(0));
        assertNotThere(BrokerUsers.OwnOfTheClass.KAFKA);
    }

    @Test
    void oneInAnInstanceLivesAsLongAsItsTest() {
        assertAllSucceed(LaunchedTests.run(BrokerUsers.OwnOfEachTest.class), 2);

        assertThat(BrokerUsers.USED).doesNotHaveDuplicates().hasSize(2).allSatisfy(KafkaBrokerTest::assertClosed);
    }

    @Test
    void aSharedOneLivesUntilJUnitEnds() {
        assertAllSucceed(LaunchedTests.run(BrokerUsers.SharesOne.class, BrokerUsers.SharesItToo.class), 2);

        assertThat(BrokerUsers.USED).hasSize(2);
        assertThat(BrokerUsers.USED.get(0)).isSameAs(BrokerUsers.USED.get(1));
        assertClosed(BrokerUsers.USED.get(0));
        assertNotThere(BrokerUsers.SharesOne.KAFKA);
    }

    @Test
    void whoAsksOutsideOfTestsIsToldSo() {
        assertNotThere(KafkaBroker.create());
    }

    @Nested
    class InANestedClass {
        @Test
        void theBrokerIsTheSame(EmbeddedKafka kafka) {
            assertThat(kafka).isSameAs(KAFKA.kafka());
        }
    }

    @Nested
    class InAnotherNestedClass {
        @Test
        void itRunsStill() {
            assertThat(KAFKA.createTopic("users", 1)).startsWith("users-");
        }
    }

    private static Config config(String topic) throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<ConfigResource, Config> configs =
                KAFKA.admin().describeConfigs(List.of(resource)).all().get();
        return configs.values().iterator().next();
    }

    private static void assertAllSucceed(TestExecutionSummary summary, int tests) {
        assertThat(summary.getFailures()).isEmpty();
        assertThat(summary.getTestsSucceededCount()).isEqualTo(tests);
    }

    private static void assertClosed(EmbeddedKafka kafka) {
        assertThatIllegalStateException().isThrownBy(kafka::start).withMessageContaining("was closed");
    }

    private static void assertNotThere(KafkaBroker broker) {
        assertThatIllegalStateException()
                .isThrownBy(broker::bootstrapServers)
                .withMessageContaining("@RegisterExtension");
    }
}
